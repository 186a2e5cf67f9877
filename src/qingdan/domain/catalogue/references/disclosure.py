"""What ``disclosure.yaml`` names: posts, boards, limits, laws, and the steps whose notices do a duty."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from qingdan.domain.catalogue.disclosure import Fulfilment, PublicDuty
from qingdan.domain.catalogue.model import Edition
from qingdan.domain.catalogue.references.spots import LIMIT, POST, POWER, Spot, check_basis, each_known
from qingdan.domain.complaints import Complaint
from qingdan.domain.flow.model import Fact, FactType, Step
from qingdan.domain.rules.limits import Unit, parse_limit, setting_in, settled
from qingdan.domain.words import Words

_BOARD = Words("公开栏", "board")
_SHORTER = Words("请改贴的天数，或者改 stands。", "Correct the days of the step, or stands.")
_NO_NOTICE = Words("请写一个 disclose 步骤。", "Name a step of kind disclose.")
_ONE = Words("一块公开栏只写一件随时公布的。", "Write one for each board.")
_DAY = Words("请写一项日期，或者一项年份（整数）。", "Name a fact that is a day, or the number of a year.")
_IN_DAYS = Words("请写一个 type 是 days 的限额。", "Name a limit of type: days.")


def check_disclosure(edition: Edition) -> Iterator[Complaint]:
    """Everything that is named and not there, and notices that stand shorter than the duty asks."""
    duties = edition.disclosure
    spot = Spot(duties.file, duties.line)
    yield from each_known(spot, POST, (*duties.speaks, *duties.settles, *duties.orders, *duties.reaches), edition.posts)
    yield from check_basis(edition, spot, duties.ordered_by)
    at_once: set[str] = set()
    for duty in duties.duties.values():
        at = Spot(duties.file, duty.line)
        yield from each_known(at, _BOARD, [duty.board], edition.head.boards)
        yield from check_basis(edition, at, duty.basis)
        yield from _limits(edition, at, duty)
        if duty.at_once and duty.board in at_once:
            zh = f"公开栏“{duty.board}”已经有一件随时公布的"
            yield at.complaint(zh, f"the board {duty.board!r} has one at once already", _ONE)
        if duty.at_once:
            at_once.add(duty.board)
        for way in duty.fulfilled_by:
            yield from _way(edition, Spot(duties.file, way.line), duty, way)


def _limits(edition: Edition, at: Spot, duty: PublicDuty) -> Iterator[Complaint]:
    for text in (duty.within, duty.stands):
        name = setting_in(text)
        limit = edition.head.limits.get(name) if name else None
        if name and limit is None:
            yield at.unknown(LIMIT, name, edition.head.limits)
        elif limit is not None and limit.type != "days":
            yield at.complaint(f"限额“{name}”不是天数", f"the limit {name!r} is not in days", _IN_DAYS)


def _way(edition: Edition, at: Spot, duty: PublicDuty, way: Fulfilment) -> Iterator[Complaint]:
    power = edition.powers.get(way.power)
    if power is None:
        yield at.unknown(POWER, way.power, edition.powers)
        return
    step = power.flow.steps().get(way.step)
    if step is None:
        kind = Words(f"步骤（事项 {power.slug}）", f"step of {power.slug}")
        yield at.unknown(kind, way.step, power.flow.steps())
        return
    if step.disclosure is None:
        zh, en = f"步骤“{way.step}”不贴公示", f"the step {way.step!r} puts up no notice"
        yield at.complaint(zh, en, _NO_NOTICE)
    elif _stands_shorter(edition, step, duty):
        zh = f"步骤“{way.step}”贴的天数比要求的少"
        yield at.complaint(zh, f"the notice of {way.step!r} stands shorter than the duty asks", _SHORTER)
    yield from _facts(at, power.flow.facts, power.slug, way)


def _stands_shorter(edition: Edition, step: Step, duty: PublicDuty) -> bool:
    """Only days are compared with days."""
    assert step.disclosure is not None
    known = {name: limit.value for name, limit in edition.head.limits.items()}
    if any(name and name not in known for name in map(setting_in, (step.disclosure.stands, duty.stands))):
        return False  # said elsewhere
    asked = parse_limit(settled(duty.stands, known))
    found = parse_limit(settled(step.disclosure.stands, known))
    return asked.unit is found.unit is Unit.DAYS and found.amount < asked.amount


def _facts(at: Spot, facts: Mapping[str, Fact], power: str, way: Fulfilment) -> Iterator[Complaint]:
    kind = Words(f"事项 {power} 的内容", f"fact of {power}")
    yield from each_known(at, kind, [way.period, *way.when], facts)
    until = facts.get(way.period)
    if until is not None and until.type not in (FactType.DATE, FactType.COUNT):
        zh, en = f"“{way.period}”不是日期也不是年份", f"{way.period!r} is neither a day nor a year"
        yield at.complaint(zh, en, _DAY)
    for name, value in way.when.items():
        if name in facts:
            yield from each_known(at, Words(f"“{name}”的值", f"value of {name}"), [value], _values(facts[name]))


def _values(fact: Fact) -> tuple[str, ...]:
    return ("true", "false") if fact.type is FactType.YES_NO else tuple(fact.choices)
