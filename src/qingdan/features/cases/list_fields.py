"""Fields for lists of names: candidates by office, and who votes for whom. One name a line, as people write them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from qingdan.features.cases.slates import Row, numbered

MOST_NAME, MOST_LINES = 40, 200
_WOMAN = re.compile(r"[（(]\s*女\s*[）)]$")
_WOMAN_EN = re.compile(r"\(\s*(?:woman|f)\s*\)$", re.IGNORECASE)
_APART = re.compile(r"[\s,，、]+")


def read_name(written: str) -> tuple[str, bool]:
    """A name, and whether it is marked as a woman's: ``李四（女）``. :raises ValidationError: when it is too long."""
    bare = _WOMAN_EN.sub("", _WOMAN.sub("", written.strip())).strip()
    name = " ".join(bare.split())
    if len(name) > MOST_NAME:
        raise ValidationError(_("“%(name)s…”太长了，请只写姓名。") % {"name": name[:10]})
    return name, bare != written.strip()


class SlateWidget(forms.Widget):
    """One box of lines for each office."""

    template_name = "cases/widgets/slate.html"
    use_fieldset = True

    def __init__(self, offices: Sequence[tuple[str, str]], attrs: Any = None) -> None:
        super().__init__(attrs)
        self.offices = offices

    def value_from_datadict(self, data: Any, files: Any, name: str) -> dict[str, str]:
        return {office: data.get(f"{name}-{office}", "") for office, _name in self.offices}

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        return all(f"{name}-{office}" not in data for office, _name in self.offices)

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        typed = value if isinstance(value, Mapping) else {}
        context["boxes"] = [
            {"name": f"{name}-{o}", "id": f"id_{name}-{o}", "label": label, "value": typed.get(o, "")}
            for o, label in self.offices
        ]
        return context


class SlateField(forms.Field):
    """Candidates by office, kept as rows with a number for each person."""

    def __init__(self, offices: Sequence[tuple[str, str]], women: Sequence[str] = (), **kwargs: Any) -> None:
        kwargs.setdefault("help_text", gettext_lazy("一行写一个姓名；妇女在名字后面注明（女）。"))
        super().__init__(widget=SlateWidget(offices), **kwargs)
        self.offices, self.women = offices, set(women)

    def prepare_value(self, value: Any) -> Any:
        if not isinstance(value, list):
            return value
        lines: dict[str, list[str]] = {}
        for row in value:
            lines.setdefault(row["office"], []).append(f"{row['name']}（女）" if row.get("woman") else row["name"])
        return {office: "\n".join(names) for office, names in lines.items()}

    def clean(self, value: Any) -> list[Row] | None:
        rows: list[Row] = []
        for office, _label in self.offices:
            for line in str((value or {}).get(office, "")).splitlines()[:MOST_LINES]:
                name, woman = read_name(line)
                if name:
                    rows.append({"office": office, "name": name, "woman": woman or office in self.women})
        if not rows and self.required:
            raise ValidationError(_("还没有写姓名。请一行写一个。"))
        return numbered(rows) or None


class ProxiesField(forms.CharField):
    """Who votes for whom, one pair a line: ``张三 李四`` says that 李四 votes for 张三."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("help_text", gettext_lazy("一行写一对：先写委托人，空一格，再写受委托人。例如：张三 李四"))
        super().__init__(widget=forms.Textarea(attrs={"rows": 5}), max_length=20_000, **kwargs)

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(f"{r['from']} {r['to']}" for r in value) if isinstance(value, list) else value

    def clean(self, value: Any) -> list[Row] | None:
        written = super().clean(value)
        rows = []
        for number, line in enumerate(written.splitlines(), 1):
            names = [n for n in _APART.split(line.replace("委托", " ").strip()) if n]
            if names and len(names) != 2:
                raise ValidationError(_("第%(n)d行要写两个姓名：委托人和受委托人。") % {"n": number})
            if names:
                rows.append({"from": names[0][:MOST_NAME], "to": names[1][:MOST_NAME]})
        return rows or None
