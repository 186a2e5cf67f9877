"""What a running case already knows for its forms, and only what the reader may see. A fixed number of queries."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from django.utils.translation import gettext as _

from qingdan.domain.catalogue.model import Edition, Power
from qingdan.domain.catalogue.settled import power_under
from qingdan.domain.flow.model import Fact, FactType, Step, StepKind, walk
from qingdan.domain.flow.state import base, suffix
from qingdan.domain.rules.audience import may_see
from qingdan.features.cases import presenting, queries
from qingdan.features.cases.gates import SeenCase
from qingdan.features.cases.meetings import Called, called_with
from qingdan.features.cases.messages import local
from qingdan.features.cases.models import CaseEvent, CaseFile
from qingdan.features.cases.running import edition_of
from qingdan.features.cases.slates import names_fact, proxies_words, slate_names, slate_words
from qingdan.records.people.models import Person
from qingdan.watch.boards.models import Notice


@dataclass(frozen=True, slots=True)
class Signed:
    """Somebody did something in the house: as what, who, when it happened, with which result; and, where he stood in
    for another by the village's rule, why (``domain.rules.standing_in.Why``)."""

    role: str
    name: str
    at: datetime
    result: str
    stood_in: str = ""


@dataclass(frozen=True)
class Known:
    """What is known at one step of a case. ``hidden`` are facts that are there and that this reader may not see."""

    key: str
    values: Mapping[str, Any]
    hidden: frozenset[str]
    signed: Sequence[Signed]
    event: CaseEvent | None
    reason: str
    files: Mapping[str, int]
    done: bool
    recorded: CaseEvent | None = None  # the event that brought a meeting's numbers; a witness's comes after it
    called: Called | None = None  # how the meeting was called that is recorded here, or is still to be held

    @property
    def record(self) -> Mapping[str, Any]:
        """The numbers of a meeting that was recorded here; empty before."""
        return (self.recorded.payload.get("record") or {}) if self.recorded else {}

    @property
    def result(self) -> str:
        """The result that was given here; "" before."""
        if not self.event:
            return ""
        return str(self.event.payload.get("result") or self.event.payload.get("verdict") or "")


