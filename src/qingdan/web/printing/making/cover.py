"""The cover of a case file with the list of its papers, and the record of everything that happened."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _

from qingdan.domain.flow.model import StepKind
from qingdan.features.cases.messages import local
from qingdan.web.printing.listing import title_of
from qingdan.web.printing.making import common
from qingdan.web.printing.paper import Paper, day_words, time_words
from qingdan.web.printing.reading import CaseReading
from qingdan.web.printing.sheet import Block, Cell, lattice, page_of, words

BLANK_LINES = 12
Line = list[str | dict[str, str]]


def cover(paper: Paper, bundled: Sequence[str] = ()) -> list[Block]:
    """What the file is about, how it ended, and every paper in it. ``bundled``: the sheets that follow in this very
    document, whose pages the list names."""
    lines = _papers(paper.reading, bundled) if paper.reading else _expected(paper)
    return common.whole(
        common.table([common.matter(paper)], _about(paper), common.facts(paper), common.evidence(paper)),
        [lattice([_("序号"), _("材料名称"), _("日期"), _("件数"), _("页号")], lines, title=_("卷内目录"),
                 note=_("纸质原件按顺序排好，一件一件核对"), widths=[13, 0, 36, 16, 16], height=4)],
        common.notes(paper),
        common.signing(paper),
        common.red_and_law(paper),
    )  # fmt: skip


def _about(paper: Paper) -> list[Cell]:
    if paper.reading is None:
        return [Cell(_("事项"), [words(local(paper.power.title), bold=True)]), common.place_for(_("立卷日期"), "")]
    case = paper.reading.case
    outcome = local(paper.power.flow.outcomes[case.outcome]) if case.outcome else _("还在办理")
    ends = day_words(case.closed_at) if case.closed_at else "—"
    return [
        Cell(_("事项"), [words(local(paper.power.title), bold=True)]),
        Cell(_("提出"), [words(day_words(case.opened_at))], short=True),
        Cell(_("办结"), [words(ends)], short=True),
        Cell(_("结果"), [words(outcome, bold=True)]),
    ]


def _papers(reading: CaseReading, bundled: Sequence[str]) -> list[Line]:
    found: list[Line] = []
    for key in reading.done():
        step = reading.step(key)
        known = reading.at(key)
        assert step is not None
        day = day_words(known.event.happened_at) if known.event else ""
        page: str | dict[str, str] = page_of(key) if key in bundled else ""
        found.append([str(len(found) + 1), title_of(reading.edition, step), day, "1", page])
        for kind, count in known.files.items():
            name = local(reading.edition.head.evidence[kind])
            found.append([str(len(found) + 1), f"　{name}", day, str(count), ""])
    for child in reading.case.children.order_by("pk"):
        title = _("子案卷 %(number)s") % {"number": child.number}
        found.append([str(len(found) + 1), title, day_words(child.opened_at), "1", ""])
    return found


def _expected(paper: Paper) -> list[Line]:
    """The papers that the flow asks for, so that the clerk only ticks them off."""
    found: list[Line] = []
    seen = set()
    for step in paper.power.flow.steps().values():
        if step.kind in (StepKind.START, StepKind.ARCHIVE):
            continue
        evidence = _("、").join(local(paper.edition.head.evidence[k]) for k in step.evidence)
        title = title_of(paper.edition, step)
        if (title, evidence) in seen:
            continue  # one line for papers of one name: how many there are is written beside it
        seen.add((title, evidence))
        found.append([str(len(found) + 1), f"{title}\n　{evidence}" if evidence else title, "", "", ""])
    return found + [["", "", "", "", ""]] * max(0, BLANK_LINES - len(found))


def record(reading: CaseReading) -> list[Block]:
    """Everything that happened, oldest first: when it happened, when it was typed in, and by whom."""
    head = [_("序号"), _("经过"), _("办理时间"), _("登记人")]
    lines = [
        [
            str(t.number),
            f"{t.title}\n{t.text}" if t.text else t.title,
            time_words(t.happened_at) + (_("（晚%(n)d天登记）") % {"n": t.late_days} if t.late_days else ""),
            t.who,
        ]
        for t in reading.told()
    ]
    return [lattice(head, lines, widths=[13, 0, 44, 32])]
