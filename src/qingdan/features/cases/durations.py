"""How long steps really took: from the events of finished cases, replayed."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime

from qingdan.features.cases.models import Case, CaseEvent
from qingdan.features.cases.running import machine_of
from qingdan.records.regions.models import Division
from qingdan.records.regions.paths import path_after

MOST_CASES = 300
DAY = 24 * 3600  # seconds


def observed_days(power: str, place: Division) -> dict[str, list[float]]:
    """Days from opening to done of each step of a power, in its finished cases below ``place``, the latest
    ``MOST_CASES`` of them. A step that a sub-case does is left out: it lasts as long as that. Two queries."""
    cases = Case.objects.filter(power=power, phase="over", place__gte=place.path, place__lt=path_after(place.path))
    latest = {case.pk: case for case in cases.order_by("-closed_at", "-pk")[:MOST_CASES]}
    events: dict[int, list[CaseEvent]] = defaultdict(list)
    for event in CaseEvent.objects.filter(case_id__in=list(latest)).order_by("case_id", "seq"):
        events[event.case_id].append(event)
    found: dict[str, list[float]] = defaultdict(list)
    for number, happened in events.items():
        _replay(latest[number], happened, found)
    return dict(found)


def _replay(case: Case, events: list[CaseEvent], found: dict[str, list[float]]) -> None:
    running = machine_of(case)
    state = running.start(case.begun_with)
    opened: dict[str, datetime] = dict.fromkeys(state["open"], case.opened_at)
    for event in events:
        state = running.advance(state, {"type": event.type, "key": event.key, **event.payload})  # type: ignore[typeddict-item]
        for key in [k for k in opened if k not in state["open"]]:
            begun = opened.pop(key)
            if key in state["results"] and running.step(key).power is None:
                found[running.step(key).id].append(max(0.0, (event.happened_at - begun).total_seconds() / DAY))
        for key in state["open"]:
            opened.setdefault(key, event.happened_at)
