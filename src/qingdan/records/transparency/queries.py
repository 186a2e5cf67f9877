"""Reads of the public log for pages: where a fact stands, its receipt, and the newest checkpoint."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass

from qingdan.domain.transparency import checkpoints, receipts
from qingdan.domain.transparency.checkpoints import Checkpoint
from qingdan.records.transparency import folder
from qingdan.records.transparency.models import Fact

# What stands under the prefix, and nothing else: no path out of it can be asked for.
SERVED = re.compile(r"checkpoint|policy|tile/(?:entries|[0-9]{1,2})/(?:x[0-9]{3}/)*[0-9]{3}(?:\.p/[0-9]{1,3})?")


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a fact stands: its number in the log (None: it waits), and the checkpoint published now."""

    fact: Fact
    published: Checkpoint | None

    @property
    def is_in(self) -> bool:
        """Whether the published log holds it, so that a receipt can be had."""
        number = self.fact.number
        return number is not None and self.published is not None and number < self.published.size


def standing_of(noun: str, row: int, kinds: Collection[str]) -> Standing | None:
    """What the log has of a row's act; None when there was no log yet when it was done. One query."""
    fact = Fact.objects.filter(noun=noun, row=row, kind__in=kinds).order_by("pk").last()
    return Standing(fact, folder.published()) if fact else None


def receipt_of(standing: Standing, parts: Collection[str]) -> bytes:
    """The receipt file, with the salts of the ``parts`` that its holder may know. One query.

    :raises LookupError: it is not in the published log yet. :raises Broken: a file of the log is missing.
    """
    checkpoint = folder.read(checkpoints.PATH)
    fact = standing.fact
    if not standing.is_in or checkpoint is None or fact.number is None:
        raise LookupError("not in the published log yet")
    salts = {salt.part: bytes.fromhex(salt.salt) for salt in fact.salts.filter(part__in=parts)}
    return receipts.make(fact.number, fact.leaf.encode(), salts, checkpoint, folder.read)


def served(path: str) -> bytes | None:
    """A file of the log that anybody may ask for; None when it is none, or not there."""
    return folder.read(path) if SERVED.fullmatch(path) else None
