"""What duties to publish show on pages of others: overdue on the public boards, due in the inbox of who may do it."""

from __future__ import annotations

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import SafeString

from qingdan.domain.rules.audience import Viewer as Seeing
from qingdan.records.people.gates import Viewer
from qingdan.records.regions.days import local_date
from qingdan.records.regions.models import Division
from qingdan.watch.duties import presenting, queries
from qingdan.watch.duties.finding import occasions_in, occasions_of
from qingdan.watch.duties.gates import duties_today, known_to

MOST = 5  # rows of a panel


def on_boards(request: HttpRequest, village: Division, reader: Seeing) -> SafeString | None:
    """What is overdue in the village, on this board if it is the page of one, and the next ones. Nobody has to put it
    there."""
    board = request.resolver_match.kwargs.get("board") if request.resolver_match else None
    found = known_to(reader, occasions_of(village, local_date(timezone.now())))
    here = [occasion for occasion in found if board in (None, occasion.board)]
    if not here:
        return None
    parts = presenting.parts(here)
    context = {
        "village": village,
        "over": parts["over"][:MOST],
        "more": max(0, len(parts["over"]) - MOST),
        "count": len(parts["over"]),
        "next": [*parts["due"], *parts["coming"]][:2],
    }
    return render_to_string("duties/_panel.html", context, request=request)


def in_inbox(request: HttpRequest, viewer: Viewer) -> SafeString | None:
    """What the person's villages must publish soon or should have; for who orders publication, how much is late."""
    duties = duties_today(viewer.day)
    villages = [h.division for h in viewer.holdings if h.post in duties.speaks and h.division.level == "village"]
    watched = viewer.scopes if any(h.post in duties.orders for h in viewer.holdings) else ()
    if not villages and not watched:
        return None
    found = occasions_in(villages, viewer.day)
    near = [o for many in found.values() for o in many if o.is_public and _near(o, duties.ahead)]
    late = queries.late_below(watched) if watched else {}
    if not near and not late.get("lapses"):
        return None
    rows = presenting.rows(sorted(near, key=lambda o: o.due))
    context = {"rows": rows[:MOST], "more": max(0, len(rows) - MOST), "late": late, "several": len(villages) > 1}
    return render_to_string("duties/_inbox.html", context, request=request)


def _near(occasion: presenting.Occasion, ahead: int) -> bool:
    """Overdue, or due within the days that the edition says. What a case waits with is a task of the inbox already."""
    if occasion.state is presenting.State.OVERDUE:
        return True
    waits = occasion.state in (presenting.State.DUE, presenting.State.COMING)
    return waits and occasion.case is None and occasion.left <= ahead
