"""Editions for tests: each is read and checked once (``loaded.py``), and then only put in force.

An edition is known by its digest and never changes, so what a process has read of it stays true from test to test.
"""

from __future__ import annotations

import functools
import os
import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.utils import timezone

from qingdan.domain.catalogue.model import Edition
from qingdan.records.editions.acts import (
    Prepared,
    PreparedYear,
    adopt_edition,
    prepare_years,
    publish_years,
)
from qingdan.records.editions.queries import edition_of
from qingdan.records.editions.sources import read_calendars
from qingdan.records.register.acts import Acting
from tests.domain.catalogue.helpers import mini_files
from tests.loaded import CATALOGUE, load, shipped_files


def prepared(files: Mapping[str, str]) -> Prepared:
    """What ``prepare(files)`` gives."""
    edition, canonical = load(files)
    return Prepared(edition, {path: files[path] for path in canonical}, canonical)


def adopt(files: Mapping[str, str] | None = None) -> Edition:
    """Put an edition in force: the small one unless other ``files`` are given."""
    ready = prepared(mini_files() if files is None else files)
    adopt_edition(acting=Acting.system("示例数据", timezone.now()), prepared=ready)
    return edition_of(ready.edition.digest)


def adopt_shipped() -> Edition:
    """Put the edition that ships in force."""
    return adopt(shipped_files())


@functools.cache
def _shipped_years() -> list[PreparedYear]:
    return prepare_years(read_calendars(CATALOGUE))


def load_shipped(files: Mapping[str, str] | None = None) -> Edition:
    """What ``qingdan catalogue load`` does in a house without a list: the calendars, and the edition that ships or
    that of ``files``."""
    publish_years(acting=Acting.system("示例数据", timezone.now()), years=_shipped_years())
    return adopt(shipped_files() if files is None else files)


@functools.cache
def _mini_folder() -> Path:
    folder = Path(tempfile.mkdtemp(prefix="mini-", dir=os.environ["QINGDAN_VAR"]))
    (folder / "mini").mkdir()
    shutil.copy(CATALOGUE / "jiyuan" / "posts.yaml", folder / "mini" / "posts.yaml")
    return folder


def on_the_small_edition(settings: Any) -> None:
    """Let the house run on the small edition, with the posts that the cast holds."""
    settings.CATALOGUE, settings.EDITION = _mini_folder(), "mini"
