"""Reads what stands beside the steps of a flow: its facts, its outcomes, what may happen at any time, its clocks."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from qingdan.domain.complaints import NAME, gather
from qingdan.domain.flow.model import AnyTime, Clock, Fact, FactType
from qingdan.domain.flow.parse_limit import read_limit
from qingdan.domain.flow.parse_step import read_basis, roles
from qingdan.domain.reading import Place
from qingdan.domain.rules.audience import Audience
from qingdan.domain.words import Words

OWN = (FactType.PERSON, FactType.PHONE)
_NOT_OWN = Words("只有姓名或电话才能是当事人自己的", "only a name or a telephone can be a party's own")
_OWN_TYPES = Words("请删去 of，或把类型改成 person 或 phone。", "Delete of, or make it type person or phone.")
_TYPE = Words("请写是哪种数据，例如 money。", "Say what kind of value it is, for example money.")
_SET_BY = Words("请写在哪一步的表里填它。", "Name the step whose form sets it.")
_AUDIENCE = Words("请写谁可以看；个人信息先写 parties。", "Say who may see it; personal data starts at parties.")
_FROM = Words(
    "请写哪一步办完起算（from），或从哪个日期起算（since）。",
    "Name the step whose completion starts it (from), or the date fact from which it counts (since).",
)
_DATE = Words("请写 facts 里一个 date 类型的数据项。", "Name a fact of type date.")
_LIMIT = Words("例如 limit: 30 wd。", "For example limit: 30 wd.")
_AT_LEAST = Words("请写至少提前多久：at_least: 20 days。", "Say how long before at least: at_least: 20 days.")
_TO = Words("请写办完哪一步为止。", "Name the step whose completion stops it.")


def read_facts(place: Place | None) -> dict[str, Fact]:
    """The facts by name, in the order written."""
    if place is None:
        return {}
    return {f.name: f for f in gather([_later(_fact, name, p) for name, p in place.pairs()])}


def _later(function: Callable[[str, Place], Fact], name: str, place: Place) -> Callable[[], Fact]:
    return lambda: function(name, place)


def _fact(name: str, place: Place) -> Fact:
    type_ = FactType(place.need("type", _TYPE).choice(list(FactType)))
    choices, on = place.get("choices"), place.get("on")
    if (type_ is FactType.CHOICE) != (choices is not None):
        place.fail(
            Words(
                "只有 choice 类型写 choices，而且必须写", "choices belong to type choice, and type choice needs them"
            ),
            Words("请写 choices: {代号: {zh: …, en: …}}。", "Write choices: {word: {zh: …, en: …}}."),
        )
    required, help_, own = place.get("required"), place.get("help"), place.get("of")
    if own and type_ not in OWN:
        own.fail(_NOT_OWN, _OWN_TYPES)
    found = Fact(
        name=name,
        type=type_,
        title=place.need("title", NAME).words(),
        set_by=place.need("set_by", _SET_BY).text(),
        audience=Audience(place.need("audience", _AUDIENCE).choice(list(Audience))),
        required=required.flag() if required else True,
        help=help_.words() if help_ else None,
        choices={k: p.words() for k, p in choices.pairs()} if choices else {},
        on=tuple(p.text() for p in on.one_or_many()) if on else (),
        of=own.text() if own else None,
        line=place.line,
    )
    place.no_more()
    return found


def read_outcomes(place: Place) -> dict[str, Words]:
    """What each way of ending is called."""
    return {name: p.words() for name, p in place.pairs()}


def read_any_time(name: str, place: Place, outcomes: Mapping[str, Words]) -> AnyTime:
    """A rule by which a running case may end early."""
    until = place.get("until")
    found = AnyTime(
        id=name,
        name=place.need(
            "name", Words("请写名称：{zh: 撤回, en: Withdraw}。", "Name it: {zh: 撤回, en: Withdraw}.")
        ).words(),
        by=roles(place.need("by", Words("请写谁可以这样做。", "Say who may do this."))),
        until=until.text() if until else None,
        end=place.need("end", Words("请写按哪个结局结束。", "Name the outcome.")).choice(outcomes),
        line=place.line,
    )
    place.no_more()
    return found


def read_clock(name: str, place: Place, facts: Mapping[str, Fact]) -> Clock:
    """A limit from the end of one step, or from the day that a fact gives (``since``), to the end of another step; or
    (``before``, ``at_least``) one that counts back."""
    start, since = _beginning(place, facts)
    extend, stops, basis = place.get("extend"), place.get("stops_in"), place.get("basis")
    before = place.get("before")
    limit = place.need("at_least", _AT_LEAST) if before else place.need("limit", _LIMIT)
    read_limit(limit)
    if extend:
        read_limit(extend)
    found = Clock(
        id=name,
        name=place.need("name", NAME).words(),
        start=start,
        to=(before or place.need("to", _TO)).text(),
        limit=limit.text(),
        extend=extend.text() if extend else None,
        stops_in=tuple(p.text() for p in stops.one_or_many()) if stops else (),
        basis=read_basis(basis) if basis else (),
        line=place.line,
        before=before is not None,
        since=since,
    )
    place.no_more()
    return found


def _beginning(place: Place, facts: Mapping[str, Fact]) -> tuple[str, str | None]:
    """The step that starts a clock, and the date fact from which it counts, if any."""
    since = place.get("since")
    if since is None:
        return place.need("from", _FROM).text(), None
    if place.get("before"):
        since.fail(
            Words("倒着数的期限不能写 since", "a clock that counts back has no since"),
            Words("请写 from: 步骤，before: 步骤。", "Write from: STEP, before: STEP."),
        )
    fact = facts.get(since.text())
    if fact is None or fact.type is not FactType.DATE:
        since.fail(Words(f"“{since.text()}”不是日期", f"{since.text()!r} is not a date"), _DATE)
    return fact.set_by, fact.name
