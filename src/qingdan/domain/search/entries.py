"""The entries of the three lists as documents for the index: which of their words count how much."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from qingdan.domain.catalogue.model import Duty, Edition, Power, Prohibition
from qingdan.domain.search.grams import grams
from qingdan.domain.search.index import Field
from qingdan.domain.search.letters import syllables
from qingdan.domain.words import Words

KEYWORD, SOUND = "=", "~"  # so begin the terms that are whole keywords, and those that are sounds
SPOKEN, NAMED, TOLD, BESIDES = 3.0, 2.5, 1.0, 0.4


@dataclass(frozen=True)
class Key:
    """An entry: of which list, and its slug there (a duty's is post/slug)."""

    list: str
    slug: str


def documents(edition: Edition) -> dict[Key, list[Field]]:
    """Every entry of the edition, cut into terms."""
    return {
        **{Key("powers", slug): list(_power(edition, power)) for slug, power in edition.powers.items()},
        **{Key("duties", slug): list(_duty(edition, duty)) for slug, duty in edition.duties.items()},
        **{Key("prohibitions", slug): list(_prohibition(p)) for slug, p in edition.prohibitions.items()},
    }


def names_of(power: Power) -> tuple[str, ...]:
    """What a power is called, and the keywords by which it is known."""
    return (power.plain.zh, power.title.zh, *power.keywords)


def sounds(text: str) -> Iterator[str]:
    """Pairs of syllables: a word typed with the wrong characters of the right sound is still found."""
    found = syllables(text)
    yield from (f"{SOUND}{a} {b}" for a, b in pairwise(found))


def _power(edition: Edition, power: Power) -> Iterator[Field]:
    guide = power.guide
    norm = edition.norms[power.norm]
    yield Field("keywords", SPOKEN, [*(KEYWORD + word for word in power.keywords), *_cut(power.keywords)])
    yield Field("names", NAMED, _cut(_both(power.plain, power.title)))
    yield Field("summary", TOLD, _cut(_both(power.summary)))
    yield Field("guide", BESIDES, _cut(_both(*guide.who, *guide.take_part, *guide.watch)))
    yield Field("materials", BESIDES, _cut(_both(*(material.name for material in power.materials))))
    yield Field("facts", BESIDES, _cut(_both(*(fact.title for fact in power.flow.facts.values() if fact.title))))
    yield Field("norm", BESIDES, _cut(_both(norm.plain, norm.title)))
    yield Field("sounds", BESIDES, [sound for word in names_of(power) for sound in sounds(word)])


def _duty(edition: Edition, duty: Duty) -> Iterator[Field]:
    yield Field("names", NAMED, _cut(_both(duty.title)))
    yield Field("guide", BESIDES, _cut(_both(edition.role_words(duty.post), *([duty.note] if duty.note else []))))


def _prohibition(prohibition: Prohibition) -> Iterator[Field]:
    yield Field("names", NAMED, _cut(_both(prohibition.title)))
    yield Field("guide", BESIDES, _cut(_both(prohibition.field, *([prohibition.note] if prohibition.note else []))))


def _both(*words: Words) -> list[str]:
    return [text for word in words for text in (word.zh, word.en)]


def _cut(texts: Iterable[str]) -> list[str]:
    return [term for text in texts for term in grams(text)]
