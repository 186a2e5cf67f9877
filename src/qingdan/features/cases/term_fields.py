"""Who of the elected is which person, who leaves which post, and who takes the vacant place: read, asked, told."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from qingdan.domain.catalogue.model import Edition
from qingdan.domain.flow.machine import Machine
from qingdan.domain.flow.polls import poll_of
from qingdan.features.cases.acts.terms import elected_at
from qingdan.features.cases.models import Case
from qingdan.features.cases.running import Terms
from qingdan.features.cases.slates import kept, names_fact, office_name
from qingdan.records.people.acts import add_person
from qingdan.records.people.models import Holding
from qingdan.records.people.posts import post_name
from qingdan.records.people.queries import who_may
from qingdan.records.register.acts import Acting
from qingdan.records.rolls.queries.people import belonging

NEW = "new"
Choice = tuple[str, str]


@dataclass(frozen=True)
class Taker:
    """One of the elected: number on the ballot, office, name, and the persons of this name who are known here."""

    number: str
    office: str
    name: str
    known: Sequence[Choice]


@dataclass(frozen=True)
class TermsAsked:
    """What a step asks about posts."""

    village: Any
    takers: Sequence[Taker] = ()
    leavers: Sequence[Choice] = ()
    followers: Sequence[Taker] = ()


def terms_asked(case: Case, running: Machine, key: str, edition: Edition, day: date) -> TermsAsked | None:
    """What the form of a step must ask about posts; None where the step does nothing to them. At most five queries."""
    records = running.step(key).records
    if records is None:
        return None
    elected = elected_at(running, case, key, records)
    names = _names(case, running, key, records.take_office)
    after: list[str] = []
    if records.fill_from:
        names |= _names(case, running, key, (records.fill_from,))
        after = [n for numbers in poll_of(case.state, records.fill_from, key)["after"].values() for n in numbers]
    known = _known({names.get(n, "") for n in (*elected, *after)}, case)
    takers = [
        Taker(n, office_name(edition, o), names.get(n, ""), known.get(names.get(n, ""), [])) for n, o in elected.items()
    ]
    return TermsAsked(
        village=case.village,
        takers=takers,
        leavers=_leavers(case, records.leave_office, day),
        followers=[Taker(n, "", names.get(n, ""), known.get(names.get(n, ""), [])) for n in after],
    )


def _names(case: Case, running: Machine, key: str, elections: Sequence[str]) -> dict[str, str]:
    rows = [r for name in elections for r in kept(case, names_fact(running, name), key)]
    return {r["n"]: r["name"] for r in rows}


def _known(names: set[str], case: Case) -> dict[str, list[Choice]]:
    """Persons of these names who belong to the village, each with what tells them apart. Two queries."""
    persons = list(belonging(case.village).filter(name__in=names).order_by("pk")) if names else []
    posts: dict[int, list[str]] = {}
    for person, post in Holding.objects.filter(person__in=persons).order_by("pk").values_list("person_id", "post"):
        posts.setdefault(person, []).append(post_name(post))
    found: dict[str, list[Choice]] = {}
    for person in persons:
        tail = _("，手机尾号%(tail)s") % {"tail": person.mobile[-4:]} if person.mobile else ""
        said = _("、").join(dict.fromkeys(posts.get(person.pk, ()))) or _("村民")
        words = {"name": person.name, "posts": said, "tail": tail}
        found.setdefault(person.name, []).append((str(person.pk), _("%(name)s（%(posts)s%(tail)s）") % words))
    return found


def _leavers(case: Case, posts: Sequence[str], day: date) -> list[Choice]:
    if not posts:
        return []
    return [
        (str(h.holding.pk), _("%(name)s（%(post)s）") % {"name": h.person.name, "post": h.post.name})
        for h in who_may(posts, case.village, day)
    ]


def term_fields(asked: TermsAsked) -> dict[str, forms.Field]:
    """A choice for each of the elected, and of those who leave."""
    fields: dict[str, forms.Field] = {}
    for taker in asked.takers:
        label = _("%(office)s：%(name)s是哪一位") % {"office": taker.office, "name": taker.name}
        new = (NEW, _("这里还没有登记过的人，新登记"))
        fields[f"take-{taker.number}"] = forms.ChoiceField(
            label=label, choices=[*taker.known, new], widget=forms.RadioSelect,
            initial=taker.known[0][0] if len(taker.known) == 1 else None if taker.known else NEW,
        )  # fmt: skip
    if asked.takers:
        fields["term_starts"] = _day(_("从哪天起任职"), _("不填就是办理这一步的那天。"))
    if asked.leavers:
        fields["leaves"] = forms.ChoiceField(label=_("谁离任"), choices=asked.leavers, widget=forms.RadioSelect)
        fields["last_day"] = _day(_("任职到哪天为止"), _("不填就是办理这一步的那天。"))
    if asked.followers:
        nobody = ("", _("没有人递补"))
        choices = [nobody, *((f.number, f.name) for f in asked.followers)]
        fields["follower"] = forms.ChoiceField(
            label=_("按得票多少，由谁递补"), choices=choices, required=False, widget=forms.RadioSelect
        )
    return fields


def _day(label: str, help_: str) -> forms.DateField:
    return forms.DateField(label=label, help_text=help_, required=False, widget=forms.DateInput(attrs={"type": "date"}))


def terms_from(asked: TermsAsked, got: Mapping[str, Any], acting: Acting) -> Terms:
    """What was chosen, with persons for all names; who is new here is added."""
    takes = {t.number: _person(t, str(got.get(f"take-{t.number}") or NEW), asked, acting) for t in asked.takers}
    following = next((f for f in asked.followers if f.number == got.get("follower")), None)
    leaves = got.get("leaves")
    return Terms(
        takes=takes,
        starts=got.get("term_starts"),
        leaves=int(leaves) if leaves else None,
        last_day=got.get("last_day"),
        follower=_person(following, following.known[0][0] if following.known else NEW, asked, acting)
        if following
        else None,
    )


def _person(taker: Taker, chosen: str, asked: TermsAsked, acting: Acting) -> int:
    if chosen != NEW:
        return int(chosen)
    within = Acting(acting.person_id, acting.name, acting.at, acting.post, acting.post_name)
    return add_person(acting=within, name=taker.name, is_demo=asked.village.is_demo).pk
