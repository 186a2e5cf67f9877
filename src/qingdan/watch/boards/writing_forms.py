"""The form of a notice written by hand. A draft may be unfinished: here only what cannot be kept is refused; what is
missing is said when it is handed to the reviewers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms import BaseFormSet, formset_factory
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from qingdan.domain.catalogue.model import Edition
from qingdan.domain.rules.audience import Audience
from qingdan.features.cases.file_fields import FilesField, ManyFiles
from qingdan.features.cases.messages import local
from qingdan.records.files.allowed import ACCEPT
from qingdan.watch.boards import presenting
from qingdan.watch.boards.acts import Content
from qingdan.watch.boards.acts.writing import LEAST_DAYS
from qingdan.watch.boards.content import CHOICES
from qingdan.watch.boards.models import NoticeDraft
from qingdan.watch.boards.tables import TableFault, read_table, written

MOST_TEXT, MOST_NAMES, MOST_DAYS = 8000, 60, 365
SAME = ""  # a part that is for whoever the whole notice is for


def _audiences(first: str, *, officials: bool) -> list[tuple[str, str]]:
    chosen = [one for one in CHOICES if officials or one is not Audience.OFFICIALS]
    return ([(SAME, first)] if first else []) + [(str(one), presenting.audience_words(one)) for one in chosen]


class _Part(forms.Form):
    """A part of a notice, with those for whom it is."""

    name = forms.CharField(required=False, widget=forms.HiddenInput, max_length=60)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = _audiences(_("和整份公示一样"), officials=True)
        self.fields["audience"] = forms.ChoiceField(label=_("给谁看"), choices=choices, required=False)


class LineForm(_Part):
    """One line: what it is, and what stands there."""

    term = forms.CharField(label=gettext_lazy("栏目"), required=False, max_length=40)
    value = forms.CharField(label=gettext_lazy("内容"), required=False, max_length=400)

    def clean(self) -> dict[str, Any]:
        """A value without a name says nothing."""
        given = super().clean() or {}
        if given.get("value") and not given.get("term"):
            self.add_error("term", _("写了内容，还要写栏目名。"))
        return given


class TableForm(_Part):
    """One table, typed in or pasted."""

    term = forms.CharField(label=gettext_lazy("表格名称"), required=False, max_length=60)
    text = forms.CharField(
        label=gettext_lazy("表格内容"), required=False, max_length=40_000,
        help_text=gettext_lazy("从电子表格里复制过来就行；自己打的，一行一条，用竖线“|”隔开每一格。第一行写栏目名。"),
        widget=forms.Textarea(attrs={"rows": 6, "class": "qd-typed"}),
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        """The table must be one, and have a name."""
        given = super().clean() or {}
        if not given.get("text"):
            return given
        try:
            given["table"] = read_table(given["text"])
        except TableFault as fault:
            self.add_error("text", str(fault))
        if not given.get("term"):
            self.add_error("term", _("给表格起个名字，例如“9月份支出”。"))
        return given


class NoticeForm(forms.Form):
    """Everything of a notice that is not a line, a table or a file that is there already."""

    board = forms.ChoiceField(label=gettext_lazy("贴到哪个栏"))
    mark = forms.ChoiceField(label=gettext_lazy("是不是三重一大"), required=False)
    audience = forms.ChoiceField(
        label=gettext_lazy("整份公示给谁看"), widget=forms.RadioSelect,
        help_text=gettext_lazy("选“只给本村”的，本村人和到公开栏前扫码的人能看，网上别人看不到。"),
    )  # fmt: skip
    title = forms.CharField(label=gettext_lazy("标题"), max_length=80)
    text = forms.CharField(
        label=gettext_lazy("正文"), required=False, max_length=MOST_TEXT,
        help_text=gettext_lazy("用大白话写，一件事一段。"), widget=forms.Textarea(attrs={"rows": 6}),
    )  # fmt: skip
    files = FilesField(
        label=gettext_lazy("附件"), required=False, widget=ManyFiles(attrs={"multiple": True, "accept": ACCEPT}),
        help_text=gettext_lazy("照片、PDF、Word、Excel。会和正文一样检查有没有个人信息。"),
    )  # fmt: skip
    files_for = forms.ChoiceField(label=gettext_lazy("这些附件给谁看"), required=False)
    about = forms.CharField(
        label=gettext_lazy("涉及哪些人、哪些单位"), required=False, max_length=MOST_NAMES * 60,
        help_text=gettext_lazy("一行写一个名字，不公开。审核、答复的人如果是他们的近亲属或者有利益关系，就要回避。"),
        widget=forms.Textarea(attrs={"rows": 3}),
    )  # fmt: skip
    stands = forms.IntegerField(label=gettext_lazy("贴多少天"), min_value=1, max_value=MOST_DAYS)
    objections = forms.IntegerField(
        label=gettext_lazy("异议期多少天"), required=False, min_value=1, max_value=MOST_DAYS,
        help_text=gettext_lazy("空着就是只告知，不收异议。"),
    )  # fmt: skip
    why = forms.CharField(
        label=gettext_lazy("为什么更正、更正了哪里"), required=False, max_length=1000,
        help_text=gettext_lazy("会和两个版本一起公开。"), widget=forms.Textarea(attrs={"rows": 3}),
    )  # fmt: skip
    slip = forms.ChoiceField(label=gettext_lazy("是哪一种更正"), required=False, widget=forms.RadioSelect)

    def __init__(self, *args: Any, edition: Edition, boards: Sequence[str], correcting: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        first = [("", _("请选"))] if len(boards) > 1 else []  # nobody posts to the first board by mistake
        self.fields["board"].choices = first + [(b, presenting.board_words(edition, b)) for b in boards]  # type: ignore[attr-defined]
        marks = edition.notices.marks if edition.notices else {}
        none = [("", _("不属于"))]
        self.fields["mark"].choices = none + [(m.slug, local(m.name)) for m in marks.values()]  # type: ignore[attr-defined]
        self.fields["audience"].choices = _audiences("", officials=False)  # type: ignore[attr-defined]
        self.fields["files_for"].choices = _audiences(_("和整份公示一样"), officials=True)  # type: ignore[attr-defined]
        gone = ("board", "stands", "objections") if correcting else ("why", "slip")
        for name in gone:
            del self.fields[name]
        if correcting and edition.notices:
            self.fields["slip"].choices = _kinds(edition)  # type: ignore[attr-defined]
            self.fields["slip"].initial = "no"

    def clean_about(self) -> str:
        """At most so many names, each on its line."""
        names = [" ".join(line.split()) for line in self.cleaned_data["about"].splitlines() if line.strip()]
        if len(names) > MOST_NAMES or any(len(name) > 60 for name in names):
            raise ValidationError(_("一行写一个名字，最多%(most)d个。") % {"most": MOST_NAMES})
        return "\n".join(names)


def _kinds(edition: Edition) -> list[tuple[str, str]]:
    rule = edition.notices
    assert rule is not None
    again, goes_on = _("天数从更正那天重新算"), _("天数不变")
    said = [("no", _("内容错了（%(days)s）"), rule.substance), ("yes", _("只是笔误（%(days)s）"), rule.slip)]
    return [(value, words % {"days": again if one.restarts else goes_on}) for value, words, one in said]


LineSet = formset_factory(LineForm, extra=3, max_num=24, absolute_max=40)
TableSet = formset_factory(TableForm, extra=1, max_num=6, absolute_max=8)


class Writing:
    """The form and its lines and tables as one thing: bound to what was typed, or filled with a draft."""

    def __init__(
        self, edition: Edition, boards: Sequence[str], draft: NoticeDraft | None = None, typed: Any = None,
        files: Any = None,
    ) -> None:  # fmt: skip
        self.draft, self.corrects = draft, draft.corrects if draft else None
        whole = {"edition": edition, "boards": boards, "correcting": self.corrects is not None}
        lines, tables = _initial_parts(draft.body if draft else ())
        initial = _initial(draft, edition, boards)
        self.form = NoticeForm(typed, files, initial=initial, **whole)
        self.lines: BaseFormSet[LineForm] = LineSet(typed, prefix="line", initial=None if typed else lines)
        self.tables: BaseFormSet[TableForm] = TableSet(typed, prefix="table", initial=None if typed else tables)

    def is_valid(self) -> bool:
        """Whether all of it can be kept."""
        return all([self.form.is_valid(), self.lines.is_valid(), self.tables.is_valid()])

    @property
    def is_broken(self) -> bool:
        """Whether the page came back without what it needs to know its own lines by."""
        return any(one.is_bound and not one.management_form.is_valid() for one in (self.lines, self.tables))

    def content(self) -> Content:
        """What was typed, as a draft keeps it."""
        given, old = self.form.cleaned_data, self.draft
        return Content(
            board=given.get("board") or (old.board if old else ""),
            audience=given["audience"],
            title=given["title"],
            body=list(self._body()),
            mark=given["mark"],
            about=given["about"].splitlines(),
            stands=given.get("stands") or (old.stands if old else LEAST_DAYS),
            objections=given.get("objections", old.objections if old else None),
            why=given.get("why", ""),
            slip=given.get("slip") == "yes",
        )

    def removed(self, typed: Mapping[str, Any]) -> frozenset[int]:
        """The attachments that go."""
        found = typed.getlist("remove") if hasattr(typed, "getlist") else ()
        return frozenset(int(pk) for pk in found if pk.isascii() and pk.isdigit() and len(pk) < 18)

    def _body(self) -> Iterator[dict[str, Any]]:
        text = self.form.cleaned_data["text"].strip()
        if text:
            yield {"name": "text", "title": {"zh": "", "en": ""}, "type": "prose", "value": text}
        before = {row["name"]: row for row in (self.corrects.body if self.corrects else ())}
        taken = {"text"} | {f.cleaned_data.get("name") for f in (*self.lines, *self.tables) if f.cleaned_data}
        for part in (*self.lines, *self.tables):
            row = _row(part, before)
            if row is not None:
                row["name"] = row["name"] or _free("f" if row["type"] != "table" else "t", taken)
                yield row


def _free(letter: str, taken: set[str]) -> str:
    name = next(f"{letter}{n}" for n in range(1, 100) if f"{letter}{n}" not in taken)
    taken.add(name)
    return name


def _row(part: Any, before: Mapping[str, Any]) -> dict[str, Any] | None:
    """A line or table as the notice keeps it; what was not changed since the version that it corrects stays as it was,
    with its type."""
    given = part.cleaned_data or {}
    name, audience = given.get("name", ""), given.get("audience", SAME)
    kept = before.get(name)
    if isinstance(part, TableForm):
        if not given.get("text"):
            return None
        heads, rows = given["table"]
        now: dict[str, Any] = {"type": "table", "value": {"heads": heads, "rows": rows}}
    else:
        if not given.get("value"):
            return None
        now = {"type": "text", "value": given["value"].strip()}
    term = given["term"].strip()
    if kept is not None and _shown(kept) == (term, now["value"]):
        now = {"type": kept["type"], "value": kept["value"]}
    title = kept["title"] if kept is not None and presenting.side(kept["title"]) == term else {"zh": term, "en": term}
    return {"name": name, "title": title, **now} | ({"audience": audience} if audience else {})


def _shown(row: Mapping[str, Any]) -> tuple[str, Any]:
    """Term and value of a row as the form shows them."""
    field = presenting.sheet_fields([row])[0]
    if field.plain:
        return field.term, field.value
    if field.rows:
        lines = [list(one) for one in field.rows]
        return field.term, {"heads": list(field.heads), "rows": lines}
    return field.term, {"heads": list(field.heads), "rows": field.lines}


def _initial(draft: NoticeDraft | None, edition: Edition, boards: Sequence[str]) -> dict[str, Any]:
    rule = edition.notices
    if draft is None:
        return {
            "stands": rule.stands.days if rule else LEAST_DAYS, "audience": str(Audience.INTERNET),
            "board": boards[0] if len(boards) == 1 else "", "objections": rule.objections.days if rule else None,
        }  # fmt: skip
    text = next((row["value"] for row in draft.body if row["type"] == "prose"), "")
    return {
        "board": draft.board, "mark": draft.mark, "audience": draft.audience, "title": draft.title, "text": text,
        "about": "\n".join(draft.about), "stands": draft.stands, "objections": draft.objections, "why": draft.why,
        "slip": "yes" if draft.slip else "no",
    }  # fmt: skip


def _initial_parts(body: Sequence[Mapping[str, Any]]) -> tuple[list[dict[str, str]], list[dict[str, str]]]:
    lines, tables = [], []
    for row in body:
        if row["type"] == "prose":
            continue
        term, value = _shown(row)
        about = {"name": row["name"], "audience": row.get("audience", SAME), "term": term}
        if isinstance(value, str):
            lines.append({**about, "value": value})
        else:
            tables.append({**about, "text": written(value["heads"], value["rows"])})
    return lines, tables
