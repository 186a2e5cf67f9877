"""The outbox: messages are written with the act and handled at least once, at once if possible, else by the worker."""

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

RETRY_AFTER = (timedelta(seconds=10), timedelta(minutes=1), timedelta(minutes=10), timedelta(hours=1))


def deliver_new(numbers: Iterable[int]) -> None:
    """Right after the commit: hand the messages to their handlers. What fails, the worker repeats."""
    for number in numbers:
        _deliver(number, timezone.now())


def sweep(now: datetime, limit: int = 200) -> int:
    """Handle what is waiting and due, oldest first. Returns how many messages were handled well."""
    waiting = Message.objects.filter(handled_at=None, due_at__lte=now).order_by("due_at", "id")
    return sum(_deliver(number, now) for number in list(waiting.values_list("pk", flat=True)[:limit]))


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
