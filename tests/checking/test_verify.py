"""``qingdan log verify``: good logs and receipts, and everything hostile, without a stack trace."""

from __future__ import annotations

import gzip
import os
import subprocess
import sys
from pathlib import Path

import pytest

from qingdan.checking.commands import main
from qingdan.domain.transparency import receipts
from tests.checking.serving import Answer, files, served
from tests.domain.transparency.logs import LOG, POLICY, WITNESS, content_of, entry, grown, lay, log_of, salt_of

HOUSE = Path(__file__).resolve().parents[2]
KEYS = ["--key", str(LOG.verifier), "--witness", str(WITNESS.verifier)]


@pytest.fixture(scope="module")
def content() -> dict[str, bytes]:
    return log_of(200, 300)


@pytest.fixture
def folder(content: dict[str, bytes], tmp_path: Path) -> Path:
    return lay(content, tmp_path / "log")


def said(capsys: pytest.CaptureFixture[str], *arguments: object) -> tuple[int, str]:
    """(exit code, everything that was printed)."""
    try:
        code = main([str(argument) for argument in arguments])
    except SystemExit as stop:  # argparse
        code = int(str(stop.code))
    shown = capsys.readouterr()
    return code, shown.out + shown.err


def test_it_runs_by_itself(folder: Path, tmp_path: Path) -> None:
    """From the console script, and by ``-m``; Django and the settings are never imported."""
    environment = {
        **os.environ,
        "PYTHONPATH": str(HOUSE / "src"),
        "DATABASE_URL": "nonsense",
        "QINGDAN_VAR": "/nowhere",
    }
    watched = (
        "import sys; sys.argv = ['qingdan', 'log', 'verify', *sys.argv[1:]]\n"
        "from qingdan.cli import main\n"
        "try: main()\n"
        "finally: assert not {'django', 'sqlite3', 'qingdan.web', 'qingdan.records'} & set(sys.modules)"
    )
    for command in (["-c", watched], ["-m", "qingdan.cli", "log", "verify"], ["-m", "qingdan.checking", "verify"]):
        run = subprocess.run(
            [sys.executable, *command, str(folder), *KEYS],
            env=environment,
            cwd=tmp_path,
            capture_output=True,
            text=True,
        )
        assert run.returncode == 0, run.stderr
        assert "300 条记录" in run.stdout and "完好" in run.stdout and "见证：witness.example/w1" in run.stdout


