"""Every file on the shelf of broken definitions gets the message that its header expects, with its line."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from qingdan.domain.catalogue.load import load_edition
from qingdan.domain.reading import DefinitionError
from tests.domain.catalogue.helpers import POWER, SHELF, mini_files

FILES = sorted(SHELF.glob("*.yaml"))


def test_the_shelf_is_full() -> None:
    assert len(FILES) >= 30


@pytest.mark.parametrize("path", FILES, ids=lambda p: p.stem)
def test_message_names_line_fault_and_remedy(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    place = re.search(r"^# file: (\S+)$", text, re.M)
    shown = place.group(1) if place else POWER
    with pytest.raises(DefinitionError) as caught:
        load_edition(mini_files() | {shown: text})
    said = [str(c) for c in caught.value.complaints]
    for line, words in re.findall(r"^# expect: (\d+): (.+)$", text, re.M):
        assert any(s.startswith(f"{shown}:{line}: ") and words in s for s in said), "\n".join(said)
    assert all(c.remedy and c.line > 0 for c in caught.value.complaints)


@pytest.mark.parametrize("path", FILES, ids=lambda p: p.stem)
def test_header_expects_something(path: Path) -> None:
    assert re.match(r"# expect: \d+: .+\n", path.read_text(encoding="utf-8"))
