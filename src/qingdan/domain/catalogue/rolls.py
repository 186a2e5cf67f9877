"""The rolls of an edition as checked values: who keeps each, who reads it, what bodies count on it, and why people come
and go. ``rolls.yaml`` says it; nothing in code names a particular roll."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from qingdan.domain.flow.model import Basis
from qingdan.domain.rules.audience import Audience
from qingdan.domain.words import Words


class Measure(StrEnum):
    """What of a roll a body counts."""

    PERSONS = "persons"
    HOUSEHOLDS = "households"  # those with somebody on the roll
    CAPABLE = "capable"  # persons of full civil capacity


@dataclass(frozen=True, slots=True)
class Why:
    """A reason for coming onto a roll or leaving it. ``also``: other words for it in spreadsheets."""

    slug: str
    name: Words
    also: tuple[str, ...] = ()

    def is_called(self, text: str) -> bool:
        """Whether somebody who wrote ``text`` meant this."""
        return text in (self.slug, self.name.zh, *self.also) or text.casefold() == self.name.en.casefold()


@dataclass(frozen=True, slots=True)
class Tally:
    """What bodies count on a roll: the body's own count → the measure. ``also``: posts whose holders are added."""

    bodies: tuple[str, ...]
    of: Mapping[str, Measure]
    also: tuple[str, ...] = ()
    line: int = 0


@dataclass(frozen=True, slots=True)
class Keeping:
    """Who keeps and who reads something (posts), and the reasons for coming and going, in the order of the file."""

    keeps: tuple[str, ...]
    reads: tuple[str, ...]
    on: tuple[Why, ...]
    off: tuple[Why, ...]
    line: int = 0

    @property
    def move(self) -> Why | None:
        """The reason that is one for coming and one for going: a move within the village."""
        return next((w for w in self.on if w in self.off), None)

    def why(self, slug: str) -> Why | None:
        """The reason with this slug, for coming or for going."""
        return next((w for w in (*self.on, *self.off) if w.slug == slug), None)


@dataclass(frozen=True, slots=True)
class Roll:
    """A kind of roll.

    ``keeping``: who may what. ``audience``: who at most may read the names when the roll is posted. ``from_age``: who
    is younger is entered ahead and counts from that birthday. ``one_village``: nobody is on it in two villages.
    ``with_household``: who comes into or leaves a household comes onto or leaves it too. ``filed_with``: offices that
    receive it.
    """

    slug: str
    title: Words
    plain: Words
    keeping: Keeping
    audience: Audience
    basis: tuple[Basis, ...]
    from_age: int | None = None
    one_village: bool = False
    with_household: bool = False
    tallies: tuple[Tally, ...] = ()
    filed_with: tuple[str, ...] = ()
    note: Words | None = None
    line: int = 0

    @property
    def counts_capacity(self) -> bool:
        """Whether some body counts those of full civil capacity on it."""
        return any(Measure.CAPABLE in t.of.values() for t in self.tallies)


@dataclass(frozen=True)
class Rolls:
    """All rolls of an edition by slug, and the households beneath them (None: the edition has none of it)."""

    households: Keeping | None = None
    kinds: Mapping[str, Roll] = field(default_factory=dict)

    def tally_of(self, body: str) -> tuple[Roll, Tally] | None:
        """The roll on which a body counts, and how."""
        return next(((r, t) for r in self.kinds.values() for t in r.tallies if body in t.bodies), None)

    def parts(self) -> Iterator[Keeping]:
        """Everything that somebody keeps."""
        if self.households:
            yield self.households
        yield from (roll.keeping for roll in self.kinds.values())
