"""What an entry of the log says: which kind of public act, when, where, on what, and salted digests of its content.

An entry never holds personal data, nor a title: whoever has the content and its salt can show that it is the content
that was published; with the salt erased, the digest says nothing about it. Spec: docs/spec/transparency.md §3.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from qingdan.domain.transparency.faults import KEEP, Broken
from qingdan.domain.words import Words

VERSION = 1
SALT_SIZE = 32  # bytes, from the system's generator for secrets
LONGEST = 8 * 1024  # bytes of an entry
_CONTEXT = b"qingdan salted digest v1\n"
_AT = "%Y-%m-%dT%H:%M:%S.%fZ"
_KEYS = {"v", "kind", "at", "place", "subject", "refers", "digests"}

# What each field may hold. An identifier is a number of up to ten digits or a UUID: a telephone or identity number, and
# a name, do not fit.
_UUID = "[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"
KIND = re.compile(r"[a-z][a-z-]{0,31}(?:\.[a-z][a-z-]{0,31}){1,3}")
PLACE = re.compile(r"[0-9]{6}(?:[0-9]{3}){0,2}")  # a county's, town's or village's statistical code
SUBJECT = re.compile(rf"[a-z][a-z-]{{0,31}}/(?:[0-9]{{1,10}}|{_UUID})")
NAME = re.compile(r"[a-z][a-z0-9-]{0,31}")
DIGEST = re.compile(r"[0-9a-f]{64}")


def salted_digest(salt: bytes, content: bytes) -> str:
    """SHA-256 (hex) over the context line, the salt of 32 bytes and the content. :raises ValueError: another salt."""
    if len(salt) != SALT_SIZE:
        raise ValueError(f"a salt has {SALT_SIZE} bytes")
    return hashlib.sha256(_CONTEXT + salt + content).hexdigest()


def opens(digest: str, salt: bytes, content: bytes) -> bool:
    """Is this the content (and the salt) that the digest was made of?"""
    return len(salt) == SALT_SIZE and salted_digest(salt, content) == digest


@dataclass(frozen=True, slots=True)
class Leaf:
    """One public act.

    ``kind``: dotted, as in the register (``boards.put-up``). ``at``: when it was recorded, aware. ``place``: a
    statistical code of 6, 9 or 12 digits. ``subject``: ``noun/number`` or ``noun/uuid``. ``refers``: the subject it
    corrects, answers or takes down, or empty. ``digests``: name of a part → salted digest.

    :raises ValueError: a field holds what it may not.
    """

    kind: str
    at: datetime
    place: str
    subject: str
    refers: str = ""
    digests: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        wrong = self._wrong()
        if wrong:
            raise ValueError(f"a leaf cannot say {wrong}")

    def _wrong(self) -> str:
        texts = ((KIND, self.kind), (PLACE, self.place), (SUBJECT, self.subject), (SUBJECT, self.refers or "x/1"))
        bad = [repr(text) for pattern, text in texts if not pattern.fullmatch(text)]
        bad += [repr(name) for name in self.digests if not NAME.fullmatch(name)]
        bad += [f"{name}: {digest!r}" for name, digest in self.digests.items() if not DIGEST.fullmatch(digest)]
        if self.at.tzinfo is None:
            bad.append("a time without its zone")
        return ", ".join(bad)

    def encode(self) -> bytes:
        """The entry's bytes: JSON with sorted keys, no spaces, no escapes. :raises ValueError: too long."""
        value: dict[str, Any] = {
            "v": VERSION,
            "kind": self.kind,
            "at": self.at.astimezone(UTC).strftime(_AT),
            "place": self.place,
            "subject": self.subject,
            "digests": dict(self.digests),
        }
        if self.refers:
            value["refers"] = self.refers
        entry = canonical(value)
        if len(entry) > LONGEST:
            raise ValueError(f"an entry of {len(entry)} bytes; at most {LONGEST} are allowed")
        return entry


def canonical(value: object) -> bytes:
    """JSON with sorted keys, no spaces and no ASCII escapes, as UTF-8."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


class OfLaterVersion(Broken):
    """An entry of a version that this program is too old to read."""


def decode(entry: bytes) -> Leaf:
    """Read an entry. :raises OfLaterVersion: of another version. :raises Broken: it is none, or not as we write it."""
    value = _read(entry)
    if type(value.get("v")) is int and value["v"] > VERSION:
        raise OfLaterVersion(
            Words(
                f"这条记录的版本（{value['v']}）比本程序新",
                f"an entry of version {value['v']}, newer than this program",
            ),
            Words("请用新版程序查看它的内容。", "Use a newer program to read what it says."),
        )
    try:
        leaf = _leaf(value)
        same = leaf.encode() == entry
    except (KeyError, TypeError, ValueError, AttributeError):
        same = False
    if not same:
        raise _not_one()
    return leaf


def _read(entry: bytes) -> dict[str, Any]:
    try:
        value = json.loads(entry) if len(entry) <= LONGEST else None
    except (ValueError, RecursionError):
        value = None
    if not isinstance(value, dict):
        raise _not_one()
    return value


def _leaf(value: dict[str, Any]) -> Leaf:
    if value["v"] != VERSION or not set(value) <= _KEYS:
        raise ValueError
    return Leaf(
        kind=value["kind"],
        at=datetime.strptime(value["at"], _AT).replace(tzinfo=UTC),
        place=value["place"],
        subject=value["subject"],
        refers=value.get("refers", ""),
        digests=dict(value["digests"]),
    )


def _not_one() -> Broken:
    return Broken(Words("这条记录的内容不合格式", "this entry does not say what an entry of this log must say"), KEEP)
