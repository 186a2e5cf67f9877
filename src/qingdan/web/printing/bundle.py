"""The whole file of a case in one document: cover with the list of papers, every form, the record of events."""

from __future__ import annotations

from dataclasses import replace

from django.utils.translation import gettext as _

from qingdan.domain.flow.model import Step, StepKind
from qingdan.web.printing.making import sheet_of
from qingdan.web.printing.making.cover import cover, record
from qingdan.web.printing.paper import Paper, Place
from qingdan.web.printing.reading import CaseReading
from qingdan.web.printing.sheet import Sheet


def case_sheets(reading: CaseReading, place: Place) -> list[Sheet]:
    """Every sheet of a case's file, in the order of the paper file."""
    keys = [key for key in reading.done() if _kind(reading, key) is not StepKind.ARCHIVE]
    papers = [Paper(reading.edition, reading.power, _step(reading, k), place, reading, reading.at(k)) for k in keys]
    front = Paper(reading.edition, reading.power, _filing(reading), place, reading, None)
    first = front.sheet(cover(front, bundled=keys), title=_("案卷"), name="cover")
    last = front.sheet(record(reading), title=_("办理经过"), name="record")
    return [_headed(first), *(sheet_of(paper) for paper in papers), _headed(last)]


def _headed(sheet: Sheet) -> Sheet:
    """Cover and record are of the case and not of one step: they carry no number of a form."""
    return replace(sheet, above=sheet.above.rpartition(" · ")[0])


def _step(reading: CaseReading, key: str) -> Step:
    step = reading.step(key)
    assert step is not None
    return step


def _kind(reading: CaseReading, key: str) -> StepKind:
    return _step(reading, key).kind


def _filing(reading: CaseReading) -> Step:
    """The step whose form the cover is: the one that files, else the last of the flow."""
    steps = [s for s in reading.power.flow.steps().values() if s.kind is not StepKind.START]
    return next((s for s in steps if s.kind is StepKind.ARCHIVE), steps[-1])
