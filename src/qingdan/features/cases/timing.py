"""The limits of a case as its pages show them: what for, until when, how that was counted, and what held them up."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from qingdan.domain.flow.machine import Machine
from qingdan.domain.flow.model import Clock
from qingdan.domain.rules.calendar import WorkCalendar
from qingdan.domain.rules.limits import Limit, Unit, parse_limit
from qingdan.features.cases.acts.clocks import may_extend
from qingdan.features.cases.counting import left
from qingdan.features.cases.messages import local
from qingdan.features.cases.models import Case, Deadline, Extension
from qingdan.features.cases.presenting import step_name
from qingdan.features.cases.running import machine_of
from qingdan.features.cases.stopping import counted, stops_of, why
from qingdan.records.editions.queries import work_calendar


@dataclass(frozen=True, slots=True)
class ClockShown:
    """One limit. ``held`` says why it stands still now and ``left`` how much of it is left; ``longer`` is the limit to
    which this reader may extend it ("" when not)."""

    row: Deadline
    what: str
    how: Sequence[str]
    held: str = ""
    left: str = ""
    extension: Extension | None = None
    clock: str = ""
    longer: str = ""


def clocks_shown(
    case: Case, rows: Sequence[Deadline], posts: Collection[str] = (), calendar: WorkCalendar | None = None
) -> list[ClockShown]:
    """Every limit of ``rows`` (with ``stops`` and ``extension`` read); ``posts`` are those of the reader. One query
    without a calendar."""
    if not rows:
        return []
    running, calendar = machine_of(case), calendar or work_calendar()
    return [_shown(case, running, row, posts, calendar) for row in rows]


def _shown(case: Case, running: Machine, row: Deadline, posts: Collection[str], calendar: WorkCalendar) -> ClockShown:
    kind, _sep, name = row.name.partition(":")
    clock = running.flow.clocks.get(name) if kind in ("clock", "before") else None
    extension = getattr(row, "extension", None)
    held, rest = _held(running, row, calendar)
    longer = ""
    if clock is not None and _extends(row, kind, clock) and may_extend(running, clock) & set(posts):
        longer = local(parse_limit(str(clock.extend)).words)
    return ClockShown(
        row=row,
        what=_what(case, row, kind, name, clock),
        how=[local(reason.words) for reason in counted(row, running, calendar).explain()] if not held else [],
        held=held,
        left=rest,
        extension=extension,
        clock=name if clock else "",
        longer=longer,
    )


def _extends(row: Deadline, kind: str, clock: Clock) -> bool:
    """Whether a limit may be made longer: once, while it counts, and not where it says how early something comes."""
    once = kind == "clock" and clock.extend is not None and getattr(row, "extension", None) is None
    return once and row.state in Deadline.COUNTING and row.missed_at is None


def _what(case: Case, row: Deadline, kind: str, name: str, clock: Clock | None) -> str:
    if kind == "answer":
        return _("答复异议 %(number)s") % {"number": name}
    return local(clock.name) if clock else step_name(case, row.key)


def _held(running: Machine, row: Deadline, calendar: WorkCalendar) -> tuple[str, str]:
    """Why a stopped limit stands still and what is left of it."""
    if row.state != Deadline.STOPPED:
        return "", ""
    now = next(stop for stop in row.stops.all() if stop.ended_at is None)
    rest = left(row.limit, row.started_at, now.began_at, stops_of(row, running), calendar)
    unit = parse_limit(row.limit).unit
    unit = unit if unit in (Unit.WORKING_DAYS, Unit.HOURS) else Unit.DAYS
    return local(why(running, now.key)), local(Limit(rest, unit).words) if rest else _("不到一天")
