"""What a witness decides (after C2SP tlog-witness): is the newest checkpoint a continuation of the last one it saw?"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence

from qingdan.domain.transparency import checkpoints, merkle, tiles
from qingdan.domain.transparency.checkpoints import Checkpoint
from qingdan.domain.transparency.faults import FETCH, KEEP, Broken, Read
from qingdan.domain.transparency.keys import VerifierKey, encoded
from qingdan.domain.words import Words


def published_path(origin: str) -> str:
    """Where a witness lays the last checkpoint of a log that it cosigned, under its own public prefix."""
    return f"{hashlib.sha256(origin.encode()).hexdigest()}/checkpoint"


class Refused(Broken):
    """The log contradicts what it signed before. ``evidence``: file name → content, for anybody to verify."""

    def __init__(self, kind: str, what: Words, evidence: Mapping[str, bytes]) -> None:
        self.kind, self.evidence = kind, dict(evidence)
        super().__init__(what, KEEP)


def judge(newest: bytes, last: bytes | None, read: Read, logs: Sequence[VerifierKey]) -> checkpoints.Opened:
    """The newest checkpoint of a log, verified to continue the ``last`` one; None when none was seen yet.

    ``read`` gives the log's tiles: its right border must have the root that was signed.

    :raises Refused: it went back or was rewritten; never cosign.
    :raises Broken: it does not verify, or its tiles do not fit it: try again later.
    """
    opened = checkpoints.open_checkpoint(newest, logs)
    now = opened.checkpoint
    before = checkpoints.open_checkpoint(last, logs).checkpoint if last else None
    if before and before.origin != now.origin:
        raise Broken(Words("这是另一份日志", "this is another log"), FETCH)
    if before and last and (now.size < before.size or (now.size == before.size and now.root != before.root)):
        raise _contradicts(before, now, {"last": last, "newest": newest})
    node = tiles.node_reader(now.size, read)
    if merkle.root_between(0, now.size, node) != now.root:
        raise Broken(Words("散列文件与检查点不符", "its tiles do not have the root that its checkpoint signs"), FETCH)
    if before and last and before.size:
        proof = merkle.consistency_proof(before.size, now.size, node)
        if not merkle.is_consistent(before.size, now.size, proof, before.root, now.root):
            raise _rewritten(before, now, proof, node, {"last": last, "newest": newest})
    return opened


def add_checkpoint_body(old: int, proof: Sequence[bytes], checkpoint: bytes) -> bytes:
    """The body of tlog-witness's ``add-checkpoint``: old size, consistency proof, checkpoint."""
    return "".join(f"{line}\n" for line in (f"old {old}", *map(encoded, proof), "")).encode() + checkpoint


def _contradicts(before: Checkpoint, now: Checkpoint, evidence: dict[str, bytes]) -> Refused:
    if now.size < before.size:
        what = Words(
            f"日志由 {before.size} 条退回到 {now.size} 条",
            f"the log went back from {before.size} to {now.size} entries",
        )
        return Refused("went-back", what, evidence)
    what = Words(
        f"同是 {now.size} 条记录，却签了两个不同的根散列",
        f"two different roots were signed for the same {now.size} entries",
    )
    return Refused("two-roots", what, evidence)


def _rewritten(
    before: Checkpoint, now: Checkpoint, proof: Sequence[bytes], node: merkle.Node, evidence: dict[str, bytes]
) -> Refused | Broken:
    """The log now shows another beginning. When its own tiles prove that beginning, the evidence is complete."""
    root = merkle.root_between(0, before.size, node)
    if not merkle.is_consistent(before.size, now.size, proof, root, now.root):
        return Broken(Words("散列文件与检查点不符", "its tiles do not have the root that its checkpoint signs"), FETCH)
    evidence["add-checkpoint"] = add_checkpoint_body(before.size, proof, evidence["newest"])
    evidence["root-it-shows"] = f"{before.size}\n{encoded(root)}\n".encode()
    what = Words(
        f"前 {before.size} 条记录已不是当初所签的那些：历史被改写了",
        f"the first {before.size} entries are not those that were signed: history was rewritten",
    )
    return Refused("rewritten", what, evidence)
