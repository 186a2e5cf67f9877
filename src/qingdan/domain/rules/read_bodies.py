"""Turns the plain content of ``bodies.yaml`` into bodies, and says in words what cannot be read.

Complaints name the key (``council.quorum[0].share``) and what to write instead; all of them come together.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from typing import Any, TypeVar

from qingdan.domain.complaints import BOTH, NAME, Miswritten, closest, is_unknown, one_of
from qingdan.domain.flow.values import Basis
from qingdan.domain.rules.at_key import At, BodiesError, KeyFault
from qingdan.domain.rules.bodies import Body, Call, Count, Frequency, Of, PassRule, Proxy, Threshold
from qingdan.domain.rules.limits import Limit, parse_limit
from qingdan.domain.words import Words

T = TypeVar("T")
_KEYS = (
    "like", "name", "basis", "counts", "quorum", "pass", "called_by", "must_call", "notice", "frequency", "years",
    "delegable", "online", "secret", "ballot", "proxy", "size", "setting", "note",
)  # fmt: skip
_SHARE = re.compile(r"(\d{1,3})/(\d{1,3})", re.ASCII)
_PERIODS = ("month", "quarter", "year", "term")


_BODY = Words(
    "请在下面写 name、basis、counts、quorum 和 pass。", "Write name, basis, counts, quorum and pass below it."
)
_BASIS = Words(
    "请写依据：basis: [{law: …, articles: […]}]。", "Say what it rests on: basis: [{law: …, articles: […]}]."
)
_CITED = Words("请写成 {law: 法律名, articles: [26]}。", "Write {law: the law's key, articles: [26]}.")
_COUNTS = Words(
    "请写数谁：counts: {villagers: {name: …, unit: …}}。",
    "Say who is counted: counts: {villagers: {name: …, unit: …}}.",
)
_COUNT = Words("请写成 {name: {zh: …, en: …}, unit: {zh: 人, en: people}}。", "Write {name: …, unit: …}, both phrases.")
_QUORUM = Words(
    "请写要到多少人：[{of: villagers, more_than: 1/2}]；不限人数写 []。",
    "Say how many must come: [{of: villagers, more_than: 1/2}], or [] for no number.",
)
_PASS = Words(
    "请写怎样算通过：pass: {of: present, more_than: 1/2}。", "Say what carries: pass: {of: present, more_than: 1/2}."
)
_THRESHOLD = Words(
    "请写成 {of: villagers, more_than: 1/2} 或 {of: households, at_least: 2/3}。",
    "Write {of: villagers, more_than: 1/2} or {of: households, at_least: 2/3}.",
)
_CALL = Words(
    "请写谁提议：{by: {zh: …, en: …}, at_least: 1/10}。", "Say who asks: {by: {zh: …, en: …}, at_least: 1/10}."
)
_FREQUENCY = Words("请写多久开几次：{times: 1, per: quarter}。", "Say how often: {times: 1, per: quarter}.")
_PROXY = Words(
    "请写可以委托谁：{by: {zh: …, en: …}, most: 3}。", "Say who may carry the vote: {by: {zh: …, en: …}, most: 3}."
)


def bodies_from(parsed: Mapping[str, Any]) -> dict[str, Body]:
    """The bodies of an edition by slug. ``like: other-slug`` takes over every key that a body does not give itself.

    :raises BodiesError: with one complaint for each body that cannot be read.
    """
    if not isinstance(parsed, Mapping):
        what = Words("这里应当是“键: 值”的写法", "a mapping must stand here")
        remedy = Words("请每个会议写一段：代号: {name: …}。", "Write one block for each body: slug: {name: …}.")
        raise BodiesError([KeyFault("bodies", what, remedy)])
    found: dict[str, Body] = {}
    complaints: list[KeyFault] = []
    for slug in parsed:
        try:
            found[slug] = _body(slug, At(slug, _inherit(slug, parsed)))
        except BodiesError as error:
            complaints += error.complaints
    if complaints:
        raise BodiesError(complaints)
    return found


def _inherit(slug: str, parsed: Mapping[str, Any]) -> Mapping[str, Any]:
    """A body's own keys over those of the body that it is like, one step only so that a reader need not climb."""
    own = At(slug, parsed[slug]).mapping(_KEYS, _BODY)
    if "like" not in own:
        return own
    model, at = str(own["like"]), At(f"{slug}.like", own["like"])
    if model not in parsed:
        at.fail(is_unknown(Words("会议", "body"), model), closest(model, [s for s in parsed if s != slug]))
    above = At(model, parsed[model]).mapping(_KEYS, _BODY)
    if "like" in above:
        further = above["like"]
        at.fail(
            Words(f"“{model}”自己也写了 like", f"{model!r} is itself like another body"),
            Words(f"请写 like: {further}，或在这里写全。", f"Write like: {further}, or give the keys here."),
        )
    return {**{k: v for k, v in above.items() if k != "note"}, **own}


