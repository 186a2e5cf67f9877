"""Editions for tests: each is read and checked once in a process, and then only put in force.

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
    prepare,
    prepare_years,
    publish_years,
)
from qingdan.records.editions.queries import edition_of
from qingdan.records.editions.sources import read_calendars, read_sources
from qingdan.records.register.acts import Acting
from qingdan.web.settings import CATALOGUE
from tests.domain.catalogue.helpers import mini_files


@functools.lru_cache(maxsize=64)
def _prepared(files: tuple[tuple[str, str], ...]) -> Prepared:
    return prepare(dict(files))


def prepared(files: Mapping[str, str]) -> Prepared:
    """``prepare(files)``, of the same files only once."""
    return _prepared(tuple(sorted(files.items())))


def adopt(files: Mapping[str, str] | None = None) -> Edition:
    """Put an edition in force: the small one unless other ``files`` are given."""
    ready = prepared(mini_files() if files is None else files)
    adopt_edition(acting=Acting.system("示例数据", timezone.now()), prepared=ready)
    return edition_of(ready.edition.digest)


@functools.cache
def shipped_files() -> Mapping[str, str]:
    """The files of the edition that ships."""
    return read_sources(CATALOGUE, "jiyuan")


def adopt_shipped() -> Edition:
    """Put the edition that ships in force."""
    return adopt(shipped_files())


@functools.cache
def _shipped_years() -> list[PreparedYear]:
    return prepare_years(read_calendars(CATALOGUE))


def load_shipped() -> Edition:
    """What ``qingdan catalogue load`` does in a house without a list: the calendars, and the edition that ships."""
    publish_years(acting=Acting.system("示例数据", timezone.now()), years=_shipped_years())
    return adopt_shipped()


@functools.cache
def _mini_folder() -> Path:
    folder = Path(tempfile.mkdtemp(prefix="mini-", dir=os.environ["QINGDAN_VAR"]))
    (folder / "mini").mkdir()
    shutil.copy(CATALOGUE / "jiyuan" / "posts.yaml", folder / "mini" / "posts.yaml")
    return folder


def on_the_small_edition(settings: Any) -> None:
    """Let the house run on the small edition, with the posts that the cast holds."""
    settings.CATALOGUE, settings.EDITION = _mini_folder(), "mini"
