"""Checkpoints (C2SP tlog-checkpoint): what a log signs of its tree, and what witnesses add to it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from qingdan.domain.transparency import cosignatures, notes
from qingdan.domain.transparency.faults import FETCH, Broken
from qingdan.domain.transparency.keys import Scheme, SigningKey, VerifierKey, decoded, encoded
from qingdan.domain.transparency.merkle import EMPTY_ROOT, HASH_SIZE, LARGEST
from qingdan.domain.words import Words

PATH = "checkpoint"


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """The tree of a log at one size: origin (who keeps it), number of entries, root hash."""

    origin: str
    size: int
    root: bytes
    extensions: tuple[str, ...] = ()  # lines that others may add; we write none

    @property
    def text(self) -> str:
        """The note text that is signed."""
        lines = (self.origin, str(self.size), encoded(self.root), *self.extensions)
        return "".join(f"{line}\n" for line in lines)


@dataclass(frozen=True, slots=True)
class Cosigned:
    """A verified cosignature: which witness, when (POSIX seconds)."""

    key: VerifierKey
    time: int


@dataclass(frozen=True, slots=True)
class Opened:
    """A checkpoint whose signature by its log was verified; which keys of the log signed, which witnesses cosigned."""

    checkpoint: Checkpoint
    note: notes.Note
    logs: tuple[VerifierKey, ...]
    witnesses: tuple[Cosigned, ...]


def parse_text(text: str) -> Checkpoint:
    """Read a checkpoint's note text. :raises Broken: it is none."""
    lines = text.removesuffix("\n").split("\n")
    if len(lines) < 3 or not all(lines):
        raise _not_one(Words("少于三行，或有空行", "fewer than three lines, or an empty one"))
    if not re.fullmatch("0|[1-9][0-9]{0,18}", lines[1]) or int(lines[1]) > LARGEST:
        raise _not_one(Words("第二行不是记录条数", "its second line is not a number of entries"))
    try:
        root = decoded(lines[2])
    except ValueError:
        root = b""
    if len(root) != HASH_SIZE:
        raise _not_one(Words("第三行不是散列值", "its third line is not a hash"))
    checkpoint = Checkpoint(lines[0], int(lines[1]), root, tuple(lines[3:]))
    if checkpoint.size == 0 and root != EMPTY_ROOT:
        raise _not_one(Words("空日志的散列值不对", "it has no entry and not the hash of an empty tree"))
    return checkpoint


def _not_one(why: Words) -> Broken:
    return Broken(Words(f"不是检查点：{why.zh}", f"this is not a checkpoint: {why.en}"), FETCH)


def sign(checkpoint: Checkpoint, keys: Sequence[SigningKey]) -> bytes:
    """The checkpoint signed by the log: with one key, or with the old and the new one while keys rotate."""
    return notes.signed(checkpoint.text, keys).encode()


def peek(data: bytes) -> Checkpoint:
    """What a checkpoint says, nothing verified: only to name it. :raises Broken: it is none."""
    return parse_text(notes.parse(data).text)


def open_checkpoint(data: bytes, logs: Sequence[VerifierKey], witnesses: Sequence[VerifierKey] = ()) -> Opened:
    """Read a checkpoint and verify it.

    :raises Broken: malformed; not signed by a key of ``logs`` that bears its origin as name; a known key's signature
        does not verify.
    """
    note = notes.parse(data)
    checkpoint = parse_text(note.text)
    mine = [key for key in logs if key.name == checkpoint.origin and key.scheme is Scheme.ED25519]
    if not mine:
        raise Broken(
            Words(f"这是“{checkpoint.origin}”的日志，手头没有它的公钥",
                  f"this is the log of {checkpoint.origin!r}, and its key is not among those given"),
            Words("请核对日志地址，或给出它的公钥。", "Check the log's address, or give its key."),
        )  # fmt: skip
    signed_by = [key for key, _ in note.verified_by(mine)]
    if not signed_by:
        raise Broken(
            Words("检查点没有这份日志的签名", "the checkpoint bears no signature by this log's key"),
            Words("请核对公钥：日志可能换过密钥。", "Check the key: the log may have changed it."),
        )
    return Opened(checkpoint, note, tuple(signed_by), _cosigned(note, witnesses))


def _cosigned(note: notes.Note, witnesses: Sequence[VerifierKey]) -> tuple[Cosigned, ...]:
    known = [key for key in witnesses if key.scheme is Scheme.COSIGNATURE]
    parts = [(key, cosignatures.unpack(signature.payload)) for key, signature in note.verified_by(known)]
    return tuple(Cosigned(key, part[0]) for key, part in parts if part)


def cosign(opened: Opened, key: SigningKey, time: int) -> bytes:
    """A verified checkpoint with a witness's cosignature at ``time`` (POSIX seconds)."""
    return opened.note.signed(key, time).encode()


def add_cosignatures(ours: bytes, theirs: bytes, witnesses: Sequence[VerifierKey]) -> bytes:
    """Our newest checkpoint with the cosignatures that a witness wrote under its own copy of it.

    A copy of another size or root adds nothing (the witness is behind, or will speak up by itself); a cosignature that
    does not verify is left out; one by a key that has one there already replaces it when it is younger. Never raises
    for what ``theirs`` holds.
    """
    note = notes.parse(ours)
    try:
        other = notes.parse(theirs)
    except Broken:
        return ours
    if other.text != note.text:
        return ours
    for signature in other.signatures:
        key = next((k for k in witnesses if signature.is_by(k) and k.scheme is Scheme.COSIGNATURE), None)
        if key and key.verifies(note.text, signature.payload):
            earlier = [s for s in note.signatures if s.is_by(key)]
            if all(s.payload[:8] < signature.payload[:8] for s in earlier):
                kept = tuple(s for s in note.signatures if not s.is_by(key))
                note = replace(note, signatures=(*kept, signature))
    return note.encode()
