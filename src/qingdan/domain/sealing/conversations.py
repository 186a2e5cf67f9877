"""A report and the talk that follows it, between a holder of a receipt and an office, by a host that cannot read.

The report brings the thread's secret and the reporter's own public key to its readers; every later message needs the
secret, and answers are sealed to that key and to none that the host names. So the host, which may seal a new report
like anybody else, can put no words into anybody's mouth and read no answer; what it holds back shows as a gap.
"""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from qingdan.domain.sealing import boxes, codes, contents, envelopes
from qingdan.domain.sealing.contents import Content
from qingdan.domain.sealing.envelopes import THREAD, Envelope, Place, Side
from qingdan.domain.sealing.faults import DoesNotOpen, NotSealed


@dataclass(frozen=True, slots=True)
class Thread:
    """What whoever may read a thread knows of it: its id, its secret, the reporter's public key."""

    id: bytes
    secret: bytes
    reporter: bytes

    def __repr__(self) -> str:
        return f"Thread({self.id.hex()})"


def file(content: Content, keys: codes.Keys, office: Collection[bytes]) -> Envelope:
    """Seal a report for its recipients' public keys, and for the reporter's own. :raises NotSealed: no recipient."""
    place = Place(secrets.token_bytes(THREAD), Side.REPORTER, 0)
    inside = keys.thread + keys.public + contents.encode(content)
    return envelopes.seal(inside, place, _readers(place.side, office, keys.public))


def open_filed(envelope: Envelope, private: bytes) -> tuple[Content, Thread]:
    """A recipient reads the report. :raises DoesNotOpen: :raises NotSealed:"""
    if (envelope.place.side, envelope.place.number) != (Side.REPORTER, 0):
        raise NotSealed("这不是举报的第一份", "this is not where a report begins")
    inside = envelopes.unseal(envelope, private)
    secret, reporter, rest = inside[: boxes.KEY], inside[boxes.KEY : 2 * boxes.KEY], inside[2 * boxes.KEY :]
    return contents.decode(rest), Thread(envelope.place.thread, secret, reporter)


def open_own(envelope: Envelope, keys: codes.Keys) -> tuple[Content, Thread]:
    """The reporter reads the report again. :raises DoesNotOpen: also when somebody put another in its place."""
    content, thread = open_filed(envelope, keys.private)
    if not hmac.compare_digest(thread.secret + thread.reporter, keys.thread + keys.public):
        raise DoesNotOpen
    return content, thread


def say(content: Content, thread: Thread, side: Side, number: int, office: Collection[bytes]) -> Envelope:
    """Seal a later message; ``number`` is the next of that side. :raises NotSealed: nobody to read it."""
    if (side, number) == (Side.REPORTER, 0):
        raise NotSealed("编号不对", "a wrong number")
    readers = _readers(side, office, thread.reporter)
    return envelopes.seal(contents.encode(content), Place(thread.id, side, number), readers, thread.secret)


def hear(envelope: Envelope, private: bytes, thread: Thread) -> Content:
    """Read a later message. :raises DoesNotOpen: also when its sender did not know the thread's secret."""
    if envelope.place.thread != thread.id:
        raise DoesNotOpen
    return contents.decode(envelopes.unseal(envelope, private, thread.secret))


def pass_on(envelope: Envelope, private: bytes, thread: Thread, office: Collection[bytes]) -> Envelope:
    """The same message for an office as it is now; its side still says whether the reporter reads it."""
    return envelopes.rewrap(envelope, private, _readers(envelope.place.side, office, thread.reporter))


def _readers(side: Side, office: Collection[bytes], reporter: bytes) -> list[bytes]:
    readers = [public for public in office if public != reporter]
    if not readers:
        raise NotSealed("没有收件人", "nobody to read it")
    return readers if side is Side.INSIDE else [*readers, reporter]


def held_back(heard: Iterable[Envelope]) -> dict[Side, tuple[int, ...]]:
    """By side, the numbers that are missing before the last one that came: somebody lost them, or keeps them back."""
    numbers: dict[Side, set[int]] = {}
    for envelope in heard:
        numbers.setdefault(envelope.place.side, set()).add(envelope.place.number)
    gaps = {side: tuple(sorted(set(range(max(had))) - had)) for side, had in numbers.items()}
    return {side: missing for side, missing in gaps.items() if missing}
