"""Reads ``rolls.yaml``: reasons, households, and one block for each roll."""

from __future__ import annotations

from collections.abc import Mapping

from qingdan.domain.catalogue.fields import (
    each,
    each_named,
    flag,
    know,
    read_slug,
    texts,
    words_or_none,
)  # fmt: skip
from qingdan.domain.catalogue.rolls import Keeping, Measure, Roll, Rolls, Tally, Why
from qingdan.domain.flow.parse_step import read_basis
from qingdan.domain.reading import Place, closest
from qingdan.domain.rules.audience import Audience

_NAME = "Name it: {zh: …, en: …}."
_OLDEST = 150


def read_rolls(place: Place) -> Rolls:
    """:raises DefinitionError: with everything that is missing or wrong."""
    know(place, "reasons", "households", "rolls")
    reasons = each_named(place.need("reasons", "Write reasons: and under it {zh: …, en: …} for each."), _reason)
    households = place.get("households")
    if households:
        know(households, "keeps", "reads", "on", "off")
    kinds = each_named(
        place.need("rolls", "Write rolls: and under it one block for each."), lambda s, p: _roll(s, p, reasons)
    )
    return Rolls(_keeping(households, reasons) if households else None, kinds)


def _reason(slug: str, place: Place) -> Why:
    know(place, "name", "also")
    return Why(slug, place.need("name", _NAME).words(), texts(place.get("also")))


def _roll(slug: str, place: Place, reasons: Mapping[str, Why]) -> Roll:
    know(
        place, "title", "plain", "keeps", "reads", "audience", "from_age", "one_village", "with_household", "on", "off",
        "counted_by", "filed_with", "basis", "note",
    )  # fmt: skip
    age, tallies = place.get("from_age"), place.get("counted_by")
    return Roll(
        slug=_own_slug(slug, place),
        title=place.need("title", _NAME).words(),
        plain=place.need("plain", "Say it in a villager's words: {zh: …, en: …}.").words(),
        keeping=_keeping(place, reasons),
        audience=Audience(place.need("audience", "Say who at most may read the names.").choice(list(Audience))),
        basis=read_basis(place.need("basis", "Say what it rests on: basis: [{law: …, articles: […]}].")),
        from_age=_age(age) if age else None,
        one_village=flag(place.get("one_village"), False),
        with_household=flag(place.get("with_household"), False),
        tallies=tuple(each(tallies, _tally)) if tallies else (),
        filed_with=texts(place.get("filed_with")),
        note=words_or_none(place.get("note")),
        line=place.line,
    )


def _own_slug(slug: str, place: Place) -> str:
    # A key has no place of its own to complain at; its value's is on the same line or the next.
    if slug != slug.lower() or not slug.replace("-", "").isalnum() or not slug.isascii() or slug.isdecimal():
        place.fail(
            f"{slug!r} is not a short name", "Write lower-case English words joined by hyphens, as party-members."
        )
    return slug


def _keeping(place: Place, reasons: Mapping[str, Why]) -> Keeping:
    keeps = place.need("keeps", "Name the posts that keep it: keeps: [village-clerk].")
    if not texts(keeps):
        keeps.fail("nobody keeps it", "Name at least one post, for example keeps: [village-clerk].")
    return Keeping(
        keeps=texts(keeps),
        reads=texts(place.get("reads")),
        on=_reasons(place.need("on", "Name the reasons for coming onto it: on: [born, moved-in]."), reasons),
        off=_reasons(place.need("off", "Name the reasons for leaving it: off: [died, moved-out]."), reasons),
        line=place.line,
    )


def _reasons(place: Place, reasons: Mapping[str, Why]) -> tuple[Why, ...]:
    return tuple(each(place, lambda p: _known_reason(p, reasons)))


def _known_reason(place: Place, reasons: Mapping[str, Why]) -> Why:
    slug = read_slug(place)
    if slug not in reasons:
        place.fail(f"the reason {slug!r} is not known", closest(slug, reasons))
    return reasons[slug]


def _age(place: Place) -> int:
    if not 1 <= place.number() <= _OLDEST:
        place.fail(f"{place.number()} is no age", f"Write a whole number of years from 1 to {_OLDEST}.")
    return place.number()


def _tally(place: Place) -> Tally:
    know(place, "bodies", "of", "also")
    of = place.need("of", "Say what the body counts: of: {villagers: persons, households: households}.")
    return Tally(
        bodies=texts(place.need("bodies", "Name the bodies of bodies.yaml: bodies: [villagers-assembly].")),
        of=each_named(of, lambda _, p: Measure(p.choice(list(Measure)))),
        also=texts(place.get("also")),
        line=place.line,
    )
