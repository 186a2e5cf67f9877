"""Every file on the shelf of broken definitions, and every slip in a good one, gets the message that it expects: its
line, what is wrong and what to write instead, in both languages."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from qingdan.domain.complaints import Complaint
from tests.domain.catalogue.faults import broken_files, faults, slipped, slips
from tests.domain.catalogue.helpers import SHELF
from tests.domain.catalogue.languages import strays

FILES = sorted(SHELF.glob("*.yaml"))
SMALL = list(slips())
EXPECTED = re.compile(r"^# expect: (\d+): (.+) \| (.+)$", re.M)


def test_the_shelf_is_full() -> None:
    assert len(FILES) >= 70
    assert len({slip["name"] for slip in SMALL}) == len(SMALL) >= 90


def named(found: list[Complaint], language: str) -> list[str]:
    return [complaint.to(language) for complaint in found]


@pytest.mark.parametrize("path", FILES, ids=lambda p: p.stem)
def test_message_names_line_fault_and_remedy(path: Path) -> None:
    shown, files = broken_files(path)
    found = faults(files)
    for line, english, chinese in EXPECTED.findall(path.read_text(encoding="utf-8")):
        assert f"{shown}:{line}: {english}" in named(found, "en")
        assert f"{shown}:{line}: {chinese}" in named(found, "zh")
    assert [stray for complaint in found for stray in strays(complaint)] == []
    assert all(complaint.line > 0 for complaint in found)


@pytest.mark.parametrize("slip", SMALL, ids=lambda s: s["name"])
def test_a_slip_in_a_good_file_is_named(slip: dict[str, Any]) -> None:
    found = faults(slipped(slip))
    where = f"{slip.get('at', slip['file'])}:{slip['line']}: "
    assert where + slip["en"] in named(found, "en")
    assert where + slip["zh"] in named(found, "zh")
    assert [stray for complaint in found for stray in strays(complaint)] == []


@pytest.mark.parametrize("path", FILES, ids=lambda p: p.stem)
def test_header_expects_something(path: Path) -> None:
    assert EXPECTED.match(path.read_text(encoding="utf-8"))