def _body(slug: str, at: At) -> Body:
    basis = _basis(at.need("basis", _BASIS))
    counts = _counts(at.need("counts", _COUNTS))
    quorum = at.need("quorum", _QUORUM)
    known, asked = tuple(counts), at.get("must_call")
    return Body(
        slug=slug,
        name=at.need("name", NAME).words(),
        basis=basis,
        counts=counts,
        quorum=tuple(_threshold(q, known, basis) for q in quorum.items()),
        pass_rule=_pass(at.need("pass", _PASS), basis),
        called_by=_texts(at.get("called_by")),
        must_call=tuple(_call(c, basis) for c in (asked.items() if asked else [])),
        notice=_optional(at.get("notice"), _limit),
        frequency=_optional(at.get("frequency"), _frequency),
        years=_optional(at.get("years"), At.number),
        delegable=_flag(at.get("delegable")),
        online=_flag(at.get("online")),
        secret=_flag(at.get("secret")),
        ballot=_flag(at.get("ballot")),
        proxy=_optional(at.get("proxy"), _proxy),
        size=_optional(at.get("size"), _size),
        setting=_flag(at.get("setting")),
        note=_optional(at.get("note"), At.words),
    )


def _basis(at: At) -> tuple[Basis, ...]:
    return tuple(_one_basis(item) for item in at.items())


def _one_basis(at: At) -> Basis:
    at.mapping(("law", "articles", "note", "verified"), _CITED)
    verified = at.get("verified")
    return Basis(
        law=at.need(
            "law", Words("请写法律在 catalogue/laws 里的名称。", "Name the law by its key in catalogue/laws.")
        ).text(),
        articles=_texts(at.get("articles")),
        note=_optional(at.get("note"), At.words),
        verified=verified.flag() if verified else True,
    )


def _counts(at: At) -> dict[str, Count]:
    found = {}
    for key in at.mapping(None, _COUNTS):
        if key in list(Of):
            at.fail(
                Words(f"“{key}”另有固定的意思", f"{key!r} has a meaning of its own"),
                Words("请换一个名字，例如 villagers。", "Give the count another name, for example villagers."),
            )
        one = At(f"{at.key}.{key}", at.value[key])
        one.mapping(("name", "unit"), _COUNT)
        found[key] = Count(one.need("name", BOTH).words(), one.need("unit", BOTH).words())
    if not found:
        at.fail(Words("没有写数谁", "nobody is counted"), _COUNTS)
    return found


