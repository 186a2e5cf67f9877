"""Signed notes (C2SP signed-note): a text, an empty line, and a line for each signature."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from qingdan.domain.transparency.faults import FETCH, Broken
from qingdan.domain.transparency.keys import SigningKey, VerifierKey, decoded, encoded, is_name
from qingdan.domain.words import Words

LONGEST = 64 * 1024  # bytes
MOST_SIGNATURES = 100
_LINE = re.compile(r"— ([^ ]+) ([^ ]+)")


@dataclass(frozen=True, slots=True)
class Signature:
    """One signature line: the key's name and id, and the bytes that follow the id."""

    name: str
    id: bytes
    payload: bytes

    def __str__(self) -> str:
        return f"— {self.name} {encoded(self.id + self.payload)}"

    def is_by(self, key: VerifierKey) -> bool:
        """Does it name this key? That says nothing yet of whether it verifies."""
        return (self.name, self.id) == (key.name, key.id)


@dataclass(frozen=True, slots=True)
class Note:
    """A text ending in a newline, and its signatures, verified or not."""

    text: str
    signatures: tuple[Signature, ...]

    def encode(self) -> bytes:
        """The note as it is stored and served."""
        return (self.text + "\n" + "".join(f"{signature}\n" for signature in self.signatures)).encode()

    def signed(self, key: SigningKey, time: int | None = None) -> Note:
        """The note with this key's signature, in place of an earlier one by the same key."""
        new = Signature(key.name, key.verifier.id, key.sign(self.text, time))
        kept = tuple(s for s in self.signatures if not s.is_by(key.verifier))
        return replace(self, signatures=(*kept, new))

    def verified_by(self, keys: Iterable[VerifierKey]) -> list[tuple[VerifierKey, Signature]]:
        """The signatures by known keys, each verified; those by unknown keys are ignored, as the specification says.

        :raises Broken: a signature names a known key and does not verify.
        """
        found: list[tuple[VerifierKey, Signature]] = []
        known = list(keys)
        for signature in self.signatures:
            for key in known:
                if signature.is_by(key):
                    if not key.verifies(self.text, signature.payload):
                        raise forged(key)
                    if all(key != earlier for earlier, _ in found):
                        found.append((key, signature))
        return found


def forged(key: VerifierKey) -> Broken:
    """The error for a signature under a known key that is not the key's."""
    return Broken(
        Words(f"“{key.name}”的签名核对不上：内容被改过，或者签名是假的",
              f"the signature of {key.name!r} does not verify: the text was changed, or the signature is forged"),
        FETCH,
    )  # fmt: skip


def parse(data: bytes) -> Note:
    """Read a note. :raises Broken: not UTF-8, control characters, no signature, a malformed line, too long."""
    if len(data) > LONGEST:
        raise _not_one(Words("太长", "it is too long"))
    try:
        whole = data.decode()
    except UnicodeDecodeError:
        raise _not_one(Words("不是 UTF-8 文本", "it is not UTF-8")) from None
    if re.search(r"[\x00-\x09\x0b-\x1f]", whole):
        raise _not_one(Words("含有控制字符", "it has control characters"))
    text, empty, lines = whole.rpartition("\n\n")
    if not empty or not lines.endswith("\n"):
        raise _not_one(Words("没有签名行", "it has no signature lines"))
    signatures = [_signature(line) for line in lines[:-1].split("\n")]
    if len(signatures) > MOST_SIGNATURES:
        raise _not_one(Words("签名太多", "it has too many signatures"))
    return Note(text + "\n", tuple(signatures))


def _signature(line: str) -> Signature:
    parts = _LINE.fullmatch(line)
    try:
        data = decoded(parts[2]) if parts else b""
    except ValueError:
        data = b""
    if not parts or not is_name(parts[1]) or len(data) < 5:
        raise _not_one(Words("有一行签名写法不对", "a signature line is malformed"))
    return Signature(parts[1], data[:4], data[4:])


def _not_one(why: Words) -> Broken:
    return Broken(Words(f"不是签名文本：{why.zh}", f"this is not a signed note: {why.en}"), FETCH)


def signed(text: str, keys: Sequence[SigningKey]) -> Note:
    """A note with the signature of each key. :raises ValueError: the text does not end in a newline."""
    if not text.endswith("\n"):
        raise ValueError("a note's text ends in a newline")
    note = Note(text, ())
    for key in keys:
        note = note.signed(key)
    return note
