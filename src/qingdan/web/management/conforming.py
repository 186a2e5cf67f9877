"""``qingdan flow conform``: judges an event log against a model and says what is wrong with each case."""

from __future__ import annotations

import csv
import io
import json
import tempfile
from argparse import ArgumentParser
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any, TextIO

from django.conf import settings
from django.core.management.base import OutputWrapper
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from qingdan.domain.catalogue.model import Edition
from qingdan.domain.flow.bpmn import read_bpmn
from qingdan.domain.flow.conform.flows import FlowModel
from qingdan.domain.flow.conform.judging import Deviation, Model
from qingdan.domain.flow.conform.perspectives import Perspectives
from qingdan.domain.flow.conform.ptml import read_ptml
from qingdan.domain.flow.conform.report import Counts, Judged, Looks, Reads, by_label, headline, judged
from qingdan.domain.flow.conform.sentences import KINDS, Named, sentence
from qingdan.domain.flow.conform.trees import TreeModel
from qingdan.domain.flow.conform.wording import FlowWording, plainly
from qingdan.domain.flow.machine import machine
from qingdan.domain.flow.model import Flow
from qingdan.domain.words import Words
from qingdan.records.editions.demands import demands_of
from qingdan.records.editions.sources import calendar_in
from qingdan.records.eventlogs.cells import as_text
from qingdan.records.eventlogs.columns import asked_columns
from qingdan.records.eventlogs.layout import Steps
from qingdan.records.eventlogs.opening import read_log
from qingdan.web.management.outputs import whole_file

SHOWN = 20  # deviations printed; all of them are in the report
PIECE = 1 << 16  # characters copied at a time
OUTSIDE = {".ptml": read_ptml, ".bpmn": read_bpmn}


def add_conform(parser: ArgumentParser) -> None:
    """What the command asks for."""
    parser.add_argument(
        "--model", required=True, help="a power's short name, a definition (.yaml), a BPMN file or a tree (.ptml)"
    )
    parser.add_argument("--log", required=True, type=Path, help="the event log: XES (also .gz), CSV or XLSX")
    parser.add_argument("--columns", default="", help="in tables, as case=案号,activity=步骤,time=时间")
    parser.add_argument("--unrecorded", default="", help="steps that the log does not record, as request,file")
    parser.add_argument("--json", action="store_true", help="print the whole result as JSON")
    parser.add_argument("--report", type=Path, help="write every deviation to this CSV file")


FlowOf = Callable[[str], tuple[Edition, Flow]]


@dataclass(frozen=True, slots=True)
class Judge:
    """A model, how it reads an event, what it calls a step, and what it looks at beside the order of steps."""

    model: Model
    reads: Reads
    named: Named
    looks: Looks | None = None
    steps: Steps | None = None  # of a definition: a table may have a column of dates for each


def judge_of(name: str, flow_of: FlowOf, unrecorded: str) -> Judge:
    """The judge for what ``--model`` names. :raises DefinitionError: naming what is wrong in it."""
    path = Path(name)
    if path.suffix in OUTSIDE and path.is_file():
        return Judge(TreeModel(OUTSIDE[path.suffix](path.name, path.read_bytes())), by_label, plainly)
    edition, flow = flow_of(name)
    model = FlowModel(machine(flow, edition.limits), frozenset(filter(None, unrecorded.split(","))))
    words = FlowWording(model)
    zone = timezone.get_current_timezone()
    demands = demands_of(edition, edition.limits, calendar_in(settings.CATALOGUE), zone)
    return Judge(model, words.done, words.named, Perspectives(model, demands).look, Steps.of(model))


@dataclass(slots=True)
class Telling:
    """Writes the result as it is found: nothing grows with the log but the counts."""

    judge: Judge
    out: TextIO
    report: Any = None  # a csv.writer
    counts: Counts = field(default_factory=Counts)
    shown: int = 0

    def text(self, found: Iterator[Judged]) -> None:
        """The first deviations, the counts and the headline."""
        for case in found:
            for one in case.deviations:
                if self.shown < SHOWN:
                    print(f"{case.case.name}: {self._says(one)}", file=self.out)
                self.shown += 1
                self._to_report(case, one)
        if self.shown > SHOWN:
            print(_("……还有 %(n)d 处，用 --report 写到文件里。") % {"n": self.shown - SHOWN}, file=self.out)
        for kind, number in self.counts.by_kind.most_common():
            print(f"{self._to(KINDS[kind])}: {number}", file=self.out)
        print(self._to(headline(self.counts)), file=self.out)

    def json(self, found: Iterator[Judged], model: str) -> None:
        """One JSON object, written deviation by deviation: traces, events, fitting, by_kind, deviations."""
        out, mark = self.out, ""
        out.write('{"model": ' + json.dumps(model, ensure_ascii=False) + ', "deviations": [')
        for case in found:
            for one in case.deviations:
                out.write(mark + json.dumps(self._plain(case, one), ensure_ascii=False))
                mark = ",\n"
                self._to_report(case, one)
        counts = self.counts
        rest = {"traces": counts.traces, "events": counts.events, "fitting": counts.fitting, "by_kind": counts.by_kind}
        out.write("], " + json.dumps(rest, ensure_ascii=False)[1:] + "\n")

    def _plain(self, case: Judged, one: Deviation) -> dict[str, Any]:
        says = sentence(one, self.judge.named)
        return {
            "case": case.case.name,
            "kind": one.kind,
            "activity": one.step,
            "position": one.position,
            "line": case.line(one),
            "other": one.other,
            "says": {"zh": says.zh, "en": says.en},
        }

    def _to_report(self, case: Judged, one: Deviation) -> None:
        if self.report is not None:
            cells = [
                case.case.name,
                self._to(KINDS[one.kind]),
                self._to(self._name(one)),
                case.line(one),
                self._says(one),
            ]
            self.report.writerow([as_text(cell) for cell in cells])

    def _name(self, one: Deviation) -> Words:
        return self.judge.named(one.step) if one.step is not None else Words("", "")

    def _says(self, one: Deviation) -> str:
        return self._to(sentence(one, self.judge.named))

    def _to(self, words: Words) -> str:
        return words.to(get_language() or "zh")


def conform(options: dict[str, Any], flow_of: FlowOf, out: OutputWrapper) -> None:
    """Judge the log and say what was found: all of it, or only what is wrong with the model or the log.

    :raises DefinitionError: for a model or a log that cannot be used. :raises CommandError: for a report that cannot be
        written.
    """
    judge = judge_of(options["model"], flow_of, options["unrecorded"])
    asked, zone = asked_columns(options["columns"]), timezone.get_current_timezone()
    cases = read_log(options["log"], zone, asked, judge.steps)
    with tempfile.TemporaryFile("w+", encoding="utf-8") as told:
        telling = Telling(judge, told)
        with ExitStack() as opened:
            if options["report"]:
                telling.report = _report(opened, options["report"])
            found = judged(judge.model, judge.reads, cases, telling.counts, judge.looks)
            telling.json(found, options["model"]) if options["json"] else telling.text(found)
        told.seek(0)
        for piece in iter(partial(told.read, PIECE), ""):
            out.write(piece, ending="")


def _report(opened: ExitStack, path: Path) -> Any:
    """The writer of the report, its head already written."""
    rows = io.TextIOWrapper(opened.enter_context(whole_file(path)), encoding="utf-8-sig", newline="")
    opened.callback(rows.detach)  # closing the file is for the one who opened it
    report = csv.writer(rows)
    report.writerow([_("案号"), _("哪一种"), _("步骤"), _("行"), _("说明")])
    return report
