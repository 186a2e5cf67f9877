"""What the pages of handovers show, put into words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from qingdan.domain.rules.limits import parse_limit
from qingdan.features.handovers.models import Handover, Item
from qingdan.features.handovers.rules import rule_of
from qingdan.records.people.posts import post_name
from qingdan.records.people.wording import said


@dataclass(frozen=True, slots=True)
class Row:
    """A handover in a list: the post, who leaves, and a chip."""

    handover: Handover
    post: str
    state: str
    word: str


def row_of(handover: Handover, day: date) -> Row:
    """Done, not needed, late, or how many days are left."""
    post = post_name(handover.holding.post)
    if handover.not_needed:
        return Row(handover, post, "line", _("不用移交"))
    if handover.done_at:
        return Row(handover, post, "done", _("已办完"))
    left = (handover.due_on - day).days
    if left < 0:
        return Row(handover, post, "over", _("超%(n)d天") % {"n": -left})
    return Row(handover, post, "due", _("还有%(n)d天") % {"n": left} if left else _("今天到期"))


def named(handover: Handover, items: Sequence[Item]) -> list[tuple[Item, str]]:
    """Each line with its name in the reader's language; what the house itself listed keeps its words."""
    things = rule_of(handover).things
    return [
        (i, said(things[i.slug].name) if i.kind == Item.Kind.THING and i.slug in things else i.words) for i in items
    ]


def notes_of(handover: Handover) -> dict[str, str]:
    """What the edition says about each thing, by its slug."""
    things = rule_of(handover).things.values()
    return {thing.slug: said(thing.note) for thing in things if thing.note}


def limit_words(handover: Handover) -> str:
    """The limit as people say it: 10天."""
    return said(parse_limit(handover.limit).words)
