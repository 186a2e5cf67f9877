"""A fact as a place on paper: what a pen finds there when it is blank, and the value in that same place when not."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from qingdan.domain.flow.model import Fact, FactType
from qingdan.domain.rules.money import format_money
from qingdan.features.cases.messages import local
from qingdan.web.printing.capitals import capitals
from qingdan.web.printing.reading import Known
from qingdan.web.printing.sheet import Cell, Run, boxes, gap, mixed, pen, tick, words

ID_DIGITS, PHONE_DIGITS, BANK_DIGITS = 18, 11, 19
LIST_LINES = 4
_SHORT = frozenset({FactType.COUNT, FactType.YES_NO, FactType.PERSON})


def cells(facts: list[Fact], known: Known | None) -> list[Cell]:
    """A cell for each fact, in the definition's order."""
    return [cell(fact, known) for fact in facts]


def cell(fact: Fact, known: Known | None) -> Cell:
    """The place of one fact. A value that this reader may not see is said to be kept back, not left blank."""
    title = local(fact.title)
    sub = "" if fact.required else _("有就填")
    if known and fact.name in known.hidden:
        return Cell(title, [words(_("（这一项只给经办人看，不在这里显示）"), small=True)], sub)
    value = known.values.get(fact.name) if known else None
    if value is not None or (known and known.done):
        return Cell(title, given(fact, value), sub, short=fact.type in _SHORT)
    runs = _BLANK[fact.type](fact) if fact.type in _BLANK else []
    apart = [words("\n")] if runs and fact.help else []
    help_ = [words(local(fact.help), small=True)] if fact.help else []
    short = fact.type in _SHORT and not fact.help
    return Cell(
        title,
        [*runs, *apart, *help_],
        sub,
        lines := _RULED.get(fact.type, 0),
        short,
        not _BLANK.get(fact.type) and not lines,
    )


def given(fact: Fact, value: Any) -> list[Run]:
    """A value as it is printed; a fact that nobody gave shows a dash."""
    if value is None:
        return [words("—", small=True)]
    match fact.type:
        case FactType.MONEY:
            return [
                words(format_money(value), bold=True),
                gap(4),
                words(_("大写：%(sum)s") % {"sum": capitals(value)}, small=True),
            ]
        case FactType.YES_NO:
            return [tick(_("是"), bool(value)), tick(_("否"), not value)]
        case FactType.CHOICE:
            return [tick(local(name), key == value) for key, name in fact.choices.items()]
        case FactType.DATE:
            return day_boxes(date.fromisoformat(value))
        case FactType.LIST:
            return [words("\n".join(f"{i.get('name', '')}　{format_money(i['sum'])}" for i in value), bold=True)]
        case _:
            return [words(str(value), bold=True)]


def day_boxes(day: date | None = None) -> list[Run]:
    """Boxes for a day, filled or empty."""
    return mixed(
        _("{year} 年 {month} 月 {day} 日"),
        year=boxes(4, day.year if day else ""),
        month=boxes(2, day.month if day else ""),
        day=boxes(2, day.day if day else ""),
    )


def _money(_fact: Fact) -> list[Run]:
    return mixed(_("¥ {sum} 元（大写：{capitals}）"), sum=pen(34), capitals=pen(62))


def _list(_fact: Fact) -> list[Run]:
    line = mixed(_("名称 {name} 金额 ¥ {sum}"), name=pen(70), sum=pen(34))
    return [run for n in range(LIST_LINES) for run in ([words("\n")] if n else []) + line]


_BLANK: Mapping[FactType, Callable[[Fact], list[Run]]] = {
    FactType.MONEY: _money,
    FactType.COUNT: lambda _fact: [boxes(4)],
    FactType.DATE: lambda _fact: day_boxes(),
    FactType.YES_NO: lambda _fact: [tick(_("是")), tick(_("否"))],
    FactType.CHOICE: lambda fact: [tick(local(name)) for name in fact.choices.values()],
    FactType.LIST: _list,
    FactType.ID_NUMBER: lambda _fact: [boxes(ID_DIGITS)],
    FactType.PHONE: lambda _fact: [boxes(PHONE_DIGITS)],
    FactType.BANK_ACCOUNT: lambda _fact: [boxes(BANK_DIGITS)],
}
_RULED: Mapping[FactType, int] = {
    FactType.TEXT: 2,
    FactType.PRIVATE_TEXT: 2,
    FactType.ORGANISATION: 1,
    FactType.ADDRESS: 1,
    FactType.SLATE: 5,
    FactType.PROXIES: 5,
}
