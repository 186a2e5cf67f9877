"""What ``make quick`` leaves out is there: a test that was renamed must not come back unnoticed, nor one be lost."""

from __future__ import annotations

import re

from tests import slow


def test_every_test_listed_as_slow_exists() -> None:
    gone = []
    for name in sorted(slow.listed()):
        module, _, test = name.partition("::")
        file = slow.HOUSE / (module.replace(".", "/") + ".py")
        if not file.exists() or not re.search(rf"^\s*def {test}\(", file.read_text(encoding="utf-8"), re.MULTILINE):
            gone.append(name)
    assert not gone, f"run `python -m tests.slow`; tests/slow.txt names what is not there: {gone}"
