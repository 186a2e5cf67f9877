"""Pieces of the handbook on paper: each a plain value that ``printing/handbook_parts.typ`` knows how to draw."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict
from typing import Any

from django.utils.translation import gettext as _

from qingdan.web.handbook.content import Basis, Group, Listed, Section, Step
from qingdan.web.printing.sheet import Block, lattice, page_of

FEW = 5  # rows of a table that need no head


def said(*lines: str) -> Block:
    """Sentences, each a paragraph."""
    return {"k": "said", "lines": list(lines)}


def heading(title: str, glyph: str = "") -> Block:
    """A heading inside a section; ``glyph`` is 文, 图 or 表."""
    return {"k": "heading", "glyph": glyph, "title": title}


def listing(lines: Sequence[str], title: str = "") -> Block:
    """A list with points."""
    return {"k": "listing", "title": title, "lines": list(lines)}


def table(head: Sequence[str], rows: Sequence[Sequence[Any]], widths: Sequence[int], title: str = "") -> Block:
    """A table as on a form; ``widths`` in mm, 0 for what is left."""
    return lattice(head, rows, widths=widths, title=title, height=0)


def before(made: Section) -> list[Block]:
    """What stands before the diagram: purpose, holder, posts, laws, and what must be ready."""
    materials = [[_marked(one.text, one.mark), one.note] for one in made.materials]
    none = _("没有要另外准备的，按下面的表一步一步留凭据。")
    ready = table([_("材料"), _("说明")], materials, [70, 0], _("要准备的"))
    return [
        said(made.summary),
        {"k": "facts", "facts": [list(fact) for fact in made.facts]},
        heading(_("谁行使、凭什么、备什么"), "文"),
        {"k": "terms", "terms": [list(term) for term in made.terms]},
        table([_("谁"), _("办哪几步")], [[part.who, part.does] for part in made.parts], [46, 0], _("各人办哪几步")),
        {"k": "bases", "title": _("法律依据"), "bases": [asdict(base) for base in made.bases]},
        ready if materials else said(_("要准备的") + _("：") + none),
    ]


def after(made: Section) -> list[Block]:
    """What stands after it: the steps, how it ends, numbers, red lines, duties, forms, and who watches."""
    blank = _("空白表：扫本项标题旁的码，或者到 %(address)s 下载。") % {"address": made.address}
    spans = [f"{one.text} {one.note}".strip() for one in made.spans]
    found = [
        heading(_("一步一步怎么办"), "文"),
        {"k": "steps", "steps": [row(step) for step in made.steps]},
        listing(spans, _("跨几步的时限")),
        _results(made),
        _limits(made),
        heading(_("红线和责任")),
        _red_lines(made),
        _duties(made),
        heading(_("用哪几张表"), "表"),
        _forms(made),
        said(blank),
        heading(_("村民怎么参与、怎么盯")),
        listing([*made.take_part, *made.watch]),
        {"k": "small", "lines": [_("这一项从哪儿来：%(text)s") % {"text": made.origin}]},
    ]
    return [block for block in found if block.get("rows") != [] and block.get("lines") != []]


def row(step: Step) -> dict[str, Any]:
    """A row of the table of steps. ``more`` is what stands in its columns, in one line: for the steps of side ways."""
    columns = (*step.who, *step.time, _("、").join(step.papers), *step.public, step.shows, *step.rules)
    turns = [{**asdict(turn), "steps": [row(inner) for inner in turn.steps]} for turn in step.turns]
    return {**asdict(step), "more": _("；").join(text for text in columns if text), "turns": turns}


def _results(made: Section) -> Block:
    rows = [[one.words, one.where] for one in made.results]
    return table([_("结果"), _("在哪一步")], rows, [70, 0], _("会有哪几种结果"))


def _limits(made: Section) -> Block:
    rows = [[one.title, one.value, one.who, _marked(one.note, one.mark)] for one in made.limits]
    return table([_("名称"), _("现在的数"), _("谁能定"), _("说明")], rows, [46, 24, 36, 0], _("现在执行的数"))


def _red_lines(made: Section) -> Block:
    rows = [[one.id, "\n".join(text for text in (one.title, one.note) if text), one.where] for one in made.red_lines]
    return table([_("编号"), _("红线"), _("在这几步把关")], rows, [18, 0, 60])


def _duties(made: Section) -> Block:
    rows = [[one.post, f"{one.title}（{one.id}）", one.where] for one in made.duties]
    return table([_("职务"), _("责任"), _("在哪几步")], rows, [36, 0, 52])


def _forms(made: Section) -> Block:
    rows = [[one.number, one.title, one.step, one.who] for one in made.forms]
    return table([_("表号"), _("表名"), _("哪一步用"), _("谁填")], rows, [16, 0, 38, 60])


def groups(found: Iterable[Group]) -> list[Block]:
    """Duties or prohibitions, each group under its heading."""
    return [block for group in found for block in (heading(group.title), *map(_entry, group.entries))]


def _entry(one: Listed) -> Block:
    named = _("《%(law)s》")
    cited = _("；").join(named % {"law": base.law} + base.articles + _doubt(base) for base in one.bases)
    lines = [
        _("管：%(who)s") % {"who": one.binds} if one.binds else "",
        one.note,
        _("依据：%(basis)s") % {"basis": cited} if cited else "",
    ]
    rows = [
        [str(power.number), power.title, power.steps or power.why or _("列为这一项的红线"), page_of(power.slug)]
        for power in one.guarded
    ]
    head = [_("序号"), _("权力事项"), _("在这几步落实"), _("页")]
    held = table(head if len(rows) > FEW else [], rows, [12, 52, 0, 12])
    none = said(_("还没有程序专门落实，靠监督和评议。"))
    return {
        "k": "entry",
        "id": one.id,
        "title": one.title,
        "lines": [line for line in lines if line],
        "table": held if rows else none,
    }


def _doubt(base: Basis) -> str:
    return "" if base.mark == "ok" else f"〔{base.marked}〕"


def _marked(text: str, mark: str) -> str:
    return f"{text}〔{mark}〕" if mark else text
