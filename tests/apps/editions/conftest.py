"""A house whose catalogue is a copy of the small edition, free to be changed by the test."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest

from qingdan.records.editions.acts import adopt_edition, prepare
from qingdan.records.editions.queries import forget
from qingdan.records.editions.sources import read_sources
from qingdan.records.register.acts import Acting
from tests.domain.catalogue.helpers import ROOT

NOW = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
CALENDAR = """year: 2026
source: {notice: {zh: 通知, en: Notice}}
holidays: {2026-10-01: 国庆节, 2026-10-02: 国庆节}
make_up: [2026-10-10]
"""


@pytest.fixture
def acting() -> Acting:
    return Acting.system("测试", NOW)


@pytest.fixture
def catalogue(tmp_path: Path, settings) -> Path:
    """The folder of the house's catalogue; its edition is ``mini``."""
    root = tmp_path / "catalogue"
    shutil.copytree(ROOT, root)
    (root / "calendar").mkdir()
    (root / "calendar" / "2026.yaml").write_text(CALENDAR, encoding="utf-8")
    settings.CATALOGUE, settings.EDITION = root, "mini"
    forget()
    return root


@pytest.fixture
def change(catalogue: Path):
    """``change(path, old, new)``: another word in one of the catalogue's files."""

    def do(path: str, old: str, new: str) -> None:
        file = catalogue / path
        text = file.read_text(encoding="utf-8")
        assert old in text
        file.write_text(text.replace(old, new, 1), encoding="utf-8")

    return do


@pytest.fixture
def adopt(catalogue: Path, acting: Acting):
    """``adopt()``: the edition as its files stand now, loaded."""
    return lambda: adopt_edition(acting=acting, prepared=prepare(read_sources(catalogue, "mini")))
