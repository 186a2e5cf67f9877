"""What an edition has on a villager's words: powers, duties and prohibitions, the best first."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from qingdan.domain.catalogue.model import Edition
from qingdan.domain.search.entries import KEYWORD, Key, documents, names_of, sounds
from qingdan.domain.search.grams import grams, is_han, normal, without
from qingdan.domain.search.index import Index
from qingdan.domain.search.letters import Spelled, spelled_alike

ONE_SIGN = 0.15  # how much a single character counts where there are pairs
MEANT = 1.5  # how much a word counts that was not said but, as the sayings know, is meant
A_KEYWORD = 1.5
HEARD = 0.5
ENOUGH = 0.25  # of the best score: below it an entry is not what was asked for


@dataclass(frozen=True)
class Hit:
    """An entry and how well it fits; scores compare within one search only."""

    key: Key
    score: float


class Finder:
    """Searches one edition, in memory; made once for each edition."""

    def __init__(self, edition: Edition) -> None:
        self.index = Index(documents(edition))
        self.keywords = {normal(word) for power in edition.powers.values() for word in power.keywords}
        self.spelled = {
            Key("powers", slug): [Spelled.of(name) for name in names_of(power)]
            for slug, power in edition.powers.items()
        }
        unsaid = [normal(word) for word in edition.spoken.unsaid]
        self.unsaid = tuple(word for word in unsaid if len(word) > 1)
        self.signs = frozenset(unsaid)  # of these, single characters only are ever looked up
        self.meant = [
            (normal(said), meaning) for entry in edition.spoken.said for said in entry.say for meaning in entry.mean
        ]

    def find(self, text: str) -> list[Hit]:
        """Entries that ``text`` speaks of, the best first; those far behind the best are left out."""
        words = normal(text).strip()
        scores = self.index.scores(self.wanted(words))
        for key, fit in self._typed(words):
            scores[key] = scores.get(key, 0.0) + fit
        ranked = sorted((Hit(key, score) for key, score in scores.items()), key=lambda h: (-h.score, h.key.slug))
        return [hit for hit in ranked if hit.score >= ranked[0].score * ENOUGH]

    def wanted(self, words: str) -> dict[str, float]:
        """The terms to look for, each with how much it counts."""
        said = without(words, self.unsaid)
        wanted = {t: w for t, w in _weighed(said).items() if t not in self.signs}
        wanted |= {sound: HEARD for part in said.split() for sound in sounds(part)}
        wanted |= {KEYWORD + word: A_KEYWORD for word in self.keywords if word in words}
        for meaning in {meaning for phrase, meaning in self.meant if phrase in words}:
            terms = [*grams(meaning), *(KEYWORD + word for word in self.keywords if word in meaning)]
            for term in terms:
                weight = MEANT * (ONE_SIGN if len(term) == 1 else 1.0)
                wanted[term] = max(wanted.get(term, 0.0), weight)
        return wanted

    def _typed(self, words: str) -> Iterator[tuple[Key, float]]:
        typed = "".join(words.split())
        if typed.isascii() and typed.isalpha():
            for key, spelled in self.spelled.items():
                if fit := spelled_alike(typed, spelled):
                    yield key, fit


def _weighed(said: str) -> dict[str, float]:
    terms = dict.fromkeys(grams(said), 1.0)
    only_one = not any(len(term) > 1 for term in terms)
    return {term: 1.0 if only_one or not (len(term) == 1 and is_han(term)) else ONE_SIGN for term in terms}
