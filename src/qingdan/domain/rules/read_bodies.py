"""Turns the plain content of ``bodies.yaml`` into bodies, and says in words what cannot be read.

Complaints name the key (``council.quorum[0].share``) and what to write instead; all of them come together.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from typing import Any, NoReturn, TypeVar

from qingdan.domain.flow.values import Basis
from qingdan.domain.reading import closest
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


class BodiesError(ValueError):
    """``bodies.yaml`` cannot be used; ``complaints`` names every key and what to write there."""

    def __init__(self, complaints: Sequence[str]) -> None:
        self.complaints = tuple(complaints)
        super().__init__("\n".join(complaints))


class _At:
    """A value of the file and the key at which it stands."""

    def __init__(self, key: str, value: Any) -> None:
        self.key, self.value = key, value

    def fail(self, what: str, remedy: str) -> NoReturn:
        raise BodiesError([f"{self.key}: {what}. {remedy}"])

    def mapping(self, known: Sequence[str] | None, remedy: str) -> Mapping[str, Any]:
        if not isinstance(self.value, Mapping):
            self.fail("a mapping must stand here", remedy)
        for key in self.value if known is not None else ():
            if known is not None and str(key) not in known:
                self.fail(f"the key {key!r} is not known here", closest(str(key), known))
        return self.value

    def get(self, key: str) -> _At | None:
        return _At(f"{self.key}.{key}", self.value[key]) if key in self.value else None

    def need(self, key: str, remedy: str) -> _At:
        found = self.get(key)
        if found is None:
            self.fail(f"{key!r} is missing", remedy)
        return found

    def items(self) -> list[_At]:
        many = self.value if isinstance(self.value, list | tuple) else [self.value]
        return [_At(f"{self.key}[{i}]", item) for i, item in enumerate(many)]

    def text(self) -> str:
        if isinstance(self.value, bool) or not isinstance(self.value, str | int) or not str(self.value).strip():
            self.fail("a text must stand here", "Write it after the colon; it may not be empty.")
        return str(self.value).strip()

    def number(self) -> int:
        if isinstance(self.value, bool) or not isinstance(self.value, int) or self.value < 1:
            self.fail(f"{self.value!r} is not a whole number from 1", "Write digits only, for example 3.")
        return self.value

    def flag(self) -> bool:
        if not isinstance(self.value, bool):
            self.fail(f"{self.value!r} is neither true nor false", "Write true or false.")
        return self.value

    def words(self) -> Words:
        self.mapping(("zh", "en"), _BOTH)
        return Words(self.need("zh", _BOTH).text(), self.need("en", _BOTH).text())


_BOTH = "Write {zh: 中文, en: English}."


def bodies_from(parsed: Mapping[str, Any]) -> dict[str, Body]:
    """The bodies of an edition by slug. ``like: other-slug`` takes over every key that a body does not give itself.

    :raises BodiesError: with one complaint for each body that cannot be read.
    """
    if not isinstance(parsed, Mapping):
        raise BodiesError(["bodies: a mapping must stand here. Write one block for each body: slug: {name: …}."])
    found: dict[str, Body] = {}
    complaints: list[str] = []
    for slug in parsed:
        try:
            found[slug] = _body(slug, _At(slug, _inherit(slug, parsed)))
        except BodiesError as error:
            complaints += error.complaints
    if complaints:
        raise BodiesError(complaints)
    return found


def _inherit(slug: str, parsed: Mapping[str, Any]) -> Mapping[str, Any]:
    """A body's own keys over those of the body that it is like, one step only so that a reader need not climb."""
    own = _At(slug, parsed[slug]).mapping(_KEYS, "Write name, basis, counts, quorum and pass below it.")
    if "like" not in own:
        return own
    model, at = str(own["like"]), _At(f"{slug}.like", own["like"])
    if model not in parsed:
        at.fail(f"there is no body {model!r}", closest(model, [s for s in parsed if s != slug]))
    above = _At(model, parsed[model]).mapping(_KEYS, "Write name, basis, counts, quorum and pass below it.")
    if "like" in above:
        at.fail(f"{model!r} is itself like another body", f"Write like: {above['like']}, or give the keys here.")
    return {**{k: v for k, v in above.items() if k != "note"}, **own}


def _body(slug: str, at: _At) -> Body:
    basis = _basis(at.need("basis", "Say what it rests on: basis: [{law: …, articles: […]}]."))
    counts = _counts(at.need("counts", "Say who is counted: counts: {villagers: {name: …, unit: …}}."))
    quorum = at.need("quorum", "Say how many must come: [{of: villagers, more_than: 1/2}], or [] for no number.")
    known, asked = tuple(counts), at.get("must_call")
    return Body(
        slug=slug,
        name=at.need("name", f"Name it: name: {_BOTH[6:]}").words(),
        basis=basis,
        counts=counts,
        quorum=tuple(_threshold(q, known, basis) for q in quorum.items()),
        pass_rule=_pass(at.need("pass", "Say what carries: pass: {of: present, more_than: 1/2}."), basis),
        called_by=_texts(at.get("called_by")),
        must_call=tuple(_call(c, basis) for c in (asked.items() if asked else [])),
        notice=_optional(at.get("notice"), _limit),
        frequency=_optional(at.get("frequency"), _frequency),
        years=_optional(at.get("years"), _At.number),
        delegable=_flag(at.get("delegable")),
        online=_flag(at.get("online")),
        secret=_flag(at.get("secret")),
        ballot=_flag(at.get("ballot")),
        proxy=_optional(at.get("proxy"), _proxy),
        size=_optional(at.get("size"), _size),
        setting=_flag(at.get("setting")),
        note=_optional(at.get("note"), _At.words),
    )


