"""``separation.yaml``: what is done where a step cannot be done, or would lose its check, because of who holds what."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from qingdan.domain.catalogue.fields import each, each_named, know, texts
from qingdan.domain.complaints import NAME
from qingdan.domain.reading import Place
from qingdan.domain.words import Words

STEP, CHECK = "step", "check"
_SEATS = Words("请写人数，例如 seats: 2。", "Write a number of persons, as seats: 2.")
_REMEDIES = Words("请写有哪些补救办法，每个一个代号。", "Name the remedies, each under a short name.")
_RULES = Words("请写什么情形用哪个办法。", "Say which remedy is for what.")
_HOW = Words("请写怎样做。", "Say how it is done.")
_LOSES = Words("请写 loses: [step]、[check] 或两个都写。", "Write loses: [step], [check] or both.")
_REMEDY = Words("请写 remedies 里的一个代号。", "Name one of the remedies.")


@dataclass(frozen=True, slots=True)
class Remedy:
    """What is done instead. ``by``: the posts that do it; () for whoever stands in by the standing rule."""

    slug: str
    name: Words
    how: Words
    by: tuple[str, ...] = ()
    line: int = 0


@dataclass(frozen=True, slots=True)
class RemedyRule:
    """Which remedy there is when a step cannot be done (``step``) or loses its check (``check``)."""

    loses: tuple[str, ...]
    remedy: str
    line: int = 0


@dataclass(frozen=True, slots=True)
class SeparationRule:
    """How many persons are supposed in posts that several may hold, who stands in for whom, and what helps."""

    seats: int = 2
    deputies: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    remedies: Mapping[str, Remedy] = field(default_factory=dict)
    rules: tuple[RemedyRule, ...] = ()
    line: int = 0
    file: str = ""


def read_separation(place: Place) -> SeparationRule:
    """:raises DefinitionError: with everything that is missing or wrong."""
    know(place, "seats", "deputies", "remedies", "rules")
    deputies = place.get("deputies")
    return SeparationRule(
        seats=place.need("seats", _SEATS).number(),
        deputies=each_named(deputies, lambda slug, p: texts(p)) if deputies else {},
        remedies=each_named(place.need("remedies", _REMEDIES), _remedy),
        rules=tuple(each(place.need("rules", _RULES), _rule)),
        line=place.line,
        file=place.file,
    )


def _remedy(slug: str, place: Place) -> Remedy:
    know(place, "name", "how", "by")
    return Remedy(
        slug=slug,
        name=place.need("name", NAME).words(),
        how=place.need("how", _HOW).words(),
        by=texts(place.get("by")),
        line=place.line,
    )


def _rule(place: Place) -> RemedyRule:
    know(place, "loses", "remedy")
    loses = place.need("loses", _LOSES)
    return RemedyRule(
        loses=tuple(p.choice((STEP, CHECK)) for p in loses.one_or_many()),
        remedy=place.need("remedy", _REMEDY).text(),
        line=place.line,
    )
