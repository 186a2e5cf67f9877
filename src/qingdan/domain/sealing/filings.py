"""Proof that a report was filed and when, which says nothing of it: a leaf of the public log that outlives the report.

The leaf bears a number of its own, a salted digest, the day and the city, nothing else; leaves of a day go in together,
in no order, among as many empty ones as make the day look like any other. Neither salt nor number comes from the
receipt: the public log must be nobody's means of guessing receipts. Spec: docs/spec/reports.md §5.
"""

from __future__ import annotations

import re
import secrets
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, timezone

from qingdan.domain.sealing.envelopes import Envelope
from qingdan.domain.sealing.faults import NotSealed
from qingdan.domain.transparency import leaves
from qingdan.domain.transparency.leaves import Leaf

KIND = "reports.filed"
PART = "filed"
AT_LEAST = 4  # leaves a day
CITY = re.compile("[0-9]{6}")
_CHINA = timezone(timedelta(hours=8))


@dataclass(frozen=True, slots=True)
class Filing:
    """What the reporter keeps beside the proof: the statement, its salt, and the leaf's number."""

    statement: bytes
    salt: bytes
    number: uuid.UUID

    def leaf(self, day: date, city: str) -> Leaf:
        """What goes into the log on the evening of that day."""
        return _leaf(self.number, leaves.salted_digest(self.salt, self.statement), day, city)


def statement_of(envelope: Envelope, day: date) -> bytes:
    """That this sealed report came in on this day; the digest is of the sealed body and shows nothing of it."""
    return leaves.canonical({"v": 1, "filed": day.isoformat(), "sealed": envelope.digest()})


def filing(envelope: Envelope, day: date) -> Filing:
    """Made when the report comes in. The house keeps it beside the thread and deletes it with the thread."""
    return Filing(statement_of(envelope, day), secrets.token_bytes(leaves.SALT_SIZE), uuid.uuid4())


def of_the_day(
    filings: Iterable[Filing],
    day: date,
    city: str,
    at_least: int = AT_LEAST,
) -> list[Leaf]:
    """All leaves of a day, filled up with leaves that stand for nothing, in no order. Also on a day without reports."""
    made = [one.leaf(day, city) for one in filings]
    while len(made) < at_least:
        made.append(_leaf(uuid.uuid4(), secrets.token_hex(leaves.SALT_SIZE), day, city))
    secrets.SystemRandom().shuffle(made)
    return made


def proves(leaf: Leaf, statement: bytes, salt: bytes) -> bool:
    """Is this leaf the one of this statement? That the log holds the leaf, the receipt file's proof says."""
    digest = leaf.digests.get(PART, "")
    return leaf.kind == KIND and leaves.opens(digest, salt, statement)


def _leaf(number: uuid.UUID, digest: str, day: date, city: str) -> Leaf:
    if not CITY.fullmatch(city):
        raise NotSealed("只写到市一级", "a place below the city would say whom it is about")
    evening = datetime.combine(day, time(23, 59, 59), _CHINA)
    return Leaf(kind=KIND, at=evening, place=city, subject=f"filing/{number}", digests={PART: digest})
