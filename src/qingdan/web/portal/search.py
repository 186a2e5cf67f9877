"""Finding entries of the three lists by a villager's words, on the page."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from qingdan.domain.catalogue.model import Duty, Edition, Power, Prohibition
from qingdan.domain.search.finding import Finder
from qingdan.records.editions.queries import edition_of

LONGEST = 40
MOST = 12  # of one list on one page


@dataclass(frozen=True)
class Found:
    """What fits, of each list the best first."""

    powers: list[Power]
    duties: list[Duty]
    prohibitions: list[Prohibition]

    def __len__(self) -> int:
        return len(self.powers) + len(self.duties) + len(self.prohibitions)


@lru_cache(maxsize=4)
def _finder(digest: str) -> Finder:
    return Finder(edition_of(digest))


def find(edition: Edition, text: str) -> Found:
    """Entries that ``text`` speaks of. Costs no query once the edition is warm."""
    slugs: dict[str, list[str]] = {"powers": [], "duties": [], "prohibitions": []}
    for hit in _finder(edition.digest).find(text[:LONGEST]):
        slugs[hit.key.list].append(hit.key.slug)
    return Found(
        powers=[edition.powers[slug] for slug in slugs["powers"][:MOST]],
        duties=[edition.duties[slug] for slug in slugs["duties"][:MOST]],
        prohibitions=[edition.prohibitions[slug] for slug in slugs["prohibitions"][:MOST]],
    )
