"""The outbox: messages are written with the act and handled at least once, at once if possible, else by the worker.

Most are handled inside the house, in one transaction with their tick. An errand goes out of it (to a mail server, a
robot): the worker alone runs it, with no transaction open, so that a slow machine elsewhere never holds a lock here.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db import models, transaction
from django.utils import timezone

from qingdan.records.register.models import Entry, Message

log = logging.getLogger(__name__)
Handler = Callable[[Mapping[str, Any], Entry], None]

# Filled once, by web/wiring.py: which handlers hear which topic. One visible table instead of signals.
HANDLERS: dict[str, tuple[Handler, ...]] = {}
# The same for errands, one for each topic. An errand may be run again after a crash, and does nothing when it is done.
ERRANDS: dict[str, Handler] = {}

RETRY_AFTER = (timedelta(seconds=10), timedelta(minutes=1), timedelta(minutes=10), timedelta(hours=1))
LEASE = timedelta(minutes=5)  # longer than any errand: until then no other worker takes it
PATIENCE = 3  # errands that fail one after another end a batch: whatever hangs must not keep the worker from its clocks


class Later(Exception):
    """An errand could not be done now, and why in a word or two that may be kept. It is tried again."""


def deliver_new(numbers: Iterable[int]) -> None:
    """Right after the commit: hand the messages to their handlers. What fails, the worker repeats."""
    for number in numbers:
        _deliver(number, timezone.now())


def is_errand(topic: str) -> bool:
    """Whether a topic is heard outside the house."""
    return topic in ERRANDS


def sweep(now: datetime, limit: int = 200) -> int:
    """Handle what is waiting and due, oldest first. Returns how many messages were handled well."""
    waiting = _due(now).exclude(topic__in=list(ERRANDS))
    return sum(_deliver(number, now) for number in list(waiting.values_list("pk", flat=True)[:limit]))


def run_errands(now: datetime, limit: int = 20) -> int:
    """Run the errands that wait and are due, oldest first. Returns how many were done."""
    done = failed = 0
    for number in list(_due(now).filter(topic__in=list(ERRANDS)).values_list("pk", flat=True)[:limit]):
        if _run(number, now):
            done, failed = done + 1, 0
        else:
            failed += 1
        if failed == PATIENCE:
            break
    return done


def _due(now: datetime) -> models.QuerySet[Message]:
    return Message.objects.filter(handled_at=None, due_at__lte=now).order_by("due_at", "id")


def _run(number: int, now: datetime) -> bool:
    """Run one errand: taken on lease, run outside any transaction, ticked off. A crash leaves it to the next worker."""
    if not Message.objects.filter(pk=number, handled_at=None, due_at__lte=now).update(due_at=now + LEASE):
        return False  # another worker has it
    message = Message.objects.select_related("entry").get(pk=number)
    try:
        ERRANDS[message.topic](message.payload, message.entry)
    except Later as fault:
        log.warning("errand put off", extra={"topic": message.topic, "why": str(fault)})
        _put_off(number, now, fault)
        return False
    except Exception as fault:  # whatever it was, the others go on
        log.exception("errand %s failed", number)
        _put_off(number, now, fault)
        return False
    Message.objects.filter(pk=number).update(handled_at=now, attempts=models.F("attempts") + 1, error=None)
    return True


def _deliver(number: int, now: datetime) -> bool:
    """Handle one message in one transaction with its tick; a crash in between leaves it waiting, so handlers repeat."""
    try:
        with transaction.atomic():
            message = (
                Message.objects.select_for_update(of=("self",))
                .select_related("entry")
                .filter(pk=number, handled_at=None)
                .first()
            )
            if message is None:
                return False  # another worker had it
            for handler in HANDLERS.get(message.topic, ()):
                handler(message.payload, message.entry)
            message.handled_at = now
            message.attempts += 1
            message.save(update_fields=["handled_at", "attempts"])
            return True
    except Exception as fault:  # whatever a handler does, the outbox goes on with the next message
        log.exception("outbox message %s failed", number)
        _put_off(number, now, fault)
        return False


def _put_off(number: int, now: datetime, fault: Exception) -> None:
    message = Message.objects.filter(pk=number).only("attempts").first()
    if message:
        wait = RETRY_AFTER[min(message.attempts, len(RETRY_AFTER) - 1)]
        Message.objects.filter(pk=number, handled_at=None).update(
            due_at=now + wait, attempts=models.F("attempts") + 1, error=repr(fault)[:500]
        )
