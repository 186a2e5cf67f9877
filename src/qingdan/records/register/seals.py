"""Sealing and verifying: the chain over the register that shows a changed, added or missing entry."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from qingdan.records.register.acts import fields_of
from qingdan.records.register.digests import entry_digest, personal_digest, seal_digest
from qingdan.records.register.models import Entry, PersonalWords, Seal, SealedEntry

GENESIS = "0" * 64


@transaction.atomic
def seal_new(now: datetime, limit: int = 5000) -> Seal | None:
    """Seal the entries that have none yet, in number order; None when there are none."""
    last = Seal.objects.select_for_update().order_by("-id").first()
    entries = list(Entry.objects.filter(sealedentry=None).order_by("id").values_list("id", "digest")[:limit])
    if not entries:
        return None
    previous = last.digest if last else GENESIS
    seal = Seal.objects.create(
        at=now, previous=previous, count=len(entries), digest=seal_digest(previous, now, entries)
    )
    SealedEntry.objects.bulk_create([SealedEntry(entry_id=number, seal=seal) for number, _ in entries])
    return seal


@dataclass(frozen=True)
class Fault:
    """One thing that does not verify: where, and what is wrong."""

    where: str
    what: str


def verify(progress: Callable[[int], None] = lambda n: None) -> Iterator[Fault]:
    """Read the whole register and yield every fault; nothing yielded means that it stands as it was written."""
    yield from _verify_entries(progress)
    yield from _verify_chain()


def _verify_entries(progress: Callable[[int], None]) -> Iterator[Fault]:
    personal = {p.pk: p for p in PersonalWords.objects.iterator()}
    for n, entry in enumerate(Entry.objects.order_by("id").iterator(chunk_size=2000)):
        if entry.digest != entry_digest(fields_of(entry)):
            yield Fault(f"entry {entry.pk}", "its words do not match its digest")
        words = personal.get(entry.pk)
        if words and entry.personal_digest != personal_digest(words.salt, words.words):
            yield Fault(f"entry {entry.pk}", "its personal words do not match their digest")
        if n % 1000 == 0:
            progress(n)


def _verify_chain() -> Iterator[Fault]:
    previous = GENESIS
    for seal in Seal.objects.order_by("id").iterator():
        rows = list(SealedEntry.objects.filter(seal=seal).order_by("entry_id").values_list("entry_id", "entry__digest"))
        if seal.previous != previous:
            yield Fault(f"seal {seal.pk}", "it does not follow the seal before it")
        if len(rows) != seal.count or seal.digest != seal_digest(seal.previous, seal.at, rows):
            yield Fault(f"seal {seal.pk}", "an entry that it covers was changed, added or removed")
        previous = seal.digest
