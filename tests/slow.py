"""What ``make quick`` leaves out besides whole modules that are marked: each test that takes longer than ``LIMIT``.

``python -m tests.slow`` measures and writes the list anew; do it when ``make quick`` takes a minute. A test is named
without its parameters and counts by the middle one of them.
"""

from __future__ import annotations

import functools
import statistics
import subprocess
import sys
import tempfile
from collections import defaultdict
from pathlib import Path
from xml.etree import ElementTree

import pytest

HOUSE = Path(__file__).parents[1]
LIST = Path(__file__).with_suffix(".txt")
LIMIT = 0.06  # seconds of the test alone: what is set up for many would count for whichever came first
QUICK = ("tests/domain", "tests/apps", "tests/guards")
EVEN_THOSE_LISTED = "--even-slow"


@functools.cache
def listed() -> frozenset[str]:
    """Module and name of each, as ``tests.apps.x.test_y::test_z``."""
    return frozenset(LIST.read_text(encoding="utf-8").split())


def name_of(item: pytest.Item) -> str:
    """A test as the list names it."""
    module = item.path.relative_to(HOUSE).with_suffix("").as_posix().replace("/", ".")
    return f"{module}::{item.name.partition('[')[0]}"


def measured(report: Path) -> dict[str, list[float]]:
    """Seconds of every test in a JUnit report, by module and name."""
    found: dict[str, list[float]] = defaultdict(list)
    for case in ElementTree.parse(report).iter("testcase"):
        found[f"{case.get('classname')}::{case.get('name', '').partition('[')[0]}"].append(float(case.get("time", 0)))
    return found


def main() -> int:
    """Run the tests that may be quick and write down the slow ones."""
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "report.xml"
        asked = [sys.executable, "-m", "pytest", "-n", "2", "-q", "-m", "not slow and not journey", EVEN_THOSE_LISTED]
        done = subprocess.run([*asked, f"--junitxml={report}", "-o", "junit_duration_report=call", *QUICK], check=False)
        slow = [name for name, took in measured(report).items() if statistics.median(took) > LIMIT]
    LIST.write_text("\n".join(sorted(slow)) + "\n", encoding="utf-8")
    print(f"{len(slow)} tests take longer than {LIMIT} s")
    return done.returncode


if __name__ == "__main__":
    sys.exit(main())
