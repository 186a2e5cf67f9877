"""One sealed message: a body under a key of its own, and that key wrapped for each of its readers.

The body never changes; the wrapped keys (slots) may be made anew when posts change hands. What a host sees: which
thread, which side, which number, how many readers, a padded size. Spec: docs/spec/reports.md §2.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from qingdan.domain.sealing import boxes, padding
from qingdan.domain.sealing.faults import DoesNotOpen, NotSealed
from qingdan.domain.transparency.leaves import canonical

MAGIC = b"qingdan sealed v1\n"
THREAD = 16  # bytes
MOST_READERS = 64
_HEX = re.compile(r"(?:[0-9a-f]{2})+")
_SLOT, _BODY, _COMMIT = (b"qingdan sealed %s v1\n" % part for part in (b"key", b"body", b"commitment"))


class Side(StrEnum):
    """Who speaks: the reporter, the office, or the office among itself (which the reporter has no key to)."""

    REPORTER = "reporter"
    OFFICE = "office"
    INSIDE = "inside"


@dataclass(frozen=True, slots=True)
class Place:
    """Which message it is: the thread's random id, the side, and its number on that side, from 0."""

    thread: bytes
    side: Side
    number: int

    def __post_init__(self) -> None:
        if len(self.thread) != THREAD or not 0 <= self.number < 10**6:
            raise NotSealed("编号不对", "a wrong number")

    def encode(self) -> bytes:
        """What every key and the body are bound to, so that no message can stand in another's place."""
        return canonical({"v": 1, "thread": self.thread.hex(), "side": self.side, "number": self.number})


@dataclass(frozen=True, slots=True)
class Envelope:
    """``slots``: id of a key → the body's key wrapped for it. ``commitment``: to that key, so all read the same."""

    place: Place
    slots: Mapping[str, bytes]
    commitment: bytes
    body: bytes

    def digest(self) -> str:
        """SHA-256 (hex) of what never changes: place, commitment and body."""
        return hashlib.sha256(MAGIC + self.place.encode() + self.commitment + self.body).hexdigest()


def seal(content: bytes, place: Place, readers: Iterable[bytes], shared: bytes | None = None) -> Envelope:
    """Seal for the public keys of the readers. ``shared``: the thread's secret; without it a message cannot be made up.

    :raises NotSealed: no reader, too many, or no key.
    """
    key = boxes.new_secret()
    commitment, body_key = _keys(key, place, shared)
    body = boxes.lock(padding.pad(content), body_key, place.encode())
    return Envelope(place, _slots(key, place, readers), commitment, body)


def unseal(envelope: Envelope, private: bytes, shared: bytes | None = None) -> bytes:
    """The content. :raises DoesNotOpen: not for this key, another thread's secret, or altered."""
    key = _key(envelope, private)
    commitment, body_key = _keys(key, envelope.place, shared)
    if not hmac.compare_digest(commitment, envelope.commitment):
        raise DoesNotOpen
    return padding.unpad(boxes.unlock(envelope.body, body_key, envelope.place.encode()))


def rewrap(envelope: Envelope, private: bytes, readers: Iterable[bytes]) -> Envelope:
    """The same message for other readers: those not named any more have no slot left.

    Done by somebody who can read it, never by the host. The body stays, so whoever kept a copy of the old slots and his
    key can still read it: what was once read cannot be unread. :raises DoesNotOpen: not for this key.
    """
    return replace(envelope, slots=_slots(_key(envelope, private), envelope.place, readers))


def _slots(key: bytes, place: Place, readers: Iterable[bytes]) -> dict[str, bytes]:
    publics = {boxes.id_of(public): public for public in readers}
    if not 1 <= len(publics) <= MOST_READERS:
        raise NotSealed("没有收件人，或者太多", "nobody or too many to read it")
    return {name: boxes.seal(key, public, _info(place, name)) for name, public in sorted(publics.items())}


def _key(envelope: Envelope, private: bytes) -> bytes:
    name = boxes.id_of(boxes.public_of(private))
    slot = envelope.slots.get(name)
    if slot is None:
        raise DoesNotOpen
    return boxes.unseal(slot, private, _info(envelope.place, name))


def _info(place: Place, name: str) -> bytes:
    return _SLOT + place.encode() + name.encode()


def _keys(key: bytes, place: Place, shared: bytes | None) -> tuple[bytes, bytes]:
    bound = place.encode()
    return boxes.derive(key, _COMMIT + bound, shared), boxes.derive(key, _BODY + bound, shared)


def encode(envelope: Envelope) -> bytes:
    """The file: a line that says what it is, a line of canonical JSON, the body."""
    place, slots = envelope.place, {name: slot.hex() for name, slot in envelope.slots.items()}
    head = {
        "v": 1,
        "thread": place.thread.hex(),
        "side": place.side,
        "number": place.number,
        "commitment": envelope.commitment.hex(),
        "slots": slots,
    }
    return MAGIC + canonical(head) + b"\n" + envelope.body


def decode(data: bytes) -> Envelope:
    """Read the file; nothing is opened. :raises NotSealed: it is none, or not as we write it."""
    head, _, body = data.removeprefix(MAGIC).partition(b"\n")
    try:
        value = json.loads(head[: 32 * 1024])
        place = Place(_bytes(value["thread"]), Side(value["side"]), value["number"])
        slots = {name: _bytes(slot) for name, slot in value["slots"].items()}
        envelope = Envelope(place, slots, _bytes(value["commitment"]), body)
        sizes = {len(slot) for slot in slots.values()} == {boxes.KEY + boxes.OVERHEAD}
        # Python's true is 1 and 1.0 is 1: only what encodes to the same bytes was read right.
        same = sizes and len(slots) <= MOST_READERS and encode(envelope) == data
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        same = False
    if not same or len(envelope.commitment) != boxes.KEY:
        raise NotSealed("格式不对", "not in the format")
    return envelope


def _bytes(written: str) -> bytes:
    if not _HEX.fullmatch(written):
        raise ValueError(written)
    return bytes.fromhex(written)
