"""Finding a power by a villager's words: a plain look through names, plain words, keywords and pinyin initials."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from qingdan.domain.catalogue.model import Edition, Power
from qingdan.records.editions.queries import edition_of
from qingdan.records.regions.names import initials

LONGEST = 40


@dataclass(frozen=True, slots=True)
class _Entry:
    power: Power
    names: tuple[str, ...]  # plain word and title in both languages, lower case
    keywords: tuple[str, ...]
    letters: tuple[str, ...]
    rest: str


@lru_cache(maxsize=4)
def _index(digest: str) -> tuple[_Entry, ...]:
    return tuple(_entry(power) for power in edition_of(digest).powers.values())


def _entry(power: Power) -> _Entry:
    spoken = (power.plain.zh, power.title.zh, *power.keywords)
    return _Entry(
        power=power,
        names=tuple(t.lower() for t in (power.plain.zh, power.title.zh, power.plain.en, power.title.en)),
        keywords=tuple(word.lower() for word in power.keywords),
        letters=tuple(initials(word) for word in spoken),
        rest=f"{power.summary.zh} {power.summary.en}".lower(),
    )


def find_powers(edition: Edition, text: str) -> list[Power]:
    """Powers that ``text`` speaks of, the best first; of a whole sentence, those whose keyword stands in it.

    Costs no query once the edition is warm.
    """
    wanted = "".join(text.lower().split())[:LONGEST]
    if not wanted:
        return []
    ranked = [(_rank(entry, wanted), entry.power) for entry in _index(edition.digest)]
    return [power for rank, power in sorted(ranked, key=lambda r: (r[0], r[1].number)) if rank < _NOT]


_NOT = 9


def _rank(entry: _Entry, wanted: str) -> int:
    names = [name.replace(" ", "") for name in entry.names]
    checks = (
        any(name.startswith(wanted) for name in names),
        any(wanted in name for name in names),
        any(wanted in word for word in entry.keywords),
        wanted.isascii() and any(letters.startswith(wanted) for letters in entry.letters),
        len(wanted) > 1 and wanted in entry.rest.replace(" ", ""),
        any(len(word) > 1 and word in wanted for word in (*entry.keywords, *names)),
    )
    return next((n for n, true in enumerate(checks) if true), _NOT)
