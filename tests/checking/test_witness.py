"""``qingdan log witness``: a process of its own that cosigns what goes on, and keeps evidence of what does not."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from qingdan.checking.commands import main
from qingdan.domain.transparency import checkpoints
from qingdan.domain.transparency.keys import VerifierKey
from qingdan.domain.transparency.witnessing import published_path
from tests.domain.transparency.logs import LOG, ORIGIN, entry, grown, lay, log_of

HOUSE = Path(__file__).resolve().parents[2]


def look(log: Path, folder: Path, *more: str) -> int:
    return main(["witness", "--log", str(log), "--folder", str(folder), "--once", *more])


def cosigned(folder: Path) -> tuple[int, bytes]:
    """(size, the whole checkpoint) that the witness last laid out."""
    data = (folder / "public" / published_path(ORIGIN)).read_bytes()
    key = VerifierKey.parse((folder / "key.vkey").read_text())
    opened = checkpoints.open_checkpoint(data, [LOG.verifier], [key])
    assert [seen.key for seen in opened.witnesses] == [key]
    return opened.checkpoint.size, data


def test_it_cosigns_growth_and_keeps_evidence_of_a_rewrite(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    log, folder = lay(log_of(3, cosigned=False), tmp_path / "log"), tmp_path / "witness"
    assert look(log, folder, "--name", "witness.example/city", "--key", str(LOG.verifier)) == 0
    said = capsys.readouterr().out
    assert "witness.example/city+" in said and "已联签 3 条记录" in said
    assert (folder / "key").stat().st_mode & 0o777 == 0o600 and folder.stat().st_mode & 0o777 == 0o700
    assert "PRIVATE" not in said and "PRIVATE" not in (folder / "key.vkey").read_text()
    lay(log_of(3, 300, cosigned=False), log)
    assert look(log, folder) == 0 and cosigned(folder)[0] == 300
    before = cosigned(folder)
    assert look(log, folder) == 0 and cosigned(folder) == before  # nothing new: nothing written
    ours = (log / "checkpoint").read_bytes()
    merged = checkpoints.add_cosignatures(ours, before[1], [VerifierKey.parse((folder / "key.vkey").read_text())])
    assert merged == before[1] != ours

    lay(grown({}, 0, [entry(n if n < 250 else n + 1000) for n in range(310)], cosigned=False), log)
    capsys.readouterr()
    for _ in range(2):
        assert look(log, folder, "--language", "en") == 1
    assert "history was rewritten" in capsys.readouterr().err
    assert cosigned(folder) == before
    (evidence,) = (folder / "evidence").iterdir()
    assert {file.name for file in evidence.iterdir()} == {"why", "last", "newest", "add-checkpoint", "root-it-shows"}
    assert (evidence / "last").read_bytes() == before[1]
    assert (evidence / "newest").read_bytes() == (log / "checkpoint").read_bytes()


def test_what_is_given_wrongly(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    log, folder = lay(log_of(3), tmp_path / "log"), tmp_path / "witness"
    assert look(log, folder, "--name", "two words") == 2
    assert look(log, folder) == 0  # the key is the log's own, pinned now
    assert look(log, folder, "--name", "another.example") == 2
    (log / "policy").unlink()
    (log / "checkpoint").write_bytes(log_of(2)["checkpoint"].replace(b"\n2\n", b"\n3\n"))
    assert look(log, folder) == 1
    (log / "checkpoint").unlink()
    assert look(log, folder) == 1
    assert look(tmp_path / "nowhere", folder) == 3
    (folder / "key").write_text("PRIVATE+KEY+broken")
    assert look(log, folder) == 1
    shown = capsys.readouterr()
    assert "还没有检查点" in shown.err and "PRIVATE" not in shown.err + shown.out


def test_it_watches_until_it_is_told_to_stop(tmp_path: Path) -> None:
    log, folder = lay(log_of(3), tmp_path / "log"), tmp_path / "witness"
    command = [sys.executable, "-m", "qingdan.checking", "witness", "--log", str(log), "--folder", str(folder)]
    environment = {**os.environ, "PYTHONPATH": str(HOUSE / "src")}
    with subprocess.Popen([*command, "--every", "1"], env=environment, stderr=subprocess.PIPE) as process:
        wait_for(lambda: (folder / "public" / published_path(ORIGIN)).exists())
        second = subprocess.run([*command, "--once"], env=environment, capture_output=True, text=True)
        assert second.returncode == 2 and "已在运行" in second.stderr
        lay(log_of(3, 7), log)
        wait_for(lambda: cosigned(folder)[0] == 7)
        process.send_signal(signal.SIGTERM)
        assert process.wait(20) == 0
        assert process.stderr is not None and process.stderr.read() == b""


def wait_for(done) -> None:
    for _ in range(200):
        if done():
            return
        time.sleep(0.1)
    raise AssertionError("not within 20 s")