class CaseReading:
    """A case as its forms need it. Each of its reads is made once, when first asked for."""

    def __init__(self, seen: SeenCase) -> None:
        self.seen = seen
        self.case = seen.case
        self.edition: Edition = edition_of(seen.case)
        self.power: Power = power_under(self.edition.powers[seen.case.power], seen.case.limits)
        self._viewer = seen.viewer.seen_as(seen.case.place, party=seen.handles)

    @cached_property
    def events(self) -> list[CaseEvent]:
        """Every event, oldest first."""
        return queries.timeline(self.case)[::-1]

    @cached_property
    def files(self) -> list[CaseFile]:
        """The files handed in; none for a reader who handles no step."""
        return queries.files_of(self.case) if self.seen.handles else []

    @cached_property
    def notices(self) -> dict[str, Notice]:
        """The newest notice that each step put up."""
        return {notice.key: notice for notice in Notice.objects.filter(case=self.case).order_by("seq")}

    @cached_property
    def _personal(self) -> dict[str, Any]:
        if not self.seen.handles:
            return {}
        return {name: fact.value for name, fact in queries.personal_facts_of(self.case).items()}

    @cached_property
    def _names(self) -> dict[int, str]:
        asked = {s["person"] for e in self.events for s in e.payload.get("by", ())}
        return dict(Person.objects.filter(pk__in=asked).values_list("pk", "name"))

    def done(self) -> list[str]:
        """The steps done so far that have a form, in the order of their last event."""
        last = {e.key: e.seq for e in self.events}
        done = [k for k in self.case.state["results"] if self.step(k) and k in last]
        return sorted(done, key=lambda k: last[k])

    def step(self, key: str) -> Step | None:
        """The step of a key, if it has a form."""
        step = self.seen.running.flow.steps().get(base(key))
        return step if step and step.kind is not StepKind.START else None

    def told(self) -> list[presenting.Told]:
        """The record of the case, oldest first, with the reasons that the reader may see."""
        reasons = {n: str(v) for n, v in self._personal.items() if n.startswith("reason:")}
        return presenting.told(self.case, self.events, reasons)

    def ends(self, key: str) -> bool:
        """Whether a step belongs to what is done once the case has its outcome."""
        return self.case.outcome is not None and base(key) in self._last

    @cached_property
    def _last(self) -> frozenset[str]:
        return frozenset(b.id for b in walk(self.seen.running.flow.finally_) if isinstance(b, Step))

    def why(self, key: str) -> str:
        """What was said where the way to this step was taken: the reason of the event before it, or the count of a
        meeting; for a step on every ending, of the event that ended the case."""
        own = next((e.seq for e in self.events if e.key == key), None)
        before = [e for e in self.events if own is None or e.seq < own]
        before = [e for e in before if not self.ends(key) or base(e.key) not in self._last]
        reasons = {n: str(v) for n, v in self._personal.items() if n.startswith("reason:")}
        return presenting.told(self.case, before[-1:], reasons)[0].text if before else ""

    def at(self, key: str) -> Known:
        """What is known at one step."""
        events = [e for e in self.events if e.key == key and e.type in ("act", "meet", "post")]
        event = events[-1] if events else None
        values, hidden = self._facts(key)
        counts: dict[str, int] = {}
        for file in self.files:
            if file.key == key and file.seq is not None:
                counts[file.kind] = counts.get(file.kind, 0) + 1
        return Known(
            key=key,
            values=values,
            hidden=hidden,
            signed=[s for e in self._round(events) for s in self._signatures(e)],
            event=event,
            reason=str(self._personal.get(f"reason:{event.seq}", "")) if event else "",
            files=counts,
            done=key in self.case.state["results"],
            recorded=next((e for e in reversed(events) if e.payload.get("record")), None),
            called=self._called(key),
        )

    def _called(self, key: str) -> Called | None:
        """The notice of the last meeting at a step; none when another meeting lies between."""
        held = [e for e in self.events if e.key == key and (e.type == "call" or e.payload.get("record"))]
        before = held[:-1] if held and held[-1].type != "call" else held
        if not before or before[-1].type != "call":
            return None
        return called_with(before[-1], self._personal.get(f"call:{before[-1].seq}") or {})

    def _round(self, events: list[CaseEvent]) -> list[CaseEvent]:
        """The events that belong to the last doing of a step: each role once, the newest."""
        newest: dict[str, CaseEvent] = {}
        for event in events:
            for by in event.payload.get("by", ()):
                newest.pop(by["role"], None)
                newest[by["role"]] = event
        return list({e.seq: e for e in newest.values()}.values())

    def _signatures(self, event: CaseEvent) -> list[Signed]:
        result, stood_in = str(event.payload.get("result", "")), (event.payload.get("stand_in") or {}).get("why", "")
        return [
            Signed(by["role"], self._names.get(by["person"], ""), event.happened_at, result, stood_in)
            for by in event.payload.get("by", ())
        ]

    def facts_so_far(self) -> list[tuple[Fact, Any]]:
        """Every fact so far that the reader may see, with its value."""
        flow = self.seen.running.flow
        pairs = [*self.case.state["facts"].items(), *self._personal.items()]
        named = [(flow.facts.get(base(name)), value) for name, value in pairs]
        return [(f, self._said(f, value)) for f, value in named if f and may_see(f.audience, self._viewer)]

    def candidates(self, key: str) -> dict[str, str]:
        """The names of those who stood in the election at a step, by number, where the reader may see them."""
        name = names_fact(self.seen.running, key)
        fact = self.seen.running.flow.facts[base(name)]
        rows = self._personal.get(name, ()) if may_see(fact.audience, self._viewer) else ()
        return {row["n"]: row["name"] for row in rows}

    def _said(self, fact: Fact, value: Any) -> Any:
        """A value as it is printed: lists of names in words."""
        if fact.type is FactType.SLATE:
            return slate_words(value, slate_names(self.edition, self.seen.running))
        return proxies_words(value) if fact.type is FactType.PROXIES else value

    def _facts(self, key: str) -> tuple[dict[str, Any], frozenset[str]]:
        values: dict[str, Any] = {}
        hidden = set()
        state = self.case.state
        for fact in self._asked(key):
            held = self._personal if fact.personal else state["facts"]
            name = fact.name + suffix(key)
            value = held.get(name, held.get(fact.name))
            there = value is not None or name in state["given"] or fact.name in state["given"]
            if there and (value is None or not may_see(fact.audience, self._viewer)):
                hidden.add(fact.name)
            elif value is not None:
                values[fact.name] = self._said(fact, value)
        return values, frozenset(hidden)

    def _asked(self, key: str) -> list[Fact]:
        """The facts that a step's paper shows: those it sets, and for a notice or a payment those it is about."""
        flow, step = self.seen.running.flow, self.step(key)
        assert step is not None
        named = [*(f.name for f in flow.set_at(step.id)), *(step.disclosure.fields if step.disclosure else ())]
        if step.amount:
            named.append(step.amount)
        return [flow.facts[name] for name in dict.fromkeys(named)]

    def whom(self, role: str | None) -> str:
        """The names of those who hold a role of the case, for a reader who handles it."""
        if role is None or not self.seen.handles:
            return ""
        rows = self.case.parties.filter(role=role).select_related("person")
        return _("、").join(row.person.name for row in rows)

    def role_words(self, role: str) -> str:
        """A role as people say it."""
        return local(self.edition.role_words(role))
