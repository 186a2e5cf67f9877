"""By what ``qingdan flow conform`` judges a case: a model from outside, a power, or a power as it runs in a village."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import CommandError
from django.utils import timezone
from django.utils.translation import gettext as _

from qingdan.domain.catalogue.model import Edition
from qingdan.domain.complaints import closest
from qingdan.domain.flow.bpmn import read_bpmn
from qingdan.domain.flow.conform.flows import FlowModel
from qingdan.domain.flow.conform.judging import Kind, Model
from qingdan.domain.flow.conform.log import Case
from qingdan.domain.flow.conform.perspectives import Missing, Perspectives
from qingdan.domain.flow.conform.process_tree import ProcessTree, labels, maybe_unseen
from qingdan.domain.flow.conform.ptml import read_ptml
from qingdan.domain.flow.conform.report import Counts, Judged, Reads, by_label, judged
from qingdan.domain.flow.conform.sentences import Named
from qingdan.domain.flow.conform.trees import TreeModel
from qingdan.domain.flow.conform.wording import FlowWording, plainly
from qingdan.domain.flow.machine import machine
from qingdan.domain.flow.model import Flow
from qingdan.domain.flow.settle import limits_named
from qingdan.domain.rules.calendar import WorkCalendar
from qingdan.records.editions.acts.limits import shown
from qingdan.records.editions.demands import LATE_RECORD, demands_of
from qingdan.records.editions.models import LimitOverride
from qingdan.records.editions.queries import holding, laid_over, own_limits
from qingdan.records.editions.sources import calendar_in
from qingdan.records.eventlogs.layout import Layout, Steps
from qingdan.records.people.wording import said
from qingdan.records.regions.days import local_date
from qingdan.records.regions.models import Division
from qingdan.records.regions.running import require_running
from qingdan.records.register.acts import Refused
from qingdan.web.management.villages import village_named

OUTSIDE = {".ptml": read_ptml, ".bpmn": read_bpmn}
FlowOf = Callable[[str], tuple[Edition, Flow]]
LayoutIn = Callable[[Steps], Layout | None]


@dataclass(frozen=True, slots=True)
class Limits:
    """The numbers that a case is judged by: those that the power names, and which of them a place set for itself."""

    edition: Edition
    values: Mapping[str, int]
    own: Mapping[str, LimitOverride] = field(default_factory=dict)

    def words(self) -> str:
        """``零星采购 ¥3,000.00（坡头镇定的）、公示天数 15天``; empty where the power names none."""
        return _("、").join(self._one(name, value) for name, value in self.values.items())

    def _one(self, name: str, value: int) -> str:
        limit = self.edition.head.limits[name]
        plain = f"{said(limit.title)} {shown(limit, value)}"
        if name not in self.own:
            return plain
        return _("%(limit)s（%(place)s定的）") % {"limit": plain, "place": self.own[name].division.short_name}

    def plain(self) -> dict[str, Any]:
        """The same for JSON."""
        own = {n: {"place": r.division.short_name, "since": r.starts.isoformat()} for n, r in self.own.items()}
        return {"values": dict(self.values), "set_by": own}


@dataclass(frozen=True, slots=True, eq=False)
class Judge:
    """A model, how it reads an event, what it calls a step, and what it looks at beside the order of steps."""

    model: Model
    reads: Reads
    named: Named
    steps: Steps
    limits: Limits | None = None
    sides: Perspectives | None = None


class Judges:
    """The judges of a log; ``judged_by``: how many cases each of them has judged; ``no_column``: steps for which the
    table has no place, so that they may have been done unseen."""

    def __init__(self, usual: Judge, no_column: tuple[str, ...] = (), village: Division | None = None) -> None:
        self.usual, self.no_column, self.village = usual, no_column, village
        self.judged_by: Counter[Judge] = Counter()

    def of(self, case: Case) -> Judge:
        """The judge of a case."""
        return self.usual

    def judged(self, cases: Iterable[Case], counts: Counts) -> Iterator[tuple[Judge, Judged]]:
        """Each case with its judge and what is wrong with it; ``counts`` grows as they are taken."""
        for case in cases:
            judge = self.of(case)
            self.judged_by[judge] += 1
            looks = judge.sides.look if judge.sides else None
            for one in judged(judge.model, judge.reads, (case,), counts, looks):
                yield judge, one

    def unjudged(self) -> Counter[tuple[Kind, Missing]]:
        """What was demanded of steps and could not be judged, in how many of them, so far."""
        found = Counter[tuple[Kind, Missing]]()
        for judge in self.judged_by:
            found += judge.sides.unjudged if judge.sides else Counter()
        return found


class InVillage(Judges):
    """Judges by the limits that its city and town have set for a village, as they held on the day a case began: so a
    case is bound by them too. A case that tells no day is judged by those of today."""

    def __init__(self, power: _Power, village: Division, today: date) -> None:
        self._power, self._today, self._rows = power, today, list(own_limits(village))
        self._by_day: dict[date, Judge] = {}
        self._by_limits: dict[tuple[tuple[str, int], ...], Judge] = {}
        super().__init__(self._on(today), power.no_column, village)

    def of(self, case: Case) -> Judge:
        """The judge of a case."""
        return self._on(_first_day(case) or self._today)

    def _on(self, day: date) -> Judge:
        if day not in self._by_day:
            edition = self._power.edition
            limits = laid_over(edition.limits, self._rows, day)
            known = tuple(sorted(limits.items()))
            if known not in self._by_limits:
                self._by_limits[known] = self._power.judge(limits, holding(self._rows, day))
            self._by_day[day] = self._by_limits[known]
        return self._by_day[day]


@dataclass(frozen=True, slots=True)
class _Power:
    edition: Edition
    flow: Flow
    unrecorded: frozenset[str]
    no_column: tuple[str, ...]
    calendar: WorkCalendar

    def judge(self, limits: Mapping[str, int], own: Mapping[str, LimitOverride]) -> Judge:
        model = FlowModel(machine(self.flow, limits), self.unrecorded)
        words = FlowWording(model)
        demands = demands_of(self.edition, limits, self.calendar, timezone.get_current_timezone())
        named = {*limits_named(self.flow), LATE_RECORD}
        used = Limits(
            self.edition,
            {name: value for name, value in limits.items() if name in named},
            {name: row for name, row in own.items() if name in named},
        )
        return Judge(model, words.done, words.named, Steps.of(model), used, Perspectives(model, demands))


def judges_of(name: str, flow_of: FlowOf, unrecorded: str, village: str, layout_in: LayoutIn) -> Judges:
    """The judges for what ``--model`` and ``--village`` name; ``layout_in`` finds the columns of the log.

    :raises DefinitionError: naming what is wrong in the model. :raises CommandError: for a village that there is not,
        for one in which the lists do not apply, and for an unrecorded step that there is not.
    """
    path = Path(name)
    if path.suffix in OUTSIDE and path.is_file():
        if village:
            raise CommandError(_("“%(model)s”是外面来的模型，不看限额：请去掉 --village。") % {"model": name})
        return _outside(OUTSIDE[path.suffix](path.name, path.read_bytes()), unrecorded, layout_in)
    place = _running(village) if village else None
    edition, flow = flow_of(name)
    steps = Steps.of(FlowModel(machine(flow, edition.limits)))
    no_column, hidden = _unseen(steps, unrecorded, layout_in)
    power = _Power(edition, flow, hidden, no_column, calendar_in(settings.CATALOGUE))
    if place is None:
        return Judges(power.judge(edition.limits, {}), no_column)
    return InVillage(power, place, local_date(timezone.now()))


def _outside(tree: ProcessTree, unrecorded: str, layout_in: LayoutIn) -> Judges:
    steps = Steps.of_labels(map(str, labels(tree)))
    no_column, hidden = _unseen(steps, unrecorded, layout_in)
    return Judges(Judge(TreeModel(maybe_unseen(tree, hidden)), by_label, plainly, steps), no_column)


def _unseen(steps: Steps, unrecorded: str, layout_in: LayoutIn) -> tuple[tuple[str, ...], frozenset[str]]:
    """The steps for which the table has no column, and all that may have been done without a trace: those, and those
    that ``--unrecorded`` names."""
    layout, asked = layout_in(steps), set[str]()
    for word in filter(None, map(str.strip, re.split("[,，]", unrecorded))):
        step = steps.called(word)
        if step is None:
            near = said(closest(word, [steps.names.get(step, step) for step in steps.order]))
            raise CommandError(_("--unrecorded：没有“%(word)s”这一步。%(near)s") % {"word": word, "near": near})
        asked.update(steps.shared.get(step, (step,)))
    no_column = tuple(step for step in (layout.without_column(steps) if layout else ()) if step not in asked)
    return no_column, frozenset(asked.union(no_column))


def _running(name: str) -> Division:
    village = village_named(name)
    try:
        require_running(village, local_date(timezone.now()))
    except Refused as refused:
        raise CommandError(str(refused)) from refused
    return village


def _first_day(case: Case) -> date | None:
    told = [at for event in case.events for at in (event.began, event.time) if at is not None]
    return local_date(datetime.fromtimestamp(min(told), UTC)) if told else None