def test_a_log_in_a_folder_and_on_the_web(
    content: dict[str, bytes], folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    older = tmp_path / "older"
    older.write_bytes(log_of(200)["checkpoint"])
    with served(files(content)) as address:
        for log in (folder, address, address.rstrip("/")):
            assert said(capsys, "verify", log, *KEYS, "--against", older)[0] == 0
        code, words = said(capsys, "verify", address, "--language", "en")
    assert code == 0 and str(LOG.verifier) in words and "compare it with a paper notice" in words
    (tmp_path / "policy").write_bytes(POLICY)
    code, words = said(capsys, "verify", folder, "--policy", tmp_path / "policy", "--language", "en")
    assert code == 0 and "Sound: every entry is what was signed." in words and "No key was given" not in words


def test_what_is_wrong_with_a_folder_is_named(folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    older = tmp_path / "older"
    older.write_bytes(grown({}, 0, [entry(n + 1) for n in range(200)])["checkpoint"])
    code, words = said(capsys, "verify", folder, *KEYS, "--against", older)
    assert code == 1 and "历史被改写了" in words
    (folder / "tile" / "0" / "000.p" / "200").write_bytes(b"x" * 6400)
    (folder / "notice.html").write_text("x")
    (folder / ".writing").write_text("x")
    code, words = said(capsys, "verify", folder, *KEYS)
    assert code == 1 and "tile/0/000.p/200: 与完整文件的开头不一致" in words and "notice.html: 不属于" in words
    assert "不对：2 处问题" in words
    (folder / "tile" / "0" / "000").write_bytes(b"x" * 9000)
    code, words = said(capsys, "verify", folder, *KEYS, "--language", "en")
    assert code == 1 and "tile/0/000" in words and "too long" in words


def test_a_receipt_is_verified_without_any_log(
    content: dict[str, bytes], folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    receipt, notice = tmp_path / "r.tlog-proof", tmp_path / "notice.txt"
    receipt.write_bytes(receipts.make(41, entry(41), {"content": salt_of(41)}, content["checkpoint"], content.get))
    notice.write_bytes(content_of(41))
    code, words = said(capsys, "verify", "--proof", receipt, "--content", notice, *KEYS)
    assert code == 0 and "2026-11-23 16:41:00" in words and "第 42 条记录（共 300 条）" in words and "一字不差" in words
    assert said(capsys, "verify", folder, "--proof", receipt, *KEYS)[0] == 0
    notice.write_bytes(content_of(42))
    code, words = said(capsys, "verify", "--proof", receipt, "--content", notice, *KEYS, "--language", "en")
    assert code == 1 and "not what was published" in words
    other = lay(grown({}, 0, [entry(n + 1) for n in range(400)]), tmp_path / "other")
    code, words = said(capsys, "verify", other, "--proof", receipt, *KEYS)
    assert code == 1 and "凭据有效" in words and "历史被改写" in words
    receipt.write_bytes(receipt.read_bytes().replace(b"index 41", b"index 40"))
    code, words = said(capsys, "verify", "--proof", receipt, *KEYS)
    assert code == 1 and "这条记录不在检查点所签的日志里" in words


def test_a_command_given_wrongly_says_what_to_do(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "bad").write_text("log x\n")
    for arguments, code, words in (
        ((), 2, "没有说核对什么"),
        ((folder, "--content", folder), 2, "--content 要与 --proof 同用"),
        ((folder, "--key", "a+b+c"), 2, "不是一把完整的密钥"),
        ((folder, "--key", WITNESS.verifier), 2, "另一种密钥"),
        ((folder, "--key", "/nowhere/key"), 3, "没有文件"),
        ((folder, "--policy", tmp_path / "bad"), 2, "第 1 行"),
        ((folder, "--against", "/nowhere"), 3, "没有文件"),
        (("--proof", folder / "checkpoint"), 2, "不知道日志的公钥"),
        (("--proof", folder / "checkpoint", *KEYS), 1, "不是存证凭据文件"),
        (("/nowhere",), 3, "没有目录"),
        (("ftp://log.example/",), 3, "不支持 ftp"),
        ((tmp_path, "--key", LOG.verifier), 3, "不是公开日志"),
        ((folder, "--nonsense"), 2, "usage"),
    ):
        found, shown = said(capsys, "verify", *arguments)
        assert found == code and words in shown, (arguments, found, shown)
        assert "Traceback" not in shown


def test_hostile_servers(content: dict[str, bytes], capsys: pytest.CaptureFixture[str]) -> None:
    huge = gzip.compress(bytes(100_000_000))

    def but(path: str, answer: Answer):
        good = files(content)
        return lambda asked: answer if asked == path else good(asked)

    for how, code, words in (
        (but("checkpoint", (302, {"Location": "http://127.0.0.1:1/x"}, b"")), 3, "转到别处：http://127.0.0.1:1/x"),
        (but("checkpoint", (500, {}, b"")), 3, "拒绝了 checkpoint（500）"),
        (but("checkpoint", (200, {}, b"<html>" * 99)), 1, "不是签名文本"),
        (but("checkpoint", (200, {}, b"x" * 100_000_000)), 1, "太长了"),
        (but("tile/0/000", (200, {}, b"x" * 100_000_000)), 1, "太长了"),
        (but("tile/entries/000", (200, {"Content-Encoding": "gzip"}, huge)), 1, "太长了"),
        (but("tile/entries/000", (200, {"Content-Encoding": "gzip"}, huge[:50])), 3, "取不到"),
        (but("tile/entries/000", (200, {"Content-Encoding": "gzip"}, b"no gzip")), 3, "取不到"),
        (but("tile/entries/000", (200, {"Content-Encoding": "br"}, b"x")), 3, "取不到"),
        (but("tile/0/000", (200, {"Content-Length": "9999"}, b"x")), 3, "取不到"),
        (but("tile/0/001.p/44", (200, {}, content["tile/0/001.p/44"][:-1])), 1, "应有 44 个散列值"),
        (but("tile/0/000", (403, {}, b"")), 3, "拒绝了 tile/0/000（403）"),
        (lambda asked: (404, {}, b""), 3, "不是公开日志"),
    ):
        with served(how) as address:
            found, shown = said(capsys, "verify", address, *KEYS)
        assert found == code and words in shown and "Traceback" not in shown, (code, words, found, shown)
    found, shown = said(capsys, "verify", address, *KEYS)  # nobody there any more
    assert found == 3 and "取不到 checkpoint" in shown


def test_a_pipe_is_no_file(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "checkpoint").unlink()
    os.mkfifo(folder / "checkpoint")
    assert said(capsys, "verify", folder, *KEYS)[0] == 3
