"""Holds the cases of a ledger against the power as it runs in the village today, and forgets whom they name."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import lru_cache
from threading import Lock
from time import monotonic

from django.utils import timezone
from django.utils.translation import gettext as _

from qingdan.domain.catalogue.model import Edition, Power
from qingdan.domain.flow.conform.flows import FlowModel
from qingdan.domain.flow.conform.judging import Deviation
from qingdan.domain.flow.conform.log import Case, Event
from qingdan.domain.flow.conform.perspectives import Perspectives
from qingdan.domain.flow.conform.report import Counts, Judged, judged
from qingdan.domain.flow.conform.sentences import sentence
from qingdan.domain.flow.conform.wording import FlowWording, bare
from qingdan.domain.flow.machine import Machine, machine
from qingdan.domain.flow.settle import limits_named
from qingdan.features.ledgers.models import Draft
from qingdan.features.ledgers.reading import Past, Reading, layout_from_json, read, unpacked
from qingdan.records.editions.demands import LATE_RECORD, demands_of
from qingdan.records.editions.queries import current_edition, edition_of, limits_for, work_calendar
from qingdan.records.eventlogs.layout import Steps
from qingdan.records.regions.models import Division
from qingdan.records.register.acts import Refused

MOST_SECONDS = 20.0  # that judging may take while somebody waits
_ONE_AT_A_TIME = Lock()  # a model's tables grow while it judges
UNKNOWN = "?"  # in place of a word that names no step: whatever stands in the cell is not kept


@dataclass(frozen=True)
class Standard:
    """A power of the edition in force, under the limits that hold in a village on a day."""

    edition: Edition
    power: Power
    limits: dict[str, int]
    running: Machine

    @property
    def own_limits(self) -> dict[str, int]:
        """The limits that the power names, with their values in the village."""
        named = {*limits_named(self.power.flow), LATE_RECORD}
        return {name: value for name, value in sorted(self.limits.items()) if name in named}

    def steps(self) -> Steps:
        """What the power calls its steps."""
        return Steps.of(FlowModel(self.running))


def standard_for(village: Division, slug: str, day: date) -> Standard:
    """What a case of a power is held against in a village. Two queries once this process knows the edition.

    :raises KeyError: when the edition in force has no such power.
    """
    edition = current_edition(day)
    power = edition.powers[slug]
    limits = limits_for(village, day, edition)
    return Standard(edition, power, limits, machine(power.flow, limits))


@dataclass(frozen=True, slots=True)
class Said:
    """A deviation as it is kept. ``step`` and ``other`` are ids of steps, "" for none."""

    kind: str
    step: str
    other: str
    line: int
    zh: str
    en: str


@dataclass(slots=True)
class Verdicts:
    """The cases of a ledger as they were judged, and the counts. Nobody's name is in it."""

    counts: Counts = field(default_factory=Counts)
    cases: list[tuple[Past, Judged, list[Said]]] = field(default_factory=list)
    unrecorded: tuple[str, ...] = ()


def judge_draft(draft: Draft, standard: Standard) -> Verdicts:
    """Hold what was previewed against the power. Nothing is locked meanwhile. :raises Refused: while there are faults,
    and when it takes too long."""
    titles = standard.power.slug not in standard.edition.askings
    layout = layout_from_json(draft.layout)
    reading = read(draft.file_name, unpacked(draft.sheets), layout, standard.steps(), titles=titles)
    if reading.faults:
        raise Refused(_("表里还有要改的地方，没有导入。请看上面列出的各处。"))
    return judge(reading, standard)


def judge(reading: Reading, standard: Standard, most: float = MOST_SECONDS) -> Verdicts:
    """Hold every case against the power. Steps that the ledger has no place for may have been done unseen.

    What was worked out stays with the process, so that whoever tries again goes on. :raises Refused: after ``most``
    seconds.
    """
    zone = timezone.get_current_timezone()
    demands = demands_of(standard.edition, standard.limits, work_calendar(), zone)
    known = {bare(word) for role, w in demands.roles.items() for word in (w.zh, w.en, role)}
    found, until = Verdicts(unrecorded=reading.unrecorded), monotonic() + most
    with _ONE_AT_A_TIME:
        model = _model(
            standard.edition.digest, standard.power.slug, tuple(sorted(standard.limits.items())), reading.unrecorded
        )
        words = FlowWording(model)
        cases = (_unnamed(past.case, words, known) for past in reading.cases)
        looks = Perspectives(model, demands).look
        for past, one in zip(reading.cases, judged(model, words.done, cases, found.counts, looks), strict=True):
            found.cases.append((past, one, list(_said(one, words))))
            if monotonic() > until:
                raise Refused(_("这份台账里各件办法差别很大，核对还没有做完。请再点一次“确认”，会接着做。"))
    return found


@lru_cache(maxsize=4)
def _model(digest: str, power: str, limits: tuple[tuple[str, int], ...], unrecorded: tuple[str, ...]) -> FlowModel:
    """A power as a model, kept with the tables that it has worked out."""
    return FlowModel(machine(edition_of(digest).powers[power].flow, dict(limits)), frozenset(unrecorded))


def _unnamed(case: Case, words: FlowWording, roles: set[str]) -> Case:
    """The case without words of its own that a sentence would repeat: somebody's name may stand in any cell."""
    return Case(case.name, [_bare(event, words, roles) for event in case.events])


def _bare(event: Event, words: FlowWording, roles: set[str]) -> Event:
    if words.step_called(event.activity) is None:
        event = event._replace(activity=UNKNOWN)
    return event._replace(role=None) if event.role and bare(event.role) not in roles else event


def _said(one: Judged, words: FlowWording) -> Iterator[Said]:
    for deviation in one.deviations:
        says = sentence(deviation, words.named)
        yield Said(
            str(deviation.kind), _id(deviation, "step"), _id(deviation, "other"), one.line(deviation), says.zh[:400],
            says.en[:400],
        )  # fmt: skip


def _id(deviation: Deviation, which: str) -> str:
    found = getattr(deviation, which)
    return "" if found is None else str(found)[:60]


def days_of(case: Case) -> tuple[date | None, date | None]:
    """The first and the last day of a case that its ledger tells."""
    zone = timezone.get_current_timezone()
    told = [event.time for event in case.events if event.time is not None]
    told += [event.began for event in case.events if event.began is not None]
    days = [datetime.fromtimestamp(at, zone).date() for at in told]
    return (min(days), max(days)) if days else (None, None)
