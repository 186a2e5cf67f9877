"""Every benchmark runs: all once with tiny sizes, in a process of their own. What they measure is not judged."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from bench import measure, run
from bench.printing import NO_PEER
from bench.servers import program
from tests.guards.house import HOUSE

PATIENCE = 600  # seconds


def test_every_file_that_measures_is_run() -> None:
    folder = HOUSE / "bench"
    there = {f.stem for f in folder.glob("*.py") if "\ndef run(" in f.read_text(encoding="utf-8")}
    assert there == set(run.ALL), "name it in bench/run.py: ALL"


def test_a_report_says_on_what_and_what_was_not_measured() -> None:
    section = measure.Section("Title", ["who", "much"], [["we", "1"]], ["a note"])
    said = run.report([section], ["pages: no"], measure.Size.NORMAL, 12.0, 1.5)
    for words in (
        "cores",
        "load when it began 1.5",
        "SpiffWorkflow 3.2",
        "### Title",
        "| we | 1 |",
        "- a note",
        "Not measured: pages: no",
    ):
        assert words in said
    assert str(Path.home()) not in said and tempfile.gettempdir() not in said


def test_a_missed_promise_is_called_so() -> None:
    assert "kept" in measure.verdict("x", 2.0, 1.0)
    assert "MISSED" in measure.verdict("x", 0.5, 1.0)


@pytest.mark.slow
def test_every_benchmark_runs(tmp_path: Path) -> None:
    to = tmp_path / "report.md"
    asked = [sys.executable, "-m", "bench.run", "--tiny", "--to", str(to)]
    clean = {k: v for k, v in os.environ.items() if not k.startswith(("QINGDAN_", "DJANGO_", "DATABASE_", "PYTEST_"))}
    done = subprocess.run(asked, cwd=HOUSE, env=clean, capture_output=True, text=True, timeout=PATIENCE, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    said = to.read_text(encoding="utf-8")
    for title in (
        "Engine",
        "The engine on the list",
        "Judging logs",
        "A million events from CSV to report",
        "A case-step act",
        "Where the act's time goes",
        "Growth",
        "The board page",
        "The static copy",
        "Publishing entries of the log",
        "A million leaves",
        "Printing",
        "Search",
        "The whole handbook",
    ):
        assert f"### {title}" in said, done.stdout + done.stderr
    assert "| WeasyPrint |" in said or NO_PEER in said
    if program("nginx") is None:
        assert "not measured: nginx" in said
