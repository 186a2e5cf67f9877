"""Reads ``edition.yaml``: the edition's names and dates, its limits, parties, kinds of evidence and boards."""

from __future__ import annotations

from qingdan.domain.catalogue.fields import (
    basis_or_none,
    each_named,
    flag,
    know,
    read_date,
    read_slug,
    words_or_none,
)  # fmt: skip
from qingdan.domain.catalogue.parts import AudienceLimit, Counts, Head, Limit
from qingdan.domain.flow.model import FactType
from qingdan.domain.reading import Place
from qingdan.domain.rules.audience import Audience
from qingdan.domain.words import Words

LIMIT_TYPES = ("money", "days", "count")
STATUSES = ("reference", "adopted")
_PHRASES = "Write one {zh: …, en: …} for each."


def read_head(place: Place) -> Head:
    """:raises DefinitionError: with everything that is missing or wrong."""
    know(
        place, "slug", "title", "city", "version", "in_force", "status", "note", "counts", "complete", "limits",
        "audience_limits", "parties", "evidence", "boards",
    )  # fmt: skip
    city = place.need("city", "Write the city's six-digit division code.")
    if not (city.text().isdecimal() and len(city.text()) == 6):
        city.fail(f"{city.text()!r} is not a city's code", "Write six digits, for example 419001.")
    return Head(
        slug=read_slug(place.need("slug", "Write the edition's short name, for example jiyuan.")),
        title=place.need("title", "Name the edition: {zh: …, en: …}.").words(),
        city=city.text(),
        version=place.need("version", "Write the version, for example 1.0.").text(),
        in_force=read_date(place.need("in_force", "Write the day since when it is in force.")),
        status=place.need("status", "Write status: reference or adopted.").choice(STATUSES),
        note=place.need("note", "Say where this edition comes from: {zh: …, en: …}.").words(),
        counts=_counts(place.need("counts", "Write counts: {powers: …, duties: …, prohibitions: …}.")),
        complete=flag(place.get("complete"), False),
        limits=each_named(place.need("limits", "Name the limits that flows compare with."), _limit),
        audience_limits=_audience_limits(place.need("audience_limits", "Say for each personal type who at most.")),
        parties=_phrases(place.need("parties", "Name the roles that are not posts. " + _PHRASES)),
        evidence=_phrases(place.need("evidence", "Name the kinds of evidence. " + _PHRASES)),
        boards=_phrases(place.need("boards", "Name the three boards. " + _PHRASES)),
        file=place.file,
    )


def _phrases(place: Place) -> dict[str, Words]:
    return each_named(place, lambda _, p: p.words())


def _counts(place: Place) -> Counts:
    know(place, "powers", "duties", "prohibitions")
    numbers = [place.need(k, "Write a whole number.").number() for k in ("powers", "duties", "prohibitions")]
    return Counts(*numbers)


def _limit(name: str, place: Place) -> Limit:
    know(place, "type", "value", "title", "basis", "setting", "verified", "note")
    basis, setting = basis_or_none(place.get("basis")), flag(place.get("setting"), False)
    if not basis and not setting:
        place.fail("a limit needs its reason", "Write basis: [{law: …, articles: […]}], or setting: true.")
    value = place.need("value", "Write a whole number; money in 分, so that 5000元 is 500000.")
    if value.number() < 0:
        value.fail("a limit is never below zero", "Write 0 or more.")
    return Limit(
        name=name,
        type=place.need("type", "Write type: money, days or count.").choice(LIMIT_TYPES),
        value=value.number(),
        title=place.need("title", "Name it: {zh: …, en: …}.").words(),
        basis=basis,
        setting=setting,
        verified=flag(place.get("verified"), True),
        note=words_or_none(place.get("note")),
        line=place.line,
    )


def _audience_limits(place: Place) -> dict[FactType, AudienceLimit]:
    found = {}
    for name, limit in place.pairs():
        if name not in set(FactType):
            limit.fail(f"{name!r} is no type of fact", "Write one of: " + ", ".join(FactType))
        found[FactType(name)] = _audience_limit(FactType(name), limit)
    return found


def _audience_limit(type_: FactType, place: Place) -> AudienceLimit:
    if not place.is_mapping():
        return AudienceLimit(type_, Audience(place.choice(list(Audience))), line=place.line)
    know(place, "audience", "basis", "note")
    widest = place.need("audience", "Say who at most may see such a fact.").choice(list(Audience))
    return AudienceLimit(type_, Audience(widest), basis_or_none(place.get("basis")), place.line)
