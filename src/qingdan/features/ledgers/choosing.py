"""What a column may be taken for, in words, and what a person says of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from qingdan.records.eventlogs.layout import BEGAN, CASE, DONE, TITLE, TOLD, Column, Form, Layout, Steps

WORDS = {
    CASE: gettext_lazy("编号（一件事一个）"),
    TITLE: gettext_lazy("事项名称"),
    "activity": gettext_lazy("步骤（一步一行的表）"),
    "time": gettext_lazy("办理日期（一步一行的表）"),
    "began": gettext_lazy("开始日期（一步一行的表）"),
    "recorded": gettext_lazy("登记日期（一步一行的表）"),
    "person": gettext_lazy("经办人"),
    "role": gettext_lazy("职务"),
    "result": gettext_lazy("结果"),
    "present": gettext_lazy("实到人数"),
    "entitled": gettext_lazy("应到人数"),
    "recused": gettext_lazy("应回避的人"),
}
OF_A_LINE = (CASE, TITLE, "activity", "time", "began", "recorded")
Choice = tuple[str, str]


def choices_for(names: Mapping[str, str], steps: Steps) -> list[tuple[str, list[Choice]]]:
    """Groups of (key, words): what any column may be taken for."""
    dated = [(step, name) for step, name in names.items() if step in steps.order]
    return [
        (_("这一行是什么事"), [(key, str(WORDS[key])) for key in OF_A_LINE]),
        (_("哪一步的日期"), [(f"{DONE}:{step}", name) for step, name in dated]),
        (_("哪一步的开始日期"), [(f"{BEGAN}:{step}", _("%(step)s：开始") % {"step": name}) for step, name in dated]),
        (_("左边那一步的"), [(key, str(WORDS[key])) for key in TOLD]),
    ]


def taken_for(column: Column, layout: Layout, names: Mapping[str, str], steps: Steps) -> dict[str, Any]:
    """A column with what it is taken for: its key among the choices, and in words."""
    key = column.field if column.field in TOLD else column.key
    return {"column": column, "key": key, "words": _words(column, layout, names)}


def _words(column: Column, layout: Layout, names: Mapping[str, str]) -> str:
    if not column.field:
        return _("不读")
    step = names.get(column.step, column.step)
    if column.field == DONE:
        return step
    if column.field == BEGAN and column.step:
        return _("%(step)s：开始") % {"step": step}
    word = str(WORDS.get(column.field, column.field))
    if column.step and layout.form is Form.WIDE:
        return _("%(step)s：%(what)s") % {"step": step, "what": word}
    return word


def asked_keys(given: Mapping[str, str], layout: Layout, steps: Steps) -> dict[int, str]:
    """What a form says of each column, by its place; what is no choice is passed over."""
    known = {"", *OF_A_LINE, *TOLD, *(f"{field}:{step}" for field in (DONE, BEGAN) for step in steps.order)}
    found = {}
    for column in layout.columns:
        key = given.get(f"c{column.place}")
        if key is not None and key in known and key != (column.field if column.field in TOLD else column.key):
            found[column.place] = key
    return found
