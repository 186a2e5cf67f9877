"""BM25F over a few hundred short documents that stay in memory, each made of fields of different weight.

Robertson, Zaragoza & Taylor, *Simple BM25 extension to multiple weighted fields* (CIKM 2004): the frequencies of a
term are added up over the fields, each with its weight and by its length, before they saturate.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

Key = TypeVar("Key", bound=Hashable)
SATURATION = 1.2  # k1: how soon more of the same term counts no more
LENGTH = 0.5  # b: how much a long field has to say less with each word


@dataclass(frozen=True)
class Field:
    """Terms that stand in one field of a document, and how much they count there."""

    name: str
    weight: float
    terms: Sequence[str]


class Index(Generic[Key]):
    """Which documents hold which term, and how strongly."""

    def __init__(self, documents: Mapping[Key, Sequence[Field]]) -> None:
        usual = _usual_lengths(documents.values())
        self.postings: dict[str, dict[Key, float]] = defaultdict(dict)
        for key, fields in documents.items():
            for field in fields:
                share = 1 - LENGTH + LENGTH * len(field.terms) / usual[field.name]
                for term, count in Counter(field.terms).items():
                    at = self.postings[term]
                    at[key] = at.get(key, 0.0) + field.weight * count / share
        self.size = len(documents)

    def rarity(self, term: str) -> float:
        """The inverse document frequency, never below nought; of a term that stands nowhere, nought."""
        found = len(self.postings.get(term, ()))
        return math.log(1 + (self.size - found + 0.5) / (found + 0.5)) if found else 0.0

    def scores(self, wanted: Mapping[str, float]) -> dict[Key, float]:
        """Each document that holds one of the terms, with its score; ``wanted`` is how much each term counts."""
        found: dict[Key, float] = defaultdict(float)
        for term, weight in wanted.items():
            rarity = self.rarity(term) * weight
            for key, frequency in self.postings.get(term, {}).items():
                found[key] += rarity * frequency * (SATURATION + 1) / (frequency + SATURATION)
        return dict(found)


def _usual_lengths(documents: Iterable[Sequence[Field]]) -> dict[str, float]:
    lengths: dict[str, list[int]] = defaultdict(list)
    for fields in documents:
        for field in fields:
            if field.terms:
                lengths[field.name].append(len(field.terms))
    return defaultdict(lambda: 1.0, {name: sum(all_) / len(all_) for name, all_ in lengths.items()})
