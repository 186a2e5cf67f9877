"""Proofs in a file (C2SP tlog-proof): where an entry stands in a log, and the signed checkpoint that covers it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from qingdan.domain.transparency import checkpoints, merkle, tiles
from qingdan.domain.transparency.faults import FETCH, KEEP, Broken, Read
from qingdan.domain.transparency.keys import VerifierKey, decoded, encoded
from qingdan.domain.words import Words

HEADER = "c2sp.org/tlog-proof@v1"
LONGEST = 256 * 1024  # bytes
_MOST_HASHES = 63


@dataclass(frozen=True, slots=True)
class Proof:
    """Entry number ``index`` (from 0) is in the tree of ``checkpoint`` (a signed note, verbatim).

    ``extra`` is not authenticated by itself: whoever uses it must check it against the entry's hash.
    """

    index: int
    hashes: tuple[bytes, ...]
    checkpoint: bytes
    extra: bytes | None = None

    def encode(self) -> bytes:
        """The file, by custom ``*.tlog-proof``."""
        lines = [HEADER]
        if self.extra is not None:
            lines.append(f"extra {encoded(self.extra)}")
        lines += [f"index {self.index}", *map(encoded, self.hashes), ""]
        return "".join(f"{line}\n" for line in lines).encode() + self.checkpoint


def parse(data: bytes) -> Proof:
    """Read the file. :raises Broken: it is none; its checkpoint is not read here."""
    if len(data) > LONGEST:
        raise _not_one(Words("太长", "it is too long"))
    head, empty, checkpoint = data.partition(b"\n\n")
    try:
        lines = head.decode("ascii").split("\n")
    except UnicodeDecodeError:
        raise _not_one(Words("含有不该有的字符", "it has characters that do not belong")) from None
    if lines[0] != HEADER or not empty:
        raise _not_one(Words("开头不对，或不完整", "its first line is another, or it is cut off"))
    extra = _decoded(lines.pop(1)[6:]) if len(lines) > 1 and lines[1].startswith("extra ") else None
    index = re.fullmatch("index (0|[1-9][0-9]{0,18})", lines[1] if len(lines) > 1 else "")
    if not index or len(lines) - 2 > _MOST_HASHES:
        raise _not_one(Words("没有序号，或证明过长", "it has no index, or too many hashes"))
    hashes = tuple(_decoded(line) for line in lines[2:])
    if any(len(one) != merkle.HASH_SIZE for one in hashes):
        raise _not_one(Words("有一行不是散列值", "one of its lines is not a hash"))
    return Proof(int(index[1]), hashes, checkpoint, extra)


def _decoded(text: str) -> bytes:
    try:
        return decoded(text)
    except ValueError:
        raise _not_one(Words("有一行不是 base64", "one of its lines is not base64")) from None


def _not_one(why: Words) -> Broken:
    return Broken(Words(f"不是存证凭据文件：{why.zh}", f"this is not a proof file: {why.en}"), FETCH)


def make(index: int, checkpoint: bytes, read: Read, extra: bytes | None = None) -> Proof:
    """The proof for entry ``index`` under a signed checkpoint, out of the log's tiles.

    :raises IndexError: the checkpoint does not cover that entry. :raises Broken: a tile is missing.
    """
    size = checkpoints.peek(checkpoint).size
    hashes = merkle.inclusion_proof(index, size, tiles.node_reader(size, read))
    return Proof(index, tuple(hashes), checkpoint, extra)


def check(
    proof: Proof, entry: bytes, logs: Sequence[VerifierKey], witnesses: Sequence[VerifierKey] = ()
) -> checkpoints.Opened:
    """Verify the signatures, and that ``entry`` stands where the proof says. :raises Broken: it does not."""
    opened = checkpoints.open_checkpoint(proof.checkpoint, logs, witnesses)
    tree = opened.checkpoint
    if not merkle.includes(proof.index, tree.size, merkle.leaf_hash(entry), proof.hashes, tree.root):
        raise Broken(
            Words("证明与日志对不上：这条记录不在检查点所签的日志里",
                  "the proof fails: this entry is not in the log that the checkpoint signs"),
            KEEP,
        )  # fmt: skip
    return opened
