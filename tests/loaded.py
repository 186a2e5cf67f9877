"""Whole editions, read and checked once on this machine: again only when a file of theirs, or the code that reads them,
has changed. To read a hundred powers takes seconds, and every process of a test run wants them.
"""

from __future__ import annotations

import functools
import hashlib
import os
import pickle
import sys
import tempfile
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from qingdan import domain
from qingdan.domain.catalogue.canonical import canonical
from qingdan.domain.catalogue.load import build_edition, check_edition, read_places, spelled_out
from qingdan.domain.catalogue.model import Edition
from qingdan.domain.complaints import DefinitionError
from tests.budget import rounds

HOUSE = Path(__file__).parents[1]
CATALOGUE = HOUSE / "catalogue"
KEPT = HOUSE / "var" / "test-editions"
MOST_KEPT = 40
IN_QUICK = 4  # powers


class Loaded(NamedTuple):
    """An edition that nothing is wrong with, and the canonical form of each of its files by path."""

    edition: Edition
    canonical: Mapping[str, str]


def load(files: Mapping[str, str]) -> Loaded:
    """The edition of these files. :raises DefinitionError: with what is wrong in them."""
    return _load(tuple(sorted(files.items())))


@functools.lru_cache(maxsize=64)
def _load(files: tuple[tuple[str, str], ...]) -> Loaded:
    kept = KEPT / hashlib.sha256(repr((_code(), files)).encode()).hexdigest()
    if kept.exists():
        return pickle.loads(kept.read_bytes())  # our own file
    places = spelled_out(read_places(dict(files)))
    edition = build_edition(places)
    if wrong := check_edition(edition):
        raise DefinitionError(wrong)
    loaded = Loaded(edition, {path: canonical(place) for path, place in places.items()})
    _keep(kept, pickle.dumps(loaded))
    return loaded


@functools.cache
def _code() -> str:
    """The digest of whatever decides how files are read."""
    digest = hashlib.sha256(sys.version.encode())
    for source in sorted(Path(domain.__file__).parent.rglob("*.py")):
        digest.update(source.read_bytes())
    return digest.hexdigest()


def _keep(kept: Path, content: bytes) -> None:
    """Whole or not at all, for another process may read it at this moment; and the oldest go."""
    KEPT.mkdir(parents=True, exist_ok=True)
    number, name = tempfile.mkstemp(dir=KEPT)
    with os.fdopen(number, "wb") as file:
        file.write(content)
    Path(name).replace(kept)
    ages = sorted((file.stat().st_mtime, file) for file in KEPT.iterdir())
    for _age, file in ages[:-MOST_KEPT]:
        file.unlink(missing_ok=True)


@functools.cache
def shipped_files() -> Mapping[str, str]:
    """The files of the edition that ships, by path."""
    folders = (CATALOGUE / "jiyuan", CATALOGUE / "laws")
    found = [file for folder in folders for file in sorted(folder.rglob("*.yaml"))]
    return {file.relative_to(CATALOGUE).as_posix(): file.read_text(encoding="utf-8") for file in found}


@functools.cache
def shipped_powers() -> list[str]:
    """The slugs of its powers, without reading any of them."""
    return sorted(file.stem for file in (CATALOGUE / "jiyuan" / "powers").glob("*/*.yaml"))


@functools.cache
def one_of_each_norm() -> frozenset[str]:
    """A power of each norm: enough to see that a second database does as the first."""
    norms = (CATALOGUE / "jiyuan" / "powers").iterdir()
    return frozenset(min(file.stem for file in norm.glob("*.yaml")) for norm in norms)


def every_power() -> list[Any]:
    """Every power that ships, for ``parametrize``. ``make quick`` takes a few of them, spread over the list; the rest
    are marked slow."""
    slugs = shipped_powers()
    few = slugs[:: -(-len(slugs) // IN_QUICK)]
    return [slug if slug in few else pytest.param(slug, marks=pytest.mark.slow) for slug in slugs]


def powers_at_random() -> list[Any]:
    """The powers that random tests play with: of each norm one in an ordinary run, all with ``ROUNDS`` above one.

    What every power must do stands in its scenarios, and they all run; these tests look for what nobody thought of.
    """
    return every_power() if rounds(1) > 1 else sorted(one_of_each_norm())


def powers_at_random_in_words() -> list[Any]:
    """(power, language) for ``parametrize``: of each norm one in both languages, all with ``ROUNDS`` above one. For
    what costs seconds and is made of the same pieces for every power, all of which are looked at somewhere else."""
    return every_power_in_words() if rounds(1) > 1 else _in_both(one_of_each_norm())


def _in_both(slugs: Iterable[str]) -> list[Any]:
    return [pytest.param(s, word, marks=pytest.mark.slow) for s in sorted(slugs) for word in ("zh-hans", "en")]


def every_power_in_words() -> list[Any]:
    """(power, language) for ``parametrize``: Chinese for every power, English for one of each norm. What stands on a
    page does not depend on the language; that there is English for every word the catalogue's own check sees."""
    chinese = [pytest.param(*_given(slug), "zh-hans", marks=_marks(slug)) for slug in every_power()]
    english = [pytest.param(slug, "en", marks=pytest.mark.slow) for slug in sorted(one_of_each_norm())]
    return [*chinese, *english]


def _given(slug: Any) -> tuple[Any, ...]:
    return (slug,) if isinstance(slug, str) else slug.values


def _marks(slug: Any) -> Any:
    return () if isinstance(slug, str) else slug.marks


def shipped() -> Edition:
    """The edition that ships."""
    return load(shipped_files()).edition
