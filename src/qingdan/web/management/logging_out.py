"""``qingdan flow log``: writes the cases that anybody may know of as an event log for auditors."""

from __future__ import annotations

import gzip
from argparse import ArgumentParser
from collections.abc import Iterator
from contextlib import AbstractContextManager, ExitStack, nullcontext
from pathlib import Path
from typing import IO, Any, TextIO

from django.db.models import Q
from django.utils.translation import gettext as _

from qingdan.domain.complaints import Complaint, DefinitionError
from qingdan.domain.rules.reasons import Unusable
from qingdan.domain.rules.written import parse_day
from qingdan.domain.words import Words
from qingdan.features.cases.eventlog import public_log
from qingdan.features.cases.models import Case
from qingdan.records.eventlogs import writing
from qingdan.records.regions.days import start_of_day
from qingdan.records.regions.queries import village_by_code
from qingdan.web.management.outputs import whole_file
from qingdan.web.management.progress import Progress

ENDINGS = (".xes", ".xes.gz", ".csv")


def add_log(parser: ArgumentParser) -> None:
    """What the command asks for."""
    parser.add_argument("file", type=Path, help="where to: NAME.xes, NAME.xes.gz or NAME.csv")
    parser.add_argument("--power", default="", help="only cases of this power, as petty-goods")
    parser.add_argument("--village", default="", help="only cases of the village with this 12-digit code")
    parser.add_argument("--since", default="", help="only cases opened on this day or later, as 2026-01-05")


def log_out(options: dict[str, Any], progress: TextIO) -> str:
    """Write the log; gives back what was written, in words. :raises DefinitionError: for what cannot be used."""
    path: Path = options["file"]
    if not path.name.endswith(ENDINGS):
        what = Words(f"看不出“{path.name}”要写成哪一种", f"“{path.name}” does not say which kind of log it is to be")
        raise _fault("FILE", what, Words("请写 .xes、.xes.gz 或 .csv。", "Write .xes, .xes.gz or .csv."))
    where = _where(options)
    cases = Case.objects.filter(where).count()
    with ExitStack() as opened:
        bar = opened.enter_context(Progress(progress, "log", cases, quiet=options.get("verbosity") == 0))
        logged = _Counting(public_log(where, bar.more))
        write = writing.table if path.name.endswith(".csv") else writing.xes
        out = opened.enter_context(_packed(opened.enter_context(whole_file(path)), path))
        for piece in write(logged):
            out.write(piece.encode())
    words = {"file": path, "cases": logged.cases, "events": logged.events, "all": cases}
    return _("%(file)s：%(cases)s件事，%(events)s个步骤。看了%(all)s件，没有向社会公开过的没有写。") % words


class _Counting:
    """The cases as they pass by, counted."""

    def __init__(self, cases: Iterator[writing.WrittenCase]) -> None:
        self._from, self.cases, self.events = cases, 0, 0

    def __iter__(self) -> Iterator[writing.WrittenCase]:
        for case in self._from:
            self.cases += 1
            self.events += sum(event.completes for event in case.events)
            yield case


def _packed(raw: IO[bytes], path: Path) -> AbstractContextManager[IO[bytes]]:
    """What to write to; a compressed file carries no name and no time, so that the same log gives the same file."""
    if not path.name.endswith(".gz"):
        return nullcontext(raw)
    return gzip.GzipFile(filename="", mode="wb", fileobj=raw, mtime=0)  # type: ignore[return-value]


def _where(options: dict[str, Any]) -> Q:
    where = Q(power=options["power"]) if options["power"] else Q()
    if options["power"] and not Case.objects.filter(where).exists():
        what = Words(f"没有“{options['power']}”这项权力的事项", f"there is no case of “{options['power']}”")
        raise _fault("--power", what, Words("请核对权力的短名。", "Check the power’s short name."))
    if options["village"]:
        village = village_by_code(options["village"])
        if village is None:
            what = Words(f"没有代码是“{options['village']}”的村", f"no village has the code “{options['village']}”")
            raise _fault("--village", what, Words("请写12位的区划代码。", "Write its 12-digit code."))
        where &= Q(village=village)
    if options["since"]:
        try:
            where &= Q(opened_at__gte=start_of_day(parse_day(options["since"])))
        except Unusable as fault:
            raise _fault(
                "--since", fault.reason.words, Words("例如 2026-01-05。", "For example 2026-01-05.")
            ) from fault
    return where


def _fault(where: str, what: Words, remedy: Words) -> DefinitionError:
    return DefinitionError([Complaint(where, 1, what, remedy)])
