"""What stands on every form whatever its step: how it is done, evidence, notes, signatures, red lines, legal basis."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from qingdan.domain.flow.machine import machine
from qingdan.domain.flow.vocabulary import result_words
from qingdan.features.cases.messages import local
from qingdan.features.cases.presenting import stand_in_words
from qingdan.web.printing.paper import Paper, day_words, time_words
from qingdan.web.printing.pens import cells, day_boxes, given
from qingdan.web.printing.reading import Signed
from qingdan.web.printing.sheet import Block, Cell, Run, gap, remarks, rows, signatures, tick, words


def how(paper: Paper) -> list[Block]:
    """The operating instruction, small, above the table."""
    return [remarks([_("怎么办：%(how)s") % {"how": local(paper.step.how)}])]


def matter(paper: Paper) -> Cell:
    """What it is about: the case's title, or a place for it."""
    if paper.reading:
        return Cell(_("事由"), [words(paper.reading.case.title, bold=True), gap(2), words(_("（已预填）"), small=True)])
    return Cell(_("事由"), [], lines=1)


def when(paper: Paper) -> Cell:
    """When it was done."""
    if paper.known and paper.known.event:
        return Cell(_("办理时间"), [words(time_words(paper.known.event.happened_at), bold=True)])
    return Cell(_("办理时间"), day_boxes())


def facts(paper: Paper) -> list[Cell]:
    """The fields of the step's own form."""
    return cells(list(paper.power.flow.set_at(paper.step.id)), paper.known)


def evidence(paper: Paper) -> list[Cell]:
    """What must be attached, each with a box to tick; ticked where the house has it."""
    if not paper.step.evidence:
        return []
    have = paper.known.files if paper.known else {}
    ticks = []
    for kind in paper.step.evidence:
        name = local(paper.edition.head.evidence[kind])
        count = have.get(kind, 0)
        ticks.append(tick(_("%(name)s（%(n)d件）") % {"name": name, "n": count} if count else name, bool(count)))
    return [Cell(_("附件"), ticks, sub=_("有的打勾"))]


def results(paper: Paper) -> list[str]:
    """The results that a person may tick at the step: its default, and those that its flow handles."""
    return [
        r for r in machine(paper.power.flow, dict(paper.edition.limits)).results_of(paper.step.id) if r != "expired"
    ]


def result_ticks(paper: Paper, given: str) -> list[Run]:
    """The results as boxes to tick."""
    return [tick(local(result_words(r, paper.step.kind)), r == given) for r in results(paper)]


def notes(paper: Paper) -> list[Block]:
    """The catalogue's notes to this form."""
    found = [local(note) for note in paper.form.notes] if paper.form else []
    return [remarks(_("注：%(note)s") % {"note": note} for note in found)] if found else []


def red_and_law(paper: Paper) -> list[Block]:
    """The red lines and the legal basis, at the end of the table."""
    found = []
    if lines := paper.red_lines():
        found.append(Cell(_("红线"), [words("\n".join(lines))]))
    if basis := paper.basis():
        found.append(Cell(_("依据"), [words(_("；").join(basis), small=True)]))
    return [rows(found, above=3)] if found else []


def signing(paper: Paper) -> list[Block]:
    """Lines to sign on: those of the catalogue's form, else one for each who must act; with what the house knows of
    who did it."""
    lines = [(local(line), "") for line in paper.form.signatures] if paper.form else []
    lines = lines or [(role, "") for role in actors(paper)]
    done = [_registered(paper, signed) for signed in (paper.known.signed if paper.known else ())]
    return [signatures(lines), *([remarks(done)] if done else [])]


def _registered(paper: Paper, signed: Signed) -> str:
    """Who did it in the house, when, and for whom he stood in."""
    role = paper.reading.role_words(signed.role) if paper.reading else ""
    words = {"role": role, "name": signed.name, "day": day_words(signed.at)}
    line = _("网上登记：%(role)s %(name)s，%(day)s") % words
    return f"{line}　{stand_in_words(role, signed.stood_in)}" if signed.stood_in else line


def actors(paper: Paper) -> list[str]:
    """Who signs when the catalogue does not say: each of the roles if all must, one line for each person else."""
    step, edition = paper.step, paper.edition
    by = [local(edition.role_words(r)) for r in step.by]
    first = by if step.every else [_("／").join(by)] * max(step.persons, 1)
    return [*first, *(_("／").join(local(edition.role_words(r)) for r in slot) for slot in step.with_)]


def so_far(paper: Paper) -> list[Cell]:
    """What the case holds already, for those who decide on it: only what the reader may see."""
    if paper.reading is None:
        return []
    own = {fact.name for fact in paper.power.flow.set_at(paper.step.id)}
    return [
        Cell(local(fact.title), given(fact, value), sub=_("已登记"))
        for fact, value in paper.reading.facts_so_far()
        if fact.name not in own
    ]


def written(label: str, value: str, lines: int) -> Cell:
    """A place for sentences: filled, or ruled."""
    return Cell(label, [words(value)]) if value else Cell(label, [], lines=lines)


def place_for(label: str, value: str) -> Cell:
    """A short place for a name."""
    return Cell(label, [words(value, bold=True)] if value else [], short=True, room=not value)


def whole(*parts: Iterable[Block]) -> list[Block]:
    """Blocks in one list."""
    return [block for part in parts for block in part]


def table(*parts: Iterable[Any]) -> list[Block]:
    """One table of several groups of cells."""
    found = [cell for part in parts for cell in part]
    return [rows(found)] if found else []
