"""The workbook to fill in: the columns of a roll, and a sheet that says how."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence

from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from qingdan.domain.catalogue.rolls import Roll
from qingdan.domain.rules.households import EXAMPLES
from qingdan.records.people.wording import said
from qingdan.records.regions.models import Division
from qingdan.records.rolls.sheets.columns import OWN

ORDER = ("group", "household", "name", "relation", "sex", "id_number", "born_on", "mobile", "since", "why_on", "note")
WIDTHS = {"id_number": 24, "name": 14, "mobile": 16, "since": 14, "born_on": 14, "why_on": 20, "note": 24, "group": 16}
ROWS = 5_000  # lines that offer a choice
LONGEST_LIST = 250  # characters; what a spreadsheet takes as a list of choices
RELATIONS = EXAMPLES.split("、")


def blank_workbook(roll: Roll, groups: Iterable[Division]) -> bytes:
    """An ``.xlsx`` whose first sheet is the empty table of this roll, and whose second explains it."""
    book = Workbook()
    page = book.active
    assert isinstance(page, Worksheet)
    page.title = _("名册")
    _head(page, [_(OWN[field]) for field in ORDER])
    for place, field in enumerate(ORDER, start=1):
        letter = get_column_letter(place)
        page.column_dimensions[letter].width = WIDTHS.get(field, 12)
        page.column_dimensions[letter].number_format = "@"  # text: numbers of identity stay what was typed
    _choices(page, "relation", RELATIONS)
    _choices(page, "sex", ["男", "女"])
    _choices(page, "group", [group.short_name for group in groups])
    _choices(page, "why_on", [why.name.zh for why in roll.keeping.on])
    page.freeze_panes = "A2"
    _explain(book.create_sheet(_("说明")), roll, [group.short_name for group in groups])
    return _saved(book)


def _head(page: Worksheet, titles: Sequence[str]) -> None:
    page.append(list(titles))
    for cell in page[1]:
        cell.font = Font(bold=True)
        cell.fill = PatternFill("solid", fgColor="F3EDE2")
        cell.alignment = Alignment(horizontal="center")


def _choices(page: Worksheet, field: str, choices: Sequence[str]) -> None:
    """A list to choose from; other words stay allowed, since the reader knows more of them than fit here."""
    listed = ",".join(choices)
    if not choices or len(listed) > LONGEST_LIST or any("," in c or '"' in c for c in choices):
        return
    rule = DataValidation(type="list", formula1=f'"{listed}"', allow_blank=True, showErrorMessage=False)
    letter = get_column_letter(ORDER.index(field) + 1)
    rule.add(f"{letter}2:{letter}{ROWS}")
    page.add_data_validation(rule)


def _explain(page: Worksheet, roll: Roll, groups: Sequence[str]) -> None:
    lines = [
        said(roll.title),
        _("一行填一个人。填好的表在“导入”里选它，先看预览，确认了才登记。"),
        _("“姓名”一定要填；“身份证号”最好都填，有了它出生日期和性别不用填。"),
        _("同一户的人“户号”写一样的；“与户主关系”写：%(words)s。") % {"words": EXAMPLES},
        _("日期写成 1980-01-05、1980.1.5 或 19800105 都可以。"),
        _("“列入日期”不填的，按导入时选的那一天算；“列入原因”可以写：%(words)s。")
        % {"words": _("、").join(said(why.name) for why in roll.keeping.on)},
        _("“村民小组”可以写：%(words)s。") % {"words": _("、").join(groups) or _("还没有登记小组")},
        _("不要写公式。合计行、填表人这些不会读。"),
    ]
    for line in lines:
        page.append([line])
    page.column_dimensions["A"].width = 100
    page["A1"].font = Font(bold=True)


def _saved(book: Workbook) -> bytes:
    kept = io.BytesIO()
    book.save(kept)
    return kept.getvalue()
