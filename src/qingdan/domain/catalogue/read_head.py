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
from qingdan.domain.complaints import NAME, one_of
from qingdan.domain.flow.model import FactType
from qingdan.domain.flow.parse_limit import read_limit
from qingdan.domain.reading import Place
from qingdan.domain.rules.audience import Audience
from qingdan.domain.words import Words

LIMIT_TYPES = ("money", "days", "count")
STATUSES = ("reference", "adopted")
_PHRASES = Words("每个写一条 {zh: …, en: …}。", "Write one {zh: …, en: …} for each.")
_CITY = Words("请写市的六位区划代码。", "Write the city's six-digit division code.")
_SLUG = Words("请写这一版清单的代号，例如 jiyuan。", "Write the edition's short name, for example jiyuan.")
_TITLE = Words("请写清单的名称：{zh: …, en: …}。", "Name the edition: {zh: …, en: …}.")
_VERSION = Words("请写版本号，例如 1.0。", "Write the version, for example 1.0.")
_IN_FORCE = Words("请写从哪一天起施行。", "Write the day since when it is in force.")
_STATUS = Words("请写 status: reference（参考）或 adopted（正式）。", "Write status: reference or adopted.")
_NOTE = Words("请写这一版的来源：{zh: …, en: …}。", "Say where this edition comes from: {zh: …, en: …}.")
_COUNTS = Words(
    "请写 counts: {powers: …, duties: …, prohibitions: …}。", "Write counts: {powers: …, duties: …, prohibitions: …}."
)
_LIMITS = Words("请写流程要比较的限额。", "Name the limits that flows compare with.")
_WIDEST = Words("请写每种个人信息最多给谁看。", "Say for each personal type who at most.")
_PARTIES = Words("请写不是职务的当事人，", "Name the roles that are not posts.") + _PHRASES
_NOT_ASKING = Words("只有会来申请的当事人才有答复期限", "only a party who asks is answered within a time")
_EVIDENCE = Words("请写佐证材料的种类，", "Name the kinds of evidence.") + _PHRASES
_BOARDS = Words("请写三个公开栏，", "Name the three boards.") + _PHRASES
_VALUE = Words(
    "请写整数；钱以分为单位，5000元写 500000。", "Write a whole number; money in fen, so that 5000 yuan is 500000."
)


def read_head(place: Place) -> Head:
    """:raises DefinitionError: with everything that is missing or wrong."""
    know(
        place, "slug", "title", "city", "version", "in_force", "status", "note", "counts", "complete", "limits",
        "audience_limits", "parties", "evidence", "boards",
    )  # fmt: skip
    city = place.need("city", _CITY)
    if not (city.text().isdecimal() and len(city.text()) == 6):
        city.fail(
            Words(f"“{city.text()}”不是市的代码", f"{city.text()!r} is not a city's code"),
            Words("请写六位数字，例如 419001。", "Write six digits, for example 419001."),
        )
    parties = place.need("parties", _PARTIES)
    return Head(
        slug=read_slug(place.need("slug", _SLUG)),
        title=place.need("title", _TITLE).words(),
        city=city.text(),
        version=place.need("version", _VERSION).text(),
        in_force=read_date(place.need("in_force", _IN_FORCE)),
        status=place.need("status", _STATUS).choice(STATUSES),
        note=place.need("note", _NOTE).words(),
        counts=_counts(place.need("counts", _COUNTS)),
        complete=flag(place.get("complete"), False),
        limits=each_named(place.need("limits", _LIMITS), _limit),
        audience_limits=_audience_limits(place.need("audience_limits", _WIDEST)),
        parties=each_named(parties, _party),
        asking=frozenset(name for name, p in parties.pairs() if flag(p.get("asks"), False)),
        answers={name: limit for name, p in parties.pairs() if (limit := _answer(p))},
        evidence=_phrases(place.need("evidence", _EVIDENCE)),
        boards=_phrases(place.need("boards", _BOARDS)),
        file=place.file,
    )


def _phrases(place: Place) -> dict[str, Words]:
    return each_named(place, lambda _, p: p.words())


def _party(name: str, place: Place) -> Words:
    know(place, "zh", "en", "asks", "answer")
    return place.words()


def _answer(party: Place) -> str:
    answer = party.get("answer")
    if answer is None:
        return ""
    if not flag(party.get("asks"), False):
        answer.fail(_NOT_ASKING, Words("请加上 asks: true，或删去 answer。", "Add asks: true, or delete answer."))
    read_limit(answer)
    return answer.text()


def _counts(place: Place) -> Counts:
    know(place, "powers", "duties", "prohibitions")
    numbers = [
        place.need(k, Words("请写整数。", "Write a whole number.")).number()
        for k in ("powers", "duties", "prohibitions")
    ]
    return Counts(*numbers)


def _limit(name: str, place: Place) -> Limit:
    know(place, "type", "value", "title", "basis", "setting", "verified", "note")
    basis, setting = basis_or_none(place.get("basis")), flag(place.get("setting"), False)
    if not basis and not setting:
        place.fail(
            Words("限额要有依据", "a limit needs its reason"),
            Words(
                "请写 basis: [{law: …, articles: […]}]，或写 setting: true。",
                "Write basis: [{law: …, articles: […]}], or setting: true.",
            ),
        )
    value = place.need("value", _VALUE)
    if value.number() < 0:
        value.fail(
            Words("限额不能小于零", "a limit is never below zero"), Words("请写 0 或更大的数。", "Write 0 or more.")
        )
    return Limit(
        name=name,
        type=place.need("type", one_of(LIMIT_TYPES)).choice(LIMIT_TYPES),
        value=value.number(),
        title=place.need("title", NAME).words(),
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
            limit.fail(Words(f"“{name}”不是数据项的类型", f"{name!r} is no type of fact"), one_of(FactType))
        found[FactType(name)] = _audience_limit(FactType(name), limit)
    return found


def _audience_limit(type_: FactType, place: Place) -> AudienceLimit:
    if not place.is_mapping():
        return AudienceLimit(type_, Audience(place.choice(list(Audience))), line=place.line)
    know(place, "audience", "basis", "note")
    widest = place.need("audience", Words("请写这种信息最多给谁看。", "Say who at most may see such a fact.")).choice(
        list(Audience)
    )
    return AudienceLimit(type_, Audience(widest), basis_or_none(place.get("basis")), place.line)
