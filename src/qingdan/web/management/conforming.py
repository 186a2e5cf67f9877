"""``qingdan flow conform``: judges an event log against a model and says what is wrong with each case."""

from __future__ import annotations

import csv
import io
import json
import tempfile
from argparse import ArgumentParser
from collections.abc import Iterable
from contextlib import ExitStack
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any, TextIO

from django.core.management.base import OutputWrapper
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from qingdan.domain.flow.conform.judging import Deviation
from qingdan.domain.flow.conform.log import Case
from qingdan.domain.flow.conform.report import Counts, Judged, headline
from qingdan.domain.flow.conform.sentences import KINDS, no_column, not_judged, sentence
from qingdan.domain.words import Words
from qingdan.records.eventlogs.cells import as_text
from qingdan.records.eventlogs.columns import asked_columns
from qingdan.records.eventlogs.opening import layout_of_log, read_log
from qingdan.web.management.judges import FlowOf, Judge, Judges, judges_of
from qingdan.web.management.outputs import whole_file

SHOWN = 20  # deviations printed; all of them are in the report
PIECE = 1 << 16  # characters copied at a time


def add_conform(parser: ArgumentParser) -> None:
    """What the command asks for."""
    parser.add_argument(
        "--model", required=True, help="a power's short name, a definition (.yaml), a BPMN file or a tree (.ptml)"
    )
    parser.add_argument("--log", required=True, type=Path, help="the event log: XES (also .gz), CSV or XLSX")
    parser.add_argument("--columns", default="", help="in tables, as case=案号,activity=步骤,time=时间")
    parser.add_argument(
        "--village", default="", metavar="CODE", help="by the limits that hold there; left out: those of the edition"
    )
    parser.add_argument("--unrecorded", default="", help="steps that the log does not record, as request,file")
    parser.add_argument("--json", action="store_true", help="print the whole result as JSON")
    parser.add_argument("--report", type=Path, help="write every deviation to this CSV file")


