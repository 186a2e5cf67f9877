"""Reads the holidays and make-up days of the published years into a working calendar."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from qingdan.domain.complaints import Miswritten
from qingdan.domain.rules.calendar import WorkCalendar
from qingdan.domain.words import Words


class MiswrittenDay(Miswritten):
    """A calendar that cannot be read. ``key`` and ``day`` (as written; "" for none) say where in the year's file."""

    def __init__(self, what: Words, remedy: Words, *, key: str, day: str = "") -> None:
        super().__init__(what, remedy)
        self.key, self.day = key, day


def calendar_from(published: Mapping[int | str, Mapping[str, object]]) -> WorkCalendar:
    """The calendar of the published years.

    ``published`` is {year: {holidays: {day: name}, make_up: [day], english: {name: English name}?}}, days as dates or
    as ``2026-10-01``. A year's file may also name days of the December before it.
    :raises MiswrittenDay: naming the year, the day, what is wrong and what to write.
    """
    holidays: dict[date, Words] = {}
    make_up: set[date] = set()
    for key, data in published.items():
        year = _year(key)
        english = _mapping(year, data, "english") if "english" in data else {}
        for written, name in _mapping(year, data, "holidays").items():
            holidays[_own_day(year, written, "holidays")] = Words(str(name), str(english.get(name, name)))
        make_up |= {_make_up_day(year, written) for written in _list(year, data, "make_up")}
    both = sorted(make_up & holidays.keys())
    if both:
        raise MiswrittenDay(
            Words(f"{both[0]} 既在 holidays 下又在 make_up 下", f"{both[0]} is under holidays and under make_up"),
            Words("请只留在其中一处。", "Keep it under one of the two."),
            key="make_up",
            day=str(both[0]),
        )
    return WorkCalendar(frozenset(map(_year, published)), holidays, frozenset(make_up))


def _of(year: int, zh: str, en: str) -> Words:
    return Words(f"{year} 年的日历：{zh}", f"calendar of {year}: {en}")


def _year(key: int | str) -> int:
    if not str(key).isascii() or not str(key).isdigit() or not 1949 <= int(key) <= 9999:
        raise MiswrittenDay(
            Words(f"“{key}”不是年份", f"{key!r} is not a year"),
            Words("请写四位数字，例如 2026。", "Write four digits, for example 2026."),
            key="year",
        )
    return int(key)


def _mapping(year: int, data: Mapping[str, object], key: str) -> Mapping[object, object]:
    found = data.get(key)
    if not isinstance(found, Mapping):
        raise MiswrittenDay(
            _of(year, f"没有写 {key}，或不是“日期: 名称”的写法", f"{key} is missing or no mapping"),
            Words(
                f"请写 {key}:，下面一行一个，例如 2026-10-01: 国庆节。",
                f"Write {key}: and below it a day and its name, for example 2026-10-01: 国庆节.",
            ),
            key=key,
        )
    return found


def _list(year: int, data: Mapping[str, object], key: str) -> list[object]:
    found = data.get(key)
    if not isinstance(found, list | tuple):
        raise MiswrittenDay(
            _of(year, f"没有写 {key}，或不是列表", f"{key} is missing or no list"),
            Words(f"请写 {key}: []，或一行写一个“- 2026-10-10”。", f"Write {key}: [] or one `- 2026-10-10` a line."),
            key=key,
        )
    return list(found)


def _own_day(year: int, written: object, key: str) -> date:
    try:
        day = written if isinstance(written, date) else date.fromisoformat(str(written))
    except ValueError:
        what = _of(year, f"“{written}”不是日期", f"{written!r} is not a day")
        remedy = Words("请写成 2026-10-01 的样子。", "Write it as 2026-10-01.")
        raise MiswrittenDay(what, remedy, key=key, day=str(written)) from None
    if day.year != year and (day.year, day.month) != (year - 1, 12):
        what = _of(year, f"{day} 是另一年的日子", f"{day} is a day of another year")
        remedy = Words(f"请移到 {day.year} 年的文件。", f"Move it to the file of {day.year}.")
        raise MiswrittenDay(what, remedy, key=key, day=str(written))
    return day


def _make_up_day(year: int, written: object) -> date:
    day = _own_day(year, written, "make_up")
    if day.weekday() < 5:
        what = _of(year, f"make_up 下的 {day} 不是星期六或星期日", f"{day} under make_up is no Saturday or Sunday")
        remedy = Words("请改正日期，或删掉它。", "Correct the date or delete it.")
        raise MiswrittenDay(what, remedy, key="make_up", day=str(written))
    return day
