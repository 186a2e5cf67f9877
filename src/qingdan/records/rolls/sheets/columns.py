"""Which line is the header, and which column is what: headers are spelt in many ways, and titles stand above them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from qingdan.domain.rules.written import plain
from qingdan.records.register.acts import Refused
from qingdan.records.rolls.sheets.tables import Line, Sheet

SEARCHED = 15  # lines in which a header is looked for
LEAST = 2  # known columns, the name among them, that make a line a header

# field → how we call its column, and below other spellings found in practice
OWN: Mapping[str, str] = {
    "group": gettext_noop("村民小组"),
    "household": gettext_noop("户号"),
    "name": gettext_noop("姓名"),
    "relation": gettext_noop("与户主关系"),
    "sex": gettext_noop("性别"),
    "id_number": gettext_noop("身份证号"),
    "born_on": gettext_noop("出生日期"),
    "mobile": gettext_noop("手机号"),
    "since": gettext_noop("列入日期"),
    "why_on": gettext_noop("列入原因"),
    "ends": gettext_noop("划掉日期"),
    "why_off": gettext_noop("划掉原因"),
    "note": gettext_noop("依据"),
}
_OTHERS: Mapping[str, str] = {
    "group": "组别 小组 组 组名 所在小组 所属小组 所在组 村组 group",
    "household": "户编号 户序号 家庭编号 农户编号 户籍编号 户口编号 成员户编号 household",
    "name": "成员姓名 村民姓名 选民姓名 党员姓名 代表姓名 家庭成员姓名 人员姓名 name",
    "relation": "与户主的关系 户主关系 和户主关系 家庭关系 与户主之关系 关系 relation",
    "sex": "sex",
    "id_number": "身份证号码 身份证 公民身份号码 公民身份证号码 居民身份证号 居民身份证号码 证件号 证件号码 idnumber",
    "born_on": "出生年月日 出生年月 出生时间 生日 born",
    "mobile": "手机 手机号码 移动电话 联系电话 联系方式 电话 mobile",
    "since": "起始日期 开始日期 加入日期 登记日期 入册日期 列入时间 登记时间 取得时间 取得日期 取得成员身份时间 "
    "当选日期 转正日期 转正时间 since",
    "why_on": "加入原因 登记原因 取得原因 取得方式 取得成员身份原因 入册原因 whyon",
    "ends": "截止日期 结束日期 退出日期 退出时间 丧失时间 注销日期 减员日期 ends",
    "why_off": "退出原因 丧失原因 注销原因 减员原因 结束原因 whyoff",
    "note": "依据文件 会议依据 确认依据 note",
}
FIELDS = {spelling: field for field, own in OWN.items() for spelling in (own, *_OTHERS[field].split())}


@dataclass(frozen=True, slots=True)
class Header:
    """Where each field stands, what its column is called in this file, and which columns nothing reads."""

    line: int
    at: Mapping[str, int]
    called: Mapping[str, str]
    unread: tuple[str, ...]


def header_of(sheet: Sheet) -> Header | None:
    """The header of a sheet; None when none of its first lines is one. :raises Refused: for a column given twice."""
    best: tuple[int, Line] | None = None
    for line in sheet.lines[:SEARCHED]:
        known = [f for c in line.cells if (f := field_of(c))]
        if "name" in known and len(set(known)) >= LEAST and (best is None or len(known) > best[0]):
            best = (len(known), line)
    return _read(sheet, best[1]) if best else None


def field_of(cell: Any) -> str | None:
    """Which field a header cell names."""
    return FIELDS.get(_bare(cell)) if isinstance(cell, str) else None


def _bare(cell: str) -> str:
    """``* 身份证号码（18位）：`` → ``身份证号码``."""
    word = re.sub(r"[(\[【].*?[)\]】]", "", plain(cell))
    return re.sub(r"[\s*:：、_\-/]+", "", word).casefold()


def _read(sheet: Sheet, line: Line) -> Header:
    at: dict[str, int] = {}
    called: dict[str, str] = {}
    unread: list[str] = []
    for place, cell in enumerate(line.cells):
        shown = plain(str(cell))[:20] if cell is not None else ""
        field = field_of(cell)
        if field is None:
            unread += [shown] if shown else []
        elif field in at:
            raise Refused(
                _("第%(line)d行有两列都是“%(field)s”（“%(one)s”和“%(other)s”）。请只留一列。")
                % {"line": line.number, "field": _(OWN[field]), "one": called[field], "other": shown}
            )
        else:
            at[field], called[field] = place, shown
    return Header(line.number, at, called, tuple(unread))