@dataclass(slots=True)
class Telling:
    """Writes the result as it is found: nothing grows with the log but the counts."""

    judges: Judges
    out: TextIO
    report: Any = None  # a csv.writer
    counts: Counts = field(default_factory=Counts)
    shown: int = 0

    def text(self, cases: Iterable[Case]) -> None:
        """The first deviations, the counts, the limits and the headline."""
        for judge, case in self.judges.judged(cases, self.counts):
            for one in case.deviations:
                if self.shown < SHOWN:
                    print(f"{case.case.name}: {self._says(one)}", file=self.out)
                self.shown += 1
                self._to_report(judge, case, one)
        if self.shown > SHOWN:
            print(_("……还有 %(n)d 处，用 --report 写到文件里。") % {"n": self.shown - SHOWN}, file=self.out)
        for kind, number in self.counts.by_kind.most_common():
            print(f"{self._to(KINDS[kind])}: {number}", file=self.out)
        for line in (*self._limits(), *map(self._to, self._not_judged())):
            print(line, file=self.out)
        print(self._to(headline(self.counts)), file=self.out)

    def _limits(self) -> Iterable[str]:
        """By which limits cases were judged; nothing where the model names none."""
        village = self.judges.village
        for judge, number in self.judges.judged_by.most_common():
            words = judge.limits.words() if judge.limits else ""
            if words and village:
                told = {"village": village.short_name, "n": number, "limits": words}
                yield _("%(n)d件按%(village)s的限额判：%(limits)s。") % told
            elif words:
                yield _("按清单的限额判：%(limits)s。") % {"limits": words}

    def _not_judged(self) -> Iterable[Words]:
        """What the log does not tell, so that it was not looked at."""
        if self.judges.no_column:
            yield no_column(map(self.judges.usual.named, self.judges.no_column))
        for (kind, missing), steps in self.judges.unjudged().most_common():
            yield not_judged(kind, missing, steps)

    def json(self, cases: Iterable[Case], model: str) -> None:
        """One JSON object, written deviation by deviation: traces, events, fitting, by_kind, limits, deviations."""
        out, mark = self.out, ""
        out.write('{"model": ' + json.dumps(model, ensure_ascii=False) + ', "deviations": [')
        for judge, case in self.judges.judged(cases, self.counts):
            for one in case.deviations:
                out.write(mark + json.dumps(self._plain(case, one), ensure_ascii=False))
                mark = ",\n"
                self._to_report(judge, case, one)
        counts, village = self.counts, self.judges.village
        rest = {
            "traces": counts.traces,
            "events": counts.events,
            "fitting": counts.fitting,
            "not_decided": counts.not_decided,
            "by_kind": counts.by_kind,
            "village": village.short_name if village else None,
            "limits": [{"traces": n, **j.limits.plain()} for j, n in self.judges.judged_by.most_common() if j.limits],
        }
        rest["not_judged"] = {
            "steps": list(self.judges.no_column),
            "sides": [{"kind": k, "missing": m, "steps": n} for (k, m), n in self.judges.unjudged().most_common()],
            "says": [{"zh": words.zh, "en": words.en} for words in self._not_judged()],
        }
        out.write("], " + json.dumps(rest, ensure_ascii=False)[1:] + "\n")

    def _plain(self, case: Judged, one: Deviation) -> dict[str, Any]:
        says = sentence(one, self.judges.usual.named)
        return {
            "case": case.case.name,
            "kind": one.kind,
            "activity": one.step,
            "position": one.position,
            "line": case.line(one),
            "other": one.other,
            "says": {"zh": says.zh, "en": says.en},
        }

    def _to_report(self, judge: Judge, case: Judged, one: Deviation) -> None:
        if self.report is not None:
            cells = [
                case.case.name,
                self._to(KINDS[one.kind]),
                self._to(self._name(one)),
                case.line(one),
                self._says(one),
                judge.limits.words() if judge.limits else "",
            ]
            self.report.writerow([as_text(cell) for cell in cells])

    def _name(self, one: Deviation) -> Words:
        return self.judges.usual.named(one.step) if one.step is not None else Words("", "")

    def _says(self, one: Deviation) -> str:
        return self._to(sentence(one, self.judges.usual.named))

    def _to(self, words: Words) -> str:
        return words.to(get_language() or "zh")


def conform(options: dict[str, Any], flow_of: FlowOf, out: OutputWrapper) -> None:
    """Judge the log and say what was found: all of it, or only what is wrong with the model or the log.

    :raises DefinitionError: for a model or a log that cannot be used. :raises CommandError: for a report that cannot be
        written, and for a village that cannot be meant.
    """
    asked, zone = asked_columns(options["columns"]), timezone.get_current_timezone()
    layout_in = (lambda _steps: None) if asked else partial(layout_of_log, options["log"])
    judges = judges_of(options["model"], flow_of, options["unrecorded"], options["village"], layout_in)
    cases = read_log(options["log"], zone, asked, judges.usual.steps)
    with tempfile.TemporaryFile("w+", encoding="utf-8") as told:
        telling = Telling(judges, told)
        with ExitStack() as opened:
            if options["report"]:
                telling.report = _report(opened, options["report"])
            telling.json(cases, options["model"]) if options["json"] else telling.text(cases)
        told.seek(0)
        for piece in iter(partial(told.read, PIECE), ""):
            out.write(piece, ending="")


def _report(opened: ExitStack, path: Path) -> Any:
    """The writer of the report, its head already written."""
    rows = io.TextIOWrapper(opened.enter_context(whole_file(path)), encoding="utf-8-sig", newline="")
    opened.callback(rows.detach)  # closing the file is for the one who opened it
    report = csv.writer(rows)
    report.writerow([_("案号"), _("哪一种"), _("步骤"), _("行"), _("说明"), _("限额")])
    return report
