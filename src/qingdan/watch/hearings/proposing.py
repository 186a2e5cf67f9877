"""What the records of a hearing say of the facts that a step asks: how many came, how many spoke, the views."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from qingdan.domain.flow.state import base, suffix
from qingdan.features.cases.models import Case
from qingdan.features.cases.running import machine_of
from qingdan.watch.hearings.models import Opinion, SignInSheet


def proposed(case: Case, key: str) -> dict[str, Any]:
    """Values for the facts of an open step that a hearing's records fill; no query where no hearing does. At most three
    queries."""
    flow = machine_of(case).flow
    own = {fact.name for fact in flow.set_at(base(key))}
    for step in flow.steps().values():
        named = step.hears.named if step.hears else {}
        wanted = {use: named[use] for use in ("came", "spoke", "views") if named.get(use) in own}
        if wanted:
            sheet = newest_sheet(case, step.id + suffix(key))
            return {wanted[use]: value for use, value in _records(sheet).items() if use in wanted} if sheet else {}
    return {}


def newest_sheet(case: Case, key: str) -> SignInSheet | None:
    """The sheet of the last day set for a hearing. One query."""
    return SignInSheet.objects.filter(case=case, key=key).order_by("-day").first()


def _records(sheet: SignInSheet) -> dict[str, Any]:
    opinions = list(sheet.opinions.select_related("said_by").order_by("number"))
    found: dict[str, Any] = {}
    if came := sheet.came.count():
        found["came"] = came
    if opinions:
        found |= {"spoke": _speakers(opinions), "views": views_of(opinions)}
    return found


def _speakers(opinions: Iterable[Opinion]) -> int:
    """How many spoke: of whom it is not kept who said it, each opinion is somebody's."""
    said = [o.said_by.attendance_id if hasattr(o, "said_by") else -o.pk for o in opinions]
    return len(set(said))


def views_of(opinions: Iterable[Opinion]) -> str:
    """The opinions one by one, each with whether it is taken up and why; never who said it."""
    return "\n".join(_view(opinion) for opinion in opinions)


def _view(opinion: Opinion) -> str:
    words = {"n": opinion.number, "words": opinion.words, "why": opinion.why}
    if opinion.adopted is None:
        return _("%(n)d. %(words)s——还没有写采纳不采纳") % words
    if opinion.adopted:
        return _("%(n)d. %(words)s——采纳：%(why)s") % words
    return _("%(n)d. %(words)s——不采纳：%(why)s") % words
