"""Reads the rules of a body: whom it rests on, who is counted, quorum and pass rule, who may demand it, proxies."""

from __future__ import annotations

import re
from collections.abc import Sequence
from fractions import Fraction

from qingdan.domain.complaints import BOTH, Miswritten, closest, one_of
from qingdan.domain.flow.values import Basis
from qingdan.domain.rules.at_key import At, flag, optional, texts
from qingdan.domain.rules.bodies import Call, Count, Frequency, Of, PassRule, Proxy, Threshold
from qingdan.domain.rules.limits import Limit, parse_limit
from qingdan.domain.words import Words

_SHARE = re.compile(r"(\d{1,3})/(\d{1,3})", re.ASCII)
_PERIODS = ("month", "quarter", "year", "term")
_CITED = Words("请写成 {law: 法律名, articles: [26]}。", "Write {law: the law's key, articles: [26]}.")
COUNTS = Words(
    "请写数谁：counts: {villagers: {name: …, unit: …}}。",
    "Say who is counted: counts: {villagers: {name: …, unit: …}}.",
)
_COUNT = Words("请写成 {name: {zh: …, en: …}, unit: {zh: 人, en: people}}。", "Write {name: …, unit: …}, both phrases.")
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
PASS = Words(
    "请写怎样算通过：pass: {of: present, more_than: 1/2}。", "Say what carries: pass: {of: present, more_than: 1/2}."
)


def basis_of(at: At) -> tuple[Basis, ...]:
    """A list of ``{law, articles, note?, verified?}``."""
    return tuple(_one_basis(item) for item in at.items())


def _one_basis(at: At) -> Basis:
    at.mapping(("law", "articles", "note", "verified"), _CITED)
    verified = at.get("verified")
    return Basis(
        law=at.need(
            "law", Words("请写法律在 catalogue/laws 里的名称。", "Name the law by its key in catalogue/laws.")
        ).text(),
        articles=texts(at.get("articles")),
        note=optional(at.get("note"), At.words),
        verified=verified.flag() if verified else True,
    )


def counts_of(at: At) -> dict[str, Count]:
    """Who is counted, by name; the first are those who vote."""
    found = {}
    for key in at.mapping(None, COUNTS):
        if key in list(Of):
            at.fail(
                Words(f"“{key}”另有固定的意思", f"{key!r} has a meaning of its own"),
                Words("请换一个名字，例如 villagers。", "Give the count another name, for example villagers."),
            )
        one = At(f"{at.key}.{key}", at.value[key])
        one.mapping(("name", "unit"), _COUNT)
        found[key] = Count(one.need("name", BOTH).words(), one.need("unit", BOTH).words())
    if not found:
        at.fail(Words("没有写数谁", "nobody is counted"), COUNTS)
    return found


def threshold_of(at: At, known: Sequence[str], basis: tuple[Basis, ...], extra: tuple[str, ...] = ()) -> Threshold:
    """A share of one of ``known``; ``extra`` are further keys that another reads."""
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
        basis=basis_of(own) if own else basis,
        setting=flag(at.get("setting")),
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


def pass_of(at: At, basis: tuple[Basis, ...]) -> PassRule:
    """What carries a motion. ``basis`` stands in where the rule names none of its own."""
    extra = ("most", "recused")
    at.mapping(("of", "more_than", "at_least", "basis", "setting", *extra), PASS)
    most, recused = flag(at.get("most")), at.get("recused")
    if recused and recused.text() not in ("leave", "stay"):
        recused.fail(
            Words(f"“{recused.text()}”不是这里可以写的词", f"{recused.text()!r} is not known"),
            Words("请写 leave（不计入到会）或 stay。", "Write leave (not counted as present) or stay."),
        )
    alone = most and "of" not in at.value
    return PassRule(
        threshold=None if alone else threshold_of(at, list(Of), basis, extra),
        most=most,
        recused_leave=recused is None or recused.text() == "leave",
    )


def call_of(at: At, basis: tuple[Basis, ...]) -> Call:
    """How many of whom may demand a meeting."""
    at.mapping(("by", "at_least", "more_than", "basis", "setting"), _CALL)
    name = at.need("by", _CALL).words()
    plain = At(at.key, {**{k: v for k, v in at.value.items() if k != "by"}, "of": "entitled"})
    return Call(threshold_of(plain, list(Of), basis), name)


def limit_of(at: At) -> Limit:
    """A time limit, as ``10 days``."""
    try:
        return parse_limit(at.text())
    except Miswritten as fault:
        at.fail(fault.what, fault.remedy)


def frequency_of(at: At) -> Frequency:
    """How often it meets at least."""
    at.mapping(("times", "per"), _FREQUENCY)
    per = at.need("per", one_of(_PERIODS))
    if per.text() not in _PERIODS:
        per.fail(
            Words(f"“{per.text()}”不是这里可以写的词", f"{per.text()!r} is not known"), closest(per.text(), _PERIODS)
        )
    return Frequency(at.need("times", _FREQUENCY).number(), per.text())


def proxy_of(at: At) -> Proxy:
    """Who may carry another's vote, and how many."""
    at.mapping(("by", "most", "candidates", "basis"), _PROXY)
    candidates = at.get("candidates")
    return Proxy(
        by=at.need("by", _PROXY).words(),
        most=optional(at.get("most"), At.number),
        candidates=candidates.flag() if candidates else True,
        basis=optional(at.get("basis"), basis_of) or (),
    )


def size_of(at: At) -> tuple[int, int | None]:
    """The least and the greatest number of members; ``[21]`` where the law sets no greatest."""
    ends = [item.number() for item in at.items()]
    if len(ends) not in (1, 2) or ends[0] > ends[-1]:
        at.fail(
            Words("人数要写最少和最多", "the size needs a least and a most"),
            Words("请写成例如 [3, 7]；没有最多的写 [21]。", "Write for example [3, 7], or [21] for 21 and more."),
        )
    return ends[0], ends[1] if len(ends) == 2 else None
