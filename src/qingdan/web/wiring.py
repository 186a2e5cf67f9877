"""Who hears what, and what an app shows on a page of another: the two tables by which parts of the house meet.

Panels: a page names a place by its slug (``{% panels "boards.village" %}``, ``{% desk_panels "cases.inbox" %}``) and
knows nothing of what is shown there; a part of the house gives a function for the place, and here they are put
together, in the order of the page. A function answers with its part, rendered, or None for a reader to whom it has
nothing to show.
"""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest
from django.utils.safestring import SafeString

from qingdan.domain.rules.audience import Viewer as Seeing
from qingdan.features.cases.hearing import on_calendar_published
from qingdan.records.people.gates import Viewer
from qingdan.records.regions.models import Division
from qingdan.records.register.acts import WITH_EVERY_ENTRY
from qingdan.records.register.outbox import ERRANDS, HANDLERS, Handler
from qingdan.records.transparency.staging import stage
from qingdan.watch.boards.gates import SeenNotice
from qingdan.watch.boards.hearing import on_published
from qingdan.watch.duties import panels as duties
from qingdan.watch.duties.sweep import on_published as look_at_duties
from qingdan.watch.hearings.panels import desk_panel as hearings_panel
from qingdan.watch.progress.panels import process_panel, village_panel
from qingdan.watch.reach import panels as reach
from qingdan.watch.reach.acts import SEND
from qingdan.watch.reach.hearing import on_put_up
from qingdan.watch.reach.sending import send

WIRES: dict[str, tuple[Handler, ...]] = {
    "cases.published": (on_published, look_at_duties),  # in this order: the second asks what the first put up
    "boards.put-up": (on_put_up,),
    "editions.calendar-published": (on_calendar_published,),
}
# What leaves the house: done by the worker alone, again and again until it arrives (records/register/outbox.py).
WIRES_OUTSIDE: dict[str, Handler] = {SEND: send}

# Of a village's page: the request, the village (with its town), what the reader is to it.
VillagePanel = Callable[[HttpRequest, Division, Seeing], SafeString | None]
# Of a notice's page: the request and the notice as this reader sees it.
NoticePanel = Callable[[HttpRequest, SeenNotice], SafeString | None]
# Of a page at the desk: the request and the person who is signed in, with the posts held today.
DeskPanel = Callable[[HttpRequest, Viewer], SafeString | None]

VILLAGE_PANELS: dict[str, tuple[VillagePanel, ...]] = {
    "boards.village": (duties.on_boards, village_panel),  # all boards of a village, above the newest notices
    "boards.village-foot": (reach.on_boards,),  # below them
    # One board, above its notices and below; which one says ``request.resolver_match.kwargs["board"]``.
    "boards.board": (duties.on_boards,),
    "boards.board-foot": (reach.on_boards,),
    "portal.village": (duties.on_boards, village_panel),  # what a village is to the lists
}
DESK_PANELS: dict[str, tuple[DeskPanel, ...]] = {
    "cases.inbox": (duties.in_inbox, hearings_panel, reach.in_inbox),  # beside what waits for the person
    "boards.desk": (reach.at_boards_desk,),  # below what hangs
}
NOTICE_PANELS: tuple[NoticePanel, ...] = (process_panel, reach.on_notice)  # beside the sheet


def connect() -> None:
    """Fill the outbox's tables; called once, when the app registry is ready."""
    HANDLERS.clear()
    HANDLERS.update(WIRES)
    WITH_EVERY_ENTRY[:] = [stage]  # a public act is staged for the public log, or it is not done
    ERRANDS.clear()
    ERRANDS.update(WIRES_OUTSIDE)
