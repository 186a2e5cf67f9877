"""Who hears what: the one table of what follows from an act in another part of the house."""

from __future__ import annotations

from qingdan.features.cases.hearing import on_calendar_published
from qingdan.records.register.acts import WITH_EVERY_ENTRY
from qingdan.records.register.outbox import HANDLERS, Handler
from qingdan.records.transparency.staging import stage
from qingdan.watch.boards.hearing import on_published

WIRES: dict[str, tuple[Handler, ...]] = {
    "cases.published": (on_published,),
    "editions.calendar-published": (on_calendar_published,),
}


def connect() -> None:
    """Fill the outbox's table; called once, when the app registry is ready."""
    HANDLERS.clear()
    HANDLERS.update(WIRES)
    WITH_EVERY_ENTRY[:] = [stage]  # a public act is staged for the public log, or it is not done
