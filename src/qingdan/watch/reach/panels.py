"""What reach shows on pages of others: how to subscribe on the boards, how to pass a notice on beside it, and at the
desk what did not arrive."""

from __future__ import annotations

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from qingdan.domain.rules.audience import Viewer as Seeing
from qingdan.records.people.gates import Viewer
from qingdan.records.regions.models import Division
from qingdan.watch.boards.gates import SeenNotice
from qingdan.watch.reach import queries
from qingdan.watch.reach.gates import keeper_of
from qingdan.watch.reach.reading import for_everybody


def on_boards(request: HttpRequest, village: Division, reader: Seeing) -> SafeString | None:
    """How to hear of new notices without coming back to look. No query."""
    board = request.resolver_match.kwargs.get("board") if request.resolver_match else None
    args = [village.pk, board] if board else [village.pk]
    more = "?language=en" if (get_language() or "").startswith("en") else ""
    feed = reverse("reach:feed-board" if board else "reach:feed-village", args=args) + more
    return render_to_string("reach/_boards.html", {"village": village, "feed": feed}, request=request)


def on_notice(request: HttpRequest, seen: SeenNotice) -> SafeString | None:
    """Text, picture and script of a notice that may be passed on. No query."""
    if not for_everybody(seen.notice):
        return None
    return render_to_string("reach/_notice.html", {"notice": seen.notice}, request=request)


def at_boards_desk(request: HttpRequest, viewer: Viewer) -> SafeString | None:
    """The way to the robots, and how much did not arrive, for who sets them up."""
    keeper = keeper_of(viewer)
    if not keeper.places:
        return None
    context = {"failed": queries.failed_in(keeper.places)}
    return render_to_string("reach/_desk.html", context, request=request)


def in_inbox(request: HttpRequest, viewer: Viewer) -> SafeString | None:
    """What did not arrive, when there is anything."""
    keeper = keeper_of(viewer)
    failed = queries.failed_in(keeper.places) if keeper.places else 0
    return render_to_string("reach/_desk.html", {"failed": failed}, request=request) if failed else None
