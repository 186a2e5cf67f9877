"""How long steps really took: from the events of finished cases, replayed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db.models import Count, Q

from qingdan.domain.flow.machine import Machine
from qingdan.domain.flow.simulate.simulated import Observed
from qingdan.domain.flow.state import State
from qingdan.features.cases.models import Case, CaseEvent
from qingdan.features.cases.running import machine_of
from qingdan.records.regions.days import end_of_day
from qingdan.records.regions.models import Division
from qingdan.records.regions.paths import path_after

MOST_CASES = 300
DAY = 24 * 3600  # seconds


def observed(power: str, place: Division) -> Observed:
    """What the finished cases of a power below ``place`` tell, the latest ``MOST_CASES`` of them: days from opening to
    done of each step, and from the days given. A step that a sub-case does is left out: it lasts as long as that. Two
    queries."""
    cases = Case.objects.filter(power=power, phase="over", place__gte=place.path, place__lt=path_after(place.path))
    latest = {case.pk: case for case in cases.order_by("-closed_at", "-pk")[:MOST_CASES]}
    events: dict[int, list[CaseEvent]] = defaultdict(list)
    for event in CaseEvent.objects.filter(case_id__in=list(latest)).order_by("case_id", "seq"):
        events[event.case_id].append(event)
    seen = _Seen()
    for number, happened in events.items():
        seen.replay(latest[number], happened)
    return Observed(len(latest), dict(seen.days), dict(seen.given))


def villages_with_cases(power: str, scopes: Sequence[str], most: int) -> list[tuple[Division, int]]:
    """The villages below these paths that have finished cases of a power, with how many, those with the most first.
    Two queries, or none without paths."""
    within = Q()
    for path in scopes:
        within |= Q(place__gte=path, place__lt=path_after(path))
    if not scopes:
        return []
    found = Case.objects.filter(within, power=power, phase="over").values_list("village")
    counted = dict(found.annotate(count=Count("pk")).order_by("-count", "village")[:most])
    villages = Division.objects.filter(pk__in=counted).select_related("parent").in_bulk()
    return [(villages[number], count) for number, count in counted.items()]


@dataclass
class _Seen:
    days: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    given: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))

    def replay(self, case: Case, events: Sequence[CaseEvent]) -> None:
        """Take a case's events again, and note how long each step stood open."""
        running = machine_of(case)
        state = running.start(case.begun_with)
        opened: dict[str, datetime] = dict.fromkeys(state["open"], case.opened_at)
        for event in events:
            state = running.advance(state, {"type": event.type, "key": event.key, **event.payload})  # type: ignore[typeddict-item]
            for key in [k for k in opened if k not in state["open"]]:
                begun = opened.pop(key)
                if key in state["results"] and running.step(key).power is None:
                    self.days[running.step(key).id].append(max(0.0, _days(begun, event.happened_at)))
                    self._given(running, state, key, event.happened_at)
            for key in state["open"]:
                opened.setdefault(key, event.happened_at)

    def _given(self, running: Machine, state: State, key: str, done: datetime) -> None:
        """A limit from a given day begins when that day is over."""
        for clock in running.flow.clocks.values():
            if clock.since in state["facts"] and clock.start == key:
                day = date.fromisoformat(str(state["facts"][clock.since]))
                self.given[clock.since].append(_days(end_of_day(day), done))


def _days(begun: datetime, ended: datetime) -> float:
    return (ended - begun).total_seconds() / DAY
