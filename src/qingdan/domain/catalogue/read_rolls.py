"""Reads ``rolls.yaml``: reasons, households, and one block for each roll."""

from __future__ import annotations

from collections.abc import Mapping

from qingdan.domain.catalogue.fields import (
    BASIS,
    each,
    each_named,
    flag,
    know,
    read_slug,
    texts,
    words_or_none,
)  # fmt: skip
from qingdan.domain.catalogue.rolls import Keeping, Measure, Roll, Rolls, Tally, Why
from qingdan.domain.complaints import NAME, closest, is_unknown
from qingdan.domain.flow.parse_step import read_basis
from qingdan.domain.reading import Place
from qingdan.domain.rules.audience import Audience
from qingdan.domain.words import Words

_OLDEST = 150
_REASON = Words("缘由", "reason")
_REASONS = Words(
    "请写 reasons:，下面每个缘由写 {zh: …, en: …}。", "Write reasons: and under it {zh: …, en: …} for each."
)
_ROLLS = Words("请写 rolls:，下面每个名册写一段。", "Write rolls: and under it one block for each.")
_PLAIN = Words("请用村民的话写：{zh: …, en: …}。", "Say it in a villager's words: {zh: …, en: …}.")
_AUDIENCE = Words("请写名字最多给谁看。", "Say who at most may read the names.")
_SLUG = Words(
    "请写小写英文单词，用连字符连接，例如 party-members。",
    "Write lower-case English words joined by hyphens, as party-members.",
)
_KEEPS = Words("请写由哪些职务管：keeps: [village-clerk]。", "Name the posts that keep it: keeps: [village-clerk].")
_ON = Words("请写列入的缘由：on: [born, moved-in]。", "Name the reasons for coming onto it: on: [born, moved-in].")
_OFF = Words("请写去掉的缘由：off: [died, moved-out]。", "Name the reasons for leaving it: off: [died, moved-out].")
_OF = Words(
    "请写会议数什么：of: {villagers: persons, households: households}。",
    "Say what the body counts: of: {villagers: persons, households: households}.",
)
_BODIES = Words(
    "请写 bodies.yaml 里的会议：bodies: [villagers-assembly]。",
    "Name the bodies of bodies.yaml: bodies: [villagers-assembly].",
)


def read_rolls(place: Place) -> Rolls:
    """:raises DefinitionError: with everything that is missing or wrong."""
    know(place, "reasons", "households", "rolls")
    reasons = each_named(place.need("reasons", _REASONS), _reason)
    households = place.get("households")
    if households:
        know(households, "keeps", "reads", "on", "off")
    kinds = each_named(place.need("rolls", _ROLLS), lambda s, p: _roll(s, p, reasons))
    return Rolls(_keeping(households, reasons) if households else None, kinds)


def _reason(slug: str, place: Place) -> Why:
    know(place, "name", "also")
    return Why(slug, place.need("name", NAME).words(), texts(place.get("also")))


def _roll(slug: str, place: Place, reasons: Mapping[str, Why]) -> Roll:
    know(
        place, "title", "plain", "keeps", "reads", "audience", "from_age", "one_village", "with_household", "on", "off",
        "counted_by", "filed_with", "basis", "note",
    )  # fmt: skip
    age, tallies = place.get("from_age"), place.get("counted_by")
    return Roll(
        slug=_own_slug(slug, place),
        title=place.need("title", NAME).words(),
        plain=place.need("plain", _PLAIN).words(),
        keeping=_keeping(place, reasons),
        audience=Audience(place.need("audience", _AUDIENCE).choice(list(Audience))),
        basis=read_basis(place.need("basis", BASIS)),
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
        place.fail(Words(f"“{slug}”不是代号", f"{slug!r} is not a short name"), _SLUG)
    return slug


def _keeping(place: Place, reasons: Mapping[str, Why]) -> Keeping:
    keeps = place.need("keeps", _KEEPS)
    if not texts(keeps):
        keeps.fail(Words("没有谁管它", "nobody keeps it"), _KEEPS)
    return Keeping(
        keeps=texts(keeps),
        reads=texts(place.get("reads")),
        on=_reasons(place.need("on", _ON), reasons),
        off=_reasons(place.need("off", _OFF), reasons),
        line=place.line,
    )


def _reasons(place: Place, reasons: Mapping[str, Why]) -> tuple[Why, ...]:
    return tuple(each(place, lambda p: _known_reason(p, reasons)))


def _known_reason(place: Place, reasons: Mapping[str, Why]) -> Why:
    slug = read_slug(place)
    if slug not in reasons:
        place.fail(is_unknown(_REASON, slug), closest(slug, reasons))
    return reasons[slug]


def _age(place: Place) -> int:
    years = place.number()
    if not 1 <= years <= _OLDEST:
        place.fail(
            Words(f"{years} 不是年龄", f"{years} is no age"),
            Words(f"请写 1 到 {_OLDEST} 的整数（周岁）。", f"Write a whole number of years from 1 to {_OLDEST}."),
        )
    return years


def _tally(place: Place) -> Tally:
    know(place, "bodies", "of", "also")
    of = place.need("of", _OF)
    return Tally(
        bodies=texts(place.need("bodies", _BODIES)),
        of=each_named(of, lambda _, p: Measure(p.choice(list(Measure)))),
        also=texts(place.get("also")),
        line=place.line,
    )