def _threshold(at: At, known: Sequence[str], basis: tuple[Basis, ...], extra: tuple[str, ...] = ()) -> Threshold:
    keys = ("of", "more_than", "at_least", "basis", "setting", *extra)
    at.mapping(keys, _THRESHOLD)
    of = at.need("of", Words(f"请写占谁的：of: {known[0]}。", f"Say of whom: of: {known[0]}."))
    if of.text() not in known:
        of.fail(Words(f"这里不数“{of.text()}”", f"{of.text()!r} is not counted here"), closest(of.text(), known))
    over, least = at.get("more_than"), at.get("at_least")
    if (over is None) == (least is None):
        at.fail(
            Words("more_than 和 at_least 要写而且只写一个", "exactly one of more_than and at_least must stand here"),
            Words(
                "过半数写 more_than: 1/2，三分之二以上写 at_least: 2/3。",
                "Write more_than: 1/2 for more than half, at_least: 2/3 for two thirds or more.",
            ),
        )
    own = at.get("basis")
    return Threshold(
        of=of.text(),
        share=_share(over or least or at, strict=over is not None),
        strict=over is not None,
        basis=_basis(own) if own else basis,
        setting=_flag(at.get("setting")),
    )


def _share(at: At, strict: bool) -> Fraction:
    written = _SHARE.fullmatch(at.text())
    if not written or not int(written[2]):
        at.fail(
            Words(f"“{at.value}”不是比例", f"{at.value!r} is not a share"),
            Words("请写分数，例如 1/2 或 2/3。", "Write a fraction, for example 1/2 or 2/3."),
        )
    share = Fraction(int(written[1]), int(written[2]))
    if not 0 < share <= 1 or (strict and share == 1):
        at.fail(
            Words(f"{at.value} 不是永远达不到，就是总能达到", f"{at.value} can never be satisfied or always is"),
            Words("请写 0 与 1 之间的比例，例如 1/2。", "Write a share between 0 and 1, for example 1/2."),
        )
    return share


def _pass(at: At, basis: tuple[Basis, ...]) -> PassRule:
    extra = ("most", "recused")
    at.mapping(("of", "more_than", "at_least", "basis", "setting", *extra), _PASS)
    most, recused = _flag(at.get("most")), at.get("recused")
    if recused and recused.text() not in ("leave", "stay"):
        recused.fail(
            Words(f"“{recused.text()}”不是这里可以写的词", f"{recused.text()!r} is not known"),
            Words("请写 leave（不计入到会）或 stay。", "Write leave (not counted as present) or stay."),
        )
    alone = most and "of" not in at.value
    return PassRule(
        threshold=None if alone else _threshold(at, list(Of), basis, extra),
        most=most,
        recused_leave=recused is None or recused.text() == "leave",
    )


def _call(at: At, basis: tuple[Basis, ...]) -> Call:
    at.mapping(("by", "at_least", "more_than", "basis", "setting"), _CALL)
    name = at.need("by", _CALL).words()
    plain = At(at.key, {**{k: v for k, v in at.value.items() if k != "by"}, "of": "entitled"})
    return Call(_threshold(plain, list(Of), basis), name)


def _limit(at: At) -> Limit:
    try:
        return parse_limit(at.text())
    except Miswritten as fault:
        at.fail(fault.what, fault.remedy)


def _frequency(at: At) -> Frequency:
    at.mapping(("times", "per"), _FREQUENCY)
    per = at.need("per", one_of(_PERIODS))
    if per.text() not in _PERIODS:
        per.fail(
            Words(f"“{per.text()}”不是这里可以写的词", f"{per.text()!r} is not known"), closest(per.text(), _PERIODS)
        )
    return Frequency(at.need("times", _FREQUENCY).number(), per.text())


def _proxy(at: At) -> Proxy:
    at.mapping(("by", "most"), _PROXY)
    return Proxy(at.need("by", _PROXY).words(), _optional(at.get("most"), At.number))


def _size(at: At) -> tuple[int, int]:
    ends = [item.number() for item in at.items()]
    if len(ends) != 2 or ends[0] > ends[1]:
        at.fail(
            Words("人数要写最少和最多", "the size needs a least and a most"),
            Words("请写成例如 [3, 7]。", "Write for example [3, 7]."),
        )
    return ends[0], ends[1]


def _texts(at: At | None) -> tuple[str, ...]:
    return tuple(item.text() for item in at.items()) if at else ()


def _flag(at: At | None) -> bool:
    return at.flag() if at else False


def _optional(at: At | None, read: Callable[[At], T]) -> T | None:
    return read(at) if at else None
