"""Cases as an event log for auditors: what was done, when, in which post; as much as the reader may see and no more.

Somebody without a post is given only cases that put up a notice for everybody, whose number anybody reads there; of
their facts those whose audience is ``internet``; and no person. Personal facts are in no log at all.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import groupby
from typing import Any

from django.db.models import Q

from qingdan.domain.flow.events import MEETINGS
from qingdan.domain.flow.machine import Machine
from qingdan.domain.flow.state import State, base, suffix
from qingdan.domain.rules.audience import ANYONE, Audience, Viewer, may_see
from qingdan.features.cases.models import Case, CaseEvent
from qingdan.features.cases.recusals import recused_from
from qingdan.features.cases.running import machine_of
from qingdan.records.eventlogs.writing import Value, Written, WrittenCase
from qingdan.records.people import gates
from qingdan.records.people.models import Person
from qingdan.records.people.posts import all_posts
from qingdan.records.regions.paths import below

BATCH = 200  # cases read at once
COMPLETING = frozenset({"act", "meet", "post", "close", "sub", "expire"})
Counted = Callable[[int], None]


def public_log(where: Q, counted: Counted = lambda _cases: None) -> Iterator[WrittenCase]:
    """The cases (of those ``where``) that anybody may know of. Two queries for each batch; ``counted`` is told how many
    cases were looked at."""
    for batch in _batches(where):
        events = _events_of(batch)
        found = (_public(case, events.get(case.pk, [])) for case in batch)
        yield from (case for case in found if case is not None)
        counted(len(batch))


def officials_log(viewer: gates.Viewer) -> Iterator[WrittenCase]:
    """The cases of the places whose papers an official reads, but for those from which he must stand aside: with the
    names of who signed for a post, and the facts that officials may see. Six queries for each batch."""
    posts = frozenset(all_posts())
    for batch in _batches(below("place", viewer.scopes)):
        aside, events = recused_from(viewer, batch), _events_of(batch)
        names = _names_in(events.values())
        for case in batch:
            if case.pk not in aside:
                reader = viewer.seen_as(case.place)
                yield _Teller(case, reader, names, posts).tell(events.get(case.pk, []))


def _batches(where: Q) -> Iterator[list[Case]]:
    """Cases in the order in which they were opened, a batch at a time. One query each."""
    last = 0
    while batch := list(Case.objects.filter(where, pk__gt=last).select_related("village").order_by("pk")[:BATCH]):
        last = batch[-1].pk
        yield batch


def _events_of(cases: Iterable[Case]) -> dict[int, list[CaseEvent]]:
    found = CaseEvent.objects.filter(case__in=[case.pk for case in cases]).order_by("case_id", "seq")
    return {case: list(events) for case, events in groupby(found, lambda event: event.case_id)}


def _names_in(events: Iterable[list[CaseEvent]]) -> dict[int, str]:
    signed = {by["person"] for of_case in events for event in of_case for by in event.payload.get("by", ())}
    return dict(Person.objects.filter(pk__in=signed).values_list("pk", "name"))


def _public(case: Case, events: list[CaseEvent]) -> WrittenCase | None:
    """The case as anybody may read it; None while it has put up nothing for everybody."""
    running = machine_of(case)
    boards = {
        step.id for step in running.flow.steps().values()
        if step.disclosure and step.disclosure.audience is Audience.INTERNET
    }  # fmt: skip
    if not any(event.type == "post" and base(event.key) in boards for event in events):
        return None
    teller = _Teller(case, ANYONE, {}, frozenset())
    told = teller.tell(events)
    return told if teller.shown & boards else None


class _Teller:
    """Tells one case by running its events again. ``names``: persons by number; ``posts``: roles in which a name may be
    told; ``shown``: the steps whose notice went up."""

    def __init__(self, case: Case, reader: Viewer, names: Mapping[int, str], posts: frozenset[str]) -> None:
        self.case, self.reader, self.names, self.posts = case, reader, names, posts
        self.running: Machine = machine_of(case)
        self.shown: set[str] = set()
        self._began: dict[str, CaseEvent] = {}
        self._facts: dict[str, dict[str, Value]] = {}
        self._signed: dict[str, list[Mapping[str, Any]]] = {}

    def tell(self, events: Iterable[CaseEvent]) -> WrittenCase:
        """The case with whatever of its events is a step begun or completed."""
        told: list[Written] = []
        state = self.running.start(self.case.begun_with)
        for event in events:
            before, state = state, self.running.advance(state, event.payload)
            told += self._told(event, before, state)
        return WrittenCase(self.case.number, self.case.power, self.case.village.name, tuple(told))

    def _told(self, event: CaseEvent, before: State, after: State) -> Iterator[Written]:
        key = event.key
        if event.type in ("interrupt", "discharge"):
            yield self._written(event, list(event.payload.get("by", ())), result=event.payload.get("outcome", ""))
            return
        if event.type == "dispute":
            self._facts.pop(key, None)
            self._signed.pop(key, None)
        self._gather(event)
        if _completed(event, before, after):
            began, signed = self._began.pop(key, None), self._signed.pop(key, [])
            facts, result = self._facts.pop(key, {}), _result(self.running, event, before, after)
            if event.type == "post":
                self.shown.add(base(key))
            yield self._written(event, signed, began, result, facts)
        elif event.type == "call" or (event.type == "post" and after["open"].get(key, {}).get("posted")):
            if event.type == "post":
                self.shown.add(base(key))
            self._began[key] = event
            yield self._written(event, self._signed.get(key, []), completes=False)

    def _gather(self, event: CaseEvent) -> None:
        """What the signatures of one step bring together: their facts, as far as the reader may see them."""
        facts = self.running.flow.facts
        seen = {n: v for n, v in event.payload.get("facts", {}).items() if self._may_see(facts.get(n))}
        self._facts.setdefault(event.key, {}).update(seen)
        if event.type in ("act", "post", "meet"):
            self._signed.setdefault(event.key, []).extend(event.payload.get("by", ()))

    def _may_see(self, fact: Any) -> bool:
        return fact is not None and not fact.personal and may_see(fact.audience, self.reader)

    def _written(
        self,
        event: CaseEvent,
        signed: list[Mapping[str, Any]],
        began: CaseEvent | None = None,
        result: str = "",
        facts: Mapping[str, Value] | None = None,
        completes: bool = True,
    ) -> Written:
        at = suffix(event.key)
        roles = list(dict.fromkeys(by["role"] for by in signed))
        names = [self.names[by["person"]] for by in signed if by["role"] in self.posts and by["person"] in self.names]
        return Written(
            activity=base(event.key),
            name=self.running.words(event.key),
            at=event.happened_at,
            recorded=event.recorded_at,
            completes=completes,
            began=began.happened_at if began else None,
            role=" ".join(roles),
            person="、".join(dict.fromkeys(names)),
            result=result,
            item=int(at[1:]) + 1 if at.count("#") == 1 else None,
            facts=facts or {},
        )


def _completed(event: CaseEvent, before: State, after: State) -> bool:
    """Whether the event completed its step; one that a ``repeat`` opens anew at once stands there empty."""
    if event.type not in COMPLETING or event.key not in before["open"]:
        return False
    return event.key not in after["open"] or not after["open"][event.key]


def _result(running: Machine, event: CaseEvent, before: State, after: State) -> str:
    """The result with which the step was completed, also where a further round has forgotten it."""
    kept = after["results"].get(event.key)
    if kept is not None:
        return kept
    payload, step = event.payload, running.step(event.key)
    match event.type:
        case "expire":
            return "expired"
        case "sub":
            return str(payload.get("outcome", ""))
        case "close":
            return "objected" if before["open"][event.key].get("objections") else "clear"
        case _ if step.kind in MEETINGS:
            verdict = str(payload.get("verdict", ""))
            return verdict if verdict in running.results_of(event.key) else "not-held"
        case _:
            return str(payload.get("result") or step.default)