def _basis(at: _At) -> tuple[Basis, ...]:
    return tuple(_one_basis(item) for item in at.items())


def _one_basis(at: _At) -> Basis:
    at.mapping(("law", "articles", "note", "verified"), "Write {law: 村民委员会组织法, articles: [26]}.")
    verified = at.get("verified")
    return Basis(
        law=at.need("law", "Name the law by its key in catalogue/laws.").text(),
        articles=_texts(at.get("articles")),
        note=_optional(at.get("note"), _At.words),
        verified=verified.flag() if verified else True,
    )


def _counts(at: _At) -> dict[str, Count]:
    found = {}
    for key in at.mapping(None, "Write counts: {villagers: {name: {zh: …, en: …}, unit: {zh: 人, en: people}}}."):
        if key in list(Of):
            at.fail(f"{key!r} has a meaning of its own", "Give the count another name, for example villagers.")
        one = at.need(key, "")
        one.mapping(("name", "unit"), "Write {name: {zh: …, en: …}, unit: {zh: 人, en: people}}.")
        found[key] = Count(one.need("name", _BOTH).words(), one.need("unit", _BOTH).words())
    if not found:
        at.fail("nobody is counted", "Write counts: {villagers: {name: …, unit: …}}.")
    return found


def _threshold(at: _At, known: Sequence[str], basis: tuple[Basis, ...], extra: tuple[str, ...] = ()) -> Threshold:
    keys = ("of", "more_than", "at_least", "basis", "setting", *extra)
    at.mapping(keys, "Write {of: villagers, more_than: 1/2} or {of: households, at_least: 2/3}.")
    of = at.need("of", f"Say of whom: of: {known[0]}.")
    if of.text() not in known:
        of.fail(f"{of.text()!r} is not counted here", closest(of.text(), known))
    over, least = at.get("more_than"), at.get("at_least")
    if (over is None) == (least is None):
        at.fail(
            "exactly one of more_than and at_least must stand here",
            "过半数: more_than: 1/2. 三分之二以上: at_least: 2/3.",
        )
    own = at.get("basis")
    return Threshold(
        of=of.text(),
        share=_share(over or least or at, strict=over is not None),
        strict=over is not None,
        basis=_basis(own) if own else basis,
        setting=_flag(at.get("setting")),
    )


def _share(at: _At, strict: bool) -> Fraction:
    written = _SHARE.fullmatch(at.text())
    if not written or not int(written[2]):
        at.fail(f"{at.value!r} is not a share", "Write a fraction, for example 1/2 or 2/3.")
    share = Fraction(int(written[1]), int(written[2]))
    if not 0 < share <= 1 or (strict and share == 1):
        at.fail(f"{at.value} can never be satisfied or always is", "Write a share between 0 and 1, for example 1/2.")
    return share


def _pass(at: _At, basis: tuple[Basis, ...]) -> PassRule:
    extra = ("most", "recused")
    at.mapping(("of", "more_than", "at_least", "basis", "setting", *extra), "Write {of: present, more_than: 1/2}.")
    most, recused = _flag(at.get("most")), at.get("recused")
    if recused and recused.text() not in ("leave", "stay"):
        recused.fail(f"{recused.text()!r} is not known", "Write leave (not counted as present) or stay.")
    alone = most and "of" not in at.value
    return PassRule(
        threshold=None if alone else _threshold(at, list(Of), basis, extra),
        most=most,
        recused_leave=recused is None or recused.text() == "leave",
    )


def _call(at: _At, basis: tuple[Basis, ...]) -> Call:
    at.mapping(("by", "at_least", "more_than", "basis", "setting"), "Write {by: {zh: …, en: …}, at_least: 1/10}.")
    name = at.need("by", "Say who asks: by: {zh: 村民, en: villagers}.").words()
    plain = _At(at.key, {**{k: v for k, v in at.value.items() if k != "by"}, "of": "entitled"})
    return Call(_threshold(plain, list(Of), basis), name)


def _limit(at: _At) -> Limit:
    try:
        return parse_limit(at.text())
    except ValueError as fault:
        raise BodiesError([f"{at.key}: {fault}"]) from None


def _frequency(at: _At) -> Frequency:
    at.mapping(("times", "per"), "Write {times: 1, per: quarter}.")
    per = at.need("per", "Write per: month, quarter, year or term.")
    if per.text() not in _PERIODS:
        per.fail(f"{per.text()!r} is not known", closest(per.text(), _PERIODS))
    return Frequency(at.need("times", "Write times: 1.").number(), per.text())


def _proxy(at: _At) -> Proxy:
    at.mapping(("by", "most"), "Write {by: {zh: …, en: …}, most: 3}.")
    return Proxy(
        at.need("by", "Say who may carry the vote: by: {zh: …, en: …}.").words(), _optional(at.get("most"), _At.number)
    )


def _size(at: _At) -> tuple[int, int]:
    ends = [item.number() for item in at.items()]
    if len(ends) != 2 or ends[0] > ends[1]:
        at.fail("the size needs a least and a most", "Write for example [3, 7].")
    return ends[0], ends[1]


def _texts(at: _At | None) -> tuple[str, ...]:
    return tuple(item.text() for item in at.items()) if at else ()


def _flag(at: _At | None) -> bool:
    return at.flag() if at else False


def _optional(at: _At | None, read: Callable[[_At], T]) -> T | None:
    return read(at) if at else None
