"""``witness``: a process of its own, with its own key, that cosigns a log as long as it only grows.

Its folder: ``key`` (secret) and ``key.vkey``; ``logs`` (the log's key, pinned when first seen);
``public/<origin hash>/checkpoint`` (the last checkpoint that it cosigned: what it remembers and what the log picks up
are one file, so no crash lies between them); ``evidence/`` (what it refused).
"""

from __future__ import annotations

import argparse
import fcntl
import hashlib
import os
import secrets
import signal
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from qingdan.checking.reading import cannot_read, read_file, reader_of
from qingdan.checking.verify import GivenWrongly, trusted
from qingdan.domain.complaints import Miswritten
from qingdan.domain.transparency import checkpoints, notes, policies
from qingdan.domain.transparency.faults import Broken, Read
from qingdan.domain.transparency.keys import Scheme, SigningKey, VerifierKey, is_name
from qingdan.domain.transparency.witnessing import Refused, judge, published_path
from qingdan.domain.words import Words

if TYPE_CHECKING:
    from qingdan.checking.commands import Saying


def run(options: argparse.Namespace, say: Saying) -> int:
    """Look once, or until SIGTERM or SIGINT. The exit code (see commands.py)."""
    folder = Path(options.folder)
    read = reader_of(options.log)
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        with alone(folder):
            key = own_key(folder, options.name, say)
            logs = pinned_logs(folder, options, read, say)
            if options.once:
                return look(folder, key, logs, read, say)
            return _watch(options.every, lambda: look_calmly(folder, key, logs, read, say))
    except OSError as error:
        raise cannot_read(str(folder), error) from None


def _watch(every: float, look_now: Callable[[], None]) -> int:
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    while not stop.is_set():
        look_now()
        stop.wait(max(every, 1))
    return 0


def look_calmly(folder: Path, key: SigningKey, logs: list[VerifierKey], read: Read, say: Saying) -> None:
    """Look, say what is wrong, and go on: a witness outlives a server that is away."""
    try:
        look(folder, key, logs, read, say)
    except Miswritten as error:
        say.error(Words(error.to("zh"), error.to("en")))


def look(folder: Path, key: SigningKey, logs: list[VerifierKey], read: Read, say: Saying) -> int:
    """Fetch the newest checkpoint, judge it, and cosign it when it is new. 0 well; 1 refused, evidence kept."""
    newest = read(checkpoints.PATH)
    if newest is None:
        raise Broken(
            Words("日志还没有检查点", "the log has no checkpoint yet"), Words("请稍后再试。", "Try again later.")
        )
    origin = checkpoints.peek(newest).origin
    kept = folder / "public" / published_path(origin)
    last = read_file(kept, notes.LONGEST) if kept.exists() else None
    try:
        opened = judge(newest, last, read, logs)
    except Refused as refused:
        where = keep_evidence(folder / "evidence", newest, refused)
        say.error(Words(f"{refused.to('zh')}\n证据：{where}", f"{refused.to('en')}\nEvidence: {where}"))
        return 1
    if last is None or notes.parse(last).text != opened.note.text:
        write_whole(kept, checkpoints.cosign(opened, key, int(time.time())), 0o644)
        size = opened.checkpoint.size
        say.line(Words(f"{origin}：已联签 {size} 条记录", f"{origin}: cosigned {size} entries"))
    return 0


def own_key(folder: Path, name: str | None, say: Saying) -> SigningKey:
    """The witness's key, made on first use; nobody but its owner may read it."""
    file = folder / "key"
    if file.exists():
        key = SigningKey.parse(read_file(file, 4096).decode("utf-8", "replace"))
        if name and name != key.name:
            raise GivenWrongly(
                Words(f"这个目录里的见证方叫“{key.name}”", f"the witness of this folder is called {key.name!r}"),
                Words("请去掉 --name，或另用目录。", "Leave out --name, or use another folder."),
            )
        return key
    name = name or f"witness-{secrets.token_hex(4)}.invalid"
    if not is_name(name):
        raise GivenWrongly(
            Words("名称里不能有空格和加号", "a name has neither spaces nor plus signs"),
            Words("请用自己的域名。", "Use a domain of your own."),
        )
    key = SigningKey(name, Scheme.COSIGNATURE, secrets.token_bytes(32))
    write_whole(folder / "key.vkey", f"{key.verifier}\n".encode(), 0o644)
    write_whole(file, f"{key.secret}\n".encode(), 0o600)
    say.line(Words(f"新见证方的公钥，请告诉日志的保管人和公众：\n{key.verifier}",
                   f"Public key of the new witness, for the log's keeper and the public:\n{key.verifier}"))  # fmt: skip
    return key


def pinned_logs(folder: Path, options: argparse.Namespace, read: Read, say: Saying) -> list[VerifierKey]:
    """The log's keys: from the folder once they are known, so that nobody can slip in another log."""
    file = folder / "logs"
    if file.exists():
        return policies.parse(read_file(file, policies.LONGEST)).logs
    options.policy, options.witness = None, []
    logs = trusted(options, read, say).logs
    write_whole(file, "".join([*(f"log {key}\n" for key in logs), "quorum none\n"]).encode(), 0o644)
    return logs


def keep_evidence(folder: Path, newest: bytes, refused: Refused) -> Path:
    """Store what proves the refusal, once for each contradicting checkpoint."""
    name = f"{refused.kind}-{hashlib.sha256(newest).hexdigest()[:16]}"
    where = folder / name
    if not (where / "why").exists():
        for file, content in refused.evidence.items():
            write_whole(where / file, content, 0o644)
        at = datetime.now(UTC).isoformat(timespec="seconds")
        write_whole(where / "why", f"{at}\n{refused.to('zh')}\n{refused.to('en')}\n".encode(), 0o644)
    return where


def write_whole(file: Path, content: bytes, mode: int) -> None:
    """Write a file so that after a crash there is the old one or the new one, whole: fsync, rename, fsync again."""
    file.parent.mkdir(parents=True, exist_ok=True)
    beside = file.with_name(f".{file.name}.{os.getpid()}")
    descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, mode)
    try:
        with os.fdopen(descriptor, "wb") as stream:
            os.fchmod(stream.fileno(), mode)
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        beside.replace(file)
    except BaseException:
        beside.unlink(missing_ok=True)
        raise
    folder = os.open(file.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


@contextmanager
def alone(folder: Path) -> Iterator[None]:
    """No second witness in the same folder: two could cosign a growing and a shrinking log at once."""
    with (folder / ".lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise GivenWrongly(
                Words("这个目录的见证方已在运行", "the witness of this folder is running already"),
                Words("请先停下它，或另用目录。", "Stop it first, or use another folder."),
            ) from None
        yield
