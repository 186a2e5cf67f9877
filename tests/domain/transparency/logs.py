"""Logs for tests: in a dictionary or a folder, with keys that are the same in every run."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime, timedelta
from pathlib import Path

from qingdan.domain.transparency import checkpoints, leaves, policies, tiles
from qingdan.domain.transparency.checkpoints import Checkpoint
from qingdan.domain.transparency.keys import Scheme, SigningKey

ORIGIN = "log.example/示例"
LOG = SigningKey(ORIGIN, Scheme.ED25519, hashlib.sha256(b"log").digest())
WITNESS = SigningKey("witness.example/w1", Scheme.COSIGNATURE, hashlib.sha256(b"witness").digest())
POLICY = policies.written(LOG.verifier, [WITNESS.verifier])
FIRST = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
SEEN = 1_795_600_000  # when the witness looked


def salt_of(number: int) -> bytes:
    return hashlib.sha256(b"salt %d" % number).digest()


def content_of(number: int) -> bytes:
    return f"公示第 {number} 号\n".encode()


def entry(number: int) -> bytes:
    """One entry, another one for each number."""
    digest = leaves.salted_digest(salt_of(number), content_of(number))
    at = FIRST + timedelta(minutes=number)
    return leaves.Leaf("boards.put-up", at, "419001105901", f"notice/{number}", digests={"content": digest}).encode()


def grown(files: dict[str, bytes], size: int, entries: list[bytes], *, cosigned: bool = True) -> dict[str, bytes]:
    """The log's files after ``entries`` follow its first ``size``; those of before stay, as in a folder."""
    growth = tiles.grow(size, entries, files.get)
    signed = checkpoints.sign(Checkpoint(ORIGIN, growth.size, growth.root), [LOG])
    if cosigned:
        signed = checkpoints.cosign(checkpoints.open_checkpoint(signed, [LOG.verifier]), WITNESS, SEEN)
    return {**files, **dict(growth.files), checkpoints.PATH: signed, policies.PATH: POLICY}


def log_of(*sizes: int, cosigned: bool = True) -> dict[str, bytes]:
    """A log that grew to each of these sizes in turn."""
    files: dict[str, bytes] = {}
    before = 0
    for size in sizes:
        files = grown(files, before, [entry(n) for n in range(before, size)], cosigned=cosigned)
        before = size
    return files


def lay(files: dict[str, bytes], folder: Path) -> Path:
    """The files, in a folder."""
    for path, content in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(content)
    return folder


def kept(home: Path) -> None:
    """A house that keeps a log in ``home``, as far as a page can tell: what the log says of itself lies there."""
    (home / "public").mkdir(parents=True, exist_ok=True)
    (home / "public" / policies.PATH).write_bytes(POLICY)
