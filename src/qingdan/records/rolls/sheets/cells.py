"""Reads one cell as one value of a person."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from qingdan.domain.rules import written
from qingdan.domain.rules.households import parse_relation
from qingdan.domain.rules.identity import IdNumber, parse_id_number, parse_mobile
from qingdan.domain.rules.reasons import Unusable
from qingdan.records.rolls.models import NUMBER, TEXT
from qingdan.records.rolls.sheets.tables import LONGEST_CELL, Formula, Value

_LONGEST = {"household": NUMBER, "group": 80, "note": TEXT}
_SHORTENED = re.compile(r"[1-9](\.\d+)?E\+?\d{1,2}", re.IGNORECASE | re.ASCII)


def read_cell(field: str, value: Value) -> Any:
    """The value of a cell that is not empty. :raises Unusable: saying what is wrong with it and what to write."""
    if isinstance(value, Formula):
        raise Unusable(
            "formula",
            "这里是公式。请选中这一列复制，再“选择性粘贴”为“数值”",
            "This is a formula. Copy the column and paste it as values.",
        )
    if isinstance(value, str) and len(value) > LONGEST_CELL:
        raise Unusable("too-long", "这一格的字太多，不像是要登记的内容", "There is too much text in this cell.")
    return READ[field](value)


def is_empty(value: Value) -> bool:
    """Nothing, spaces, or a sign by which people say that there is nothing."""
    return value is None or (isinstance(value, str) and written.plain(value) in ("", "-", "—", "/", "无", "空"))


def _id_number(value: Any) -> IdNumber:
    text = str(value)
    # Spreadsheets keep fifteen digits of a number: what follows is nought, whatever was typed.
    lost = isinstance(value, float) or (isinstance(value, int) and text.endswith("000"))
    if lost or _SHORTENED.fullmatch(written.plain(text)):
        raise Unusable(
            "id-shortened",
            "身份证号被表格软件存成了数字，后面几位已经丢了。请把这一列设成“文本”，再重新填写",
            "The spreadsheet kept a figure and lost the last digits. Format the column as text and type them again.",
        )
    return parse_id_number(text.lstrip("'‘’`"))


def _day(value: Any) -> date:
    return written.parse_day(value)


def _born(value: Any) -> date:
    born = written.parse_day(value)
    if born.year < 1900:
        raise Unusable(
            "day-early", f"{born.isoformat()} 太早，不像出生日期，请核对", "This is too early for a birthday: check it."
        )
    return born


def _text(value: Any) -> str:
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return written.plain(str(value))


def _mobile(value: Any) -> str:
    return parse_mobile(_text(value).lstrip("'"))


READ: Mapping[str, Callable[[Any], Any]] = {
    "name": lambda v: written.parse_name(str(v)),
    "id_number": _id_number,
    "sex": lambda v: written.parse_sex(_text(v)),
    "born_on": _born,
    "mobile": _mobile,
    "group": _text,
    "household": _text,
    "relation": lambda v: parse_relation(str(v)),
    "since": _day,
    "ends": _day,
    "why_on": _text,
    "why_off": _text,
    "note": _text,
}


def bounded_text(field: str, value: Any) -> Any:
    """:raises Unusable: for a text that is longer than its column in the database."""
    most = _LONGEST.get(field)
    if most and isinstance(value, str) and len(value) > most:
        raise Unusable(
            "too-long", f"最多写{most}个字，现在有{len(value)}个", f"At most {most} characters, not {len(value)}."
        )
    return value
