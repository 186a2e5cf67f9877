"""How many seats an election may fill: the size of the body that it makes up, held against what a plan says."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.translation import gettext as _

from qingdan.domain.catalogue.model import Edition
from qingdan.domain.flow.election import Office, Term
from qingdan.domain.flow.model import Flow
from qingdan.domain.rules.bodies import Body
from qingdan.features.cases.messages import local
from qingdan.features.cases.models import Case
from qingdan.features.cases.running import edition_of, machine_of
from qingdan.records.people.posts import all_posts
from qingdan.records.register.acts import Refused


def made_up(flow: Flow, edition: Edition) -> Iterator[tuple[Body, tuple[Office, ...]]]:
    """The bodies of a known size whose seats an election of ``flow`` fills anew, by numbers that the case itself says.

    Who is chosen for the rest of a term joins others that are there already, so nothing follows for the whole body.
    """
    steps, posts = flow.steps(), all_posts()
    for step in steps.values():
        if step.records is None or step.records.term is Term.REST:
            continue
        for name in step.records.take_office:
            election = steps[name].election
            groups: dict[str, list[Office]] = {}
            for office in election.offices if election else ():
                if office.post is not None:
                    groups.setdefault(next(iter(posts[office.post].bodies), ""), []).append(office)
            for slug, offices in groups.items():
                body = edition.bodies.get(slug)
                if body is not None and body.size and any(isinstance(o.seats, str) for o in offices):
                    yield body, tuple(offices)


def refuse_bad_seats(case: Case, facts: Mapping[str, Any]) -> None:
    """:raises Refused: when the seats that ``facts`` complete are fewer or more than the law gives the body."""
    known = {**case.state["facts"], **facts}
    edition = edition_of(case)
    for body, offices in made_up(machine_of(case).flow, edition):
        said = [o.seats for o in offices if isinstance(o.seats, str)]
        if not set(said) & set(facts) or not set(said) <= set(known):
            continue
        total = sum(o.seats if isinstance(o.seats, int) else int(known[o.seats]) for o in offices)
        assert body.size is not None
        least, most = body.size
        if total < least or (most is not None and total > most):
            posts = dict.fromkeys(local(edition.role_words(o.post)) for o in offices if o.post)
            words = {"posts": _("、").join(posts), "least": least, "most": most or total, "n": total}
            raise Refused(_("%(posts)s一共应当是%(least)d至%(most)d名，这里写的是%(n)d名。请核对名额。") % words)
