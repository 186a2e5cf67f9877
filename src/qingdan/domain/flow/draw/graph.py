"""A flow as nodes and edges to be drawn: blocks become forks, joins, questions and ways back."""

from __future__ import annotations

from collections.abc import Sequence as Row
from dataclasses import dataclass, field, replace

from qingdan.domain.flow.conditions import Compare
from qingdan.domain.flow.draw.phrases import (
    Lexicon,
    answer_text,
    branch_text,
    condition_text,
    owed_text,
    question_text,
    rule_text,
)
from qingdan.domain.flow.model import (
    Block,
    Choose,
    End,
    Flow,
    ForEach,
    Owed,
    Repeat,
    Sequence,
    Step,
    StepKind,
    Together,
)

MEETINGS = (StepKind.MEET, StepKind.ELECT)


@dataclass(slots=True)
class Spot:
    """A node before it has a place. ``lane`` is the lane's title; empty until a neighbour gives it one."""

    id: str
    kind: str
    ref: str
    title: str
    lane: str = ""
    rule: str = ""
    number: int | None = None
    ending: str = ""
    ending_ref: str = ""


@dataclass(frozen=True, slots=True)
class Way:
    """An edge before it has a route."""

    source: str
    target: str
    label: str = ""
    kind: str = "next"


@dataclass(frozen=True, slots=True)
class Tail:
    """A way that has begun and looks for its target. ``count`` is the number of the last step on it."""

    source: str
    label: str
    count: int


@dataclass
class Graph:
    """Spots in an order in which every forward way leads onward, ways, and the lanes from first to last."""

    spots: dict[str, Spot] = field(default_factory=dict)
    ways: list[Way] = field(default_factory=list)
    lanes: list[str] = field(default_factory=list)


def build(flow: Flow, lexicon: Lexicon) -> Graph:
    """The graph of a flow: its body, then ``finally``, then the end."""
    return _Builder(flow, lexicon).whole()


def role_of(step: Step | Owed, lexicon: Lexicon) -> str | None:
    """Whose lane a step stands in: a meeting's body, else the first role that may do it."""
    if isinstance(step, Step) and step.kind in MEETINGS and step.body and (step.body in lexicon.lanes or not step.by):
        return step.body
    return step.by[0] if step.by else None


class _Builder:
    def __init__(self, flow: Flow, lexicon: Lexicon) -> None:
        self.flow, self.words, self.graph = flow, lexicon, Graph()
        self.count = 0
        self.early = any(isinstance(b, End) for b in flow.blocks())

    def whole(self) -> Graph:
        tails = self.block(self.flow.body, [])
        last = max([t.count for t in tails] + [s.number or 0 for s in self.graph.spots.values()], default=0)
        before = len(self.graph.spots)
        tails = self.block(self.flow.finally_, tails or [Tail("", "", last)])
        if self.early:
            self._say_always(list(self.graph.spots.values())[before:])
        self._finish([t for t in tails if t.source])
        self._merge()
        self._hang_ends()
        self._lanes()
        return self.graph

    def _say_always(self, spots: list[Spot]) -> None:
        first = next((s for s in spots if s.kind not in ("end", "owed", "question")), None)
        if first is not None:
            first.rule = self.words.say("不论怎样结束", "on every ending")

    def _finish(self, tails: list[Tail]) -> None:
        if not tails:
            return
        outcome = next(iter(self.flow.outcomes), "")
        words = self.flow.outcomes[outcome].to(self.words.language) if outcome else self.words.say("办结", "end")
        self._join(self._spot("end", outcome, words, self._lane_of(tails)), tails)

    def block(self, block: Block, tails: list[Tail]) -> list[Tail]:
        """Draw a block after ``tails``; the answer are the ways that lead on."""
        match block:
            case Sequence():
                for child in block.children:
                    tails = self.block(child, tails)
                return tails
            case Step():
                return self._step(block, tails)
            case Choose():
                return self._choose(block, tails)
            case Together():
                marked = [self._labelled(t, self.words.say("同时", "together")) for t in tails]
                return [out for b in block.branches if b.children for out in self.block(b, marked)] or tails
            case ForEach():
                title = self.flow.facts[block.over].title.to(self.words.language)
                label = self.words.say(f"每项{title}走一遍", f"for each: {title}")
                return self.block(block.body, [self._labelled(t, label) for t in tails])
            case Repeat():
                return self._repeat(block, tails)
            case End():
                self._join(self._end(block.outcome, tails), tails)
                return []
            case Owed():
                return self._owed(block, tails)

    def _step(self, step: Step, tails: list[Tail]) -> list[Tail]:
        role = role_of(step, self.words)
        spot = self._spot(
            step.kind.value,
            step.id,
            step.name.to(self.words.language),
            self.words.lane(role) if role else self._lane_of(tails),
        )
        spot.rule = rule_text(step, self.words)
        spot.number = 1 + max((t.count for t in tails), default=0)
        self._join(spot, tails)
        outs = [] if step.default in step.results else [Tail(spot.id, "", spot.number)]
        for result, then in step.results.items():
            outs += self.block(then, [Tail(spot.id, self.words.result(result, step.kind), spot.number)])
        return outs

    def _choose(self, block: Choose, tails: list[Tail]) -> list[Tail]:
        conditions = [b.when for b in block.branches if b.when is not None]
        question = self._question(question_text(conditions, self.flow, self.words), tails)
        outs = []
        for branch in block.branches:
            others = [c for c in conditions if c is not branch.when]
            label = branch_text(branch.when, others, self.flow, self.words)
            outs += self.block(branch.then, [Tail(question.id, label, self._count(tails))])
        return outs

    def _repeat(self, block: Repeat, tails: list[Tail]) -> list[Tail]:
        before = len(self.graph.spots)
        outs = self.block(block.body, tails)
        inside = [s for s in list(self.graph.spots.values())[before:] if s.kind not in ("owed", "end")]
        if not outs:
            return []
        until = condition_text(block.until, self.flow, self.words)
        yes = self.words.say("是", "yes")
        if isinstance(block.until, Compare) and block.until.left.kind == "result":
            yes = answer_text(block.until, self.flow, self.words)
            asked = {self.graph.spots[t.source].ref for t in outs} | {s.ref for s in inside[-1:]}
            until = yes if block.until.left.name in asked else until  # the step just before needs no second naming
        if len(until) > (24 if self.words.english else 10):  # the rail has the whole condition
            until = self.words.say("达到要求", "all as required")
        question = self._question(self.words.say(f"{until}了吗？", f"{until}?"), outs)
        if inside and block.at_most > 1:
            again = self.words.say(f"没有，最多重来到第{block.at_most}次", f"no, {block.at_most} rounds at most")
            self.graph.ways.append(Way(question.id, inside[0].id, again, "back"))
        never = self.words.say(f"{block.at_most}次都没有", f"still not after {block.at_most}")
        count = self._count(outs)
        return [Tail(question.id, yes, count), *self.block(block.otherwise, [Tail(question.id, never, count)])]

    def _owed(self, owed: Owed, tails: list[Tail]) -> list[Tail]:
        role = role_of(owed, self.words)
        lane = self.words.lane(role) if role else self._lane_of(tails)
        spot = self._spot("owed", owed.id, owed.name.to(self.words.language), lane)
        spot.rule = owed_text(owed, self.words)
        for source in dict.fromkeys(t.source for t in tails if t.source):
            self.graph.ways.append(Way(source, spot.id, "", "owed"))
        return tails

    def _end(self, outcome: str, tails: list[Tail]) -> Spot:
        """The end of these ways; several results of one step that end alike share it."""
        sources = {t.source for t in tails}
        for spot in self.graph.spots.values():
            if spot.kind == "end" and spot.ref == outcome and len(sources) == 1:
                known = {w.source for w in self.graph.ways if w.target == spot.id}
                if known == sources:
                    return spot
        words = self.flow.outcomes[outcome].to(self.words.language)
        return self._spot("end", outcome, words, self._lane_of(tails))

    def _question(self, text: str, tails: list[Tail]) -> Spot:
        spot = self._spot("question", "", text, self._lane_of(tails))
        self._join(spot, tails)
        return spot

    def _spot(self, kind: str, ref: str, title: str, lane: str) -> Spot:
        self.count += 1
        spot = Spot(f"n{self.count}", kind, ref, title, lane)
        self.graph.spots[spot.id] = spot
        return spot

    def _join(self, spot: Spot, tails: list[Tail]) -> None:
        self.graph.ways += [Way(t.source, spot.id, t.label) for t in tails if t.source]

    def _labelled(self, tail: Tail, label: str) -> Tail:
        return replace(tail, label=f"{tail.label}{self.words.say('，', ', ')}{label}" if tail.label else label)

    def _lane_of(self, tails: list[Tail]) -> str:
        return next((self.graph.spots[t.source].lane for t in tails if t.source), "")

    @staticmethod
    def _count(tails: Row[Tail]) -> int:
        return max((t.count for t in tails), default=0)

    def _merge(self) -> None:
        """Two ways between the same two nodes become one that says both."""
        merged: dict[tuple[str, str, str], Way] = {}
        for way in self.graph.ways:
            key = (way.source, way.target, way.kind)
            known = merged.get(key)
            if known is not None:
                both = list(dict.fromkeys(x for x in (*known.label.split(" / "), way.label) if x))
                many = self.words.say("其他结果", "any other result")
                text = " / ".join(both) if len(both) < 3 and many not in both else many
                way = replace(known, label=text if known.label and way.label else "")
            merged[key] = way
        self.graph.ways = list(merged.values())

    def _hang_ends(self) -> None:
        """An end that simply follows a step hangs below it instead of taking a place of its own."""
        for spot in [s for s in self.graph.spots.values() if s.kind == "end"]:
            into = [w for w in self.graph.ways if w.target == spot.id]
            if len(into) != 1 or into[0].label:
                continue
            source = self.graph.spots[into[0].source]
            outs = [w for w in self.graph.ways if w.source == source.id and w.kind == "next"]
            if source.kind in ("question", "owed") or len(outs) > 1:
                continue
            source.ending, source.ending_ref = spot.title, spot.ref
            del self.graph.spots[spot.id]
            self.graph.ways.remove(into[0])

    def _lanes(self) -> None:
        """Nodes without a lane stand in that of the node after them; lanes in order of appearance, applicant first."""
        spots = self.graph.spots
        for spot in reversed(spots.values()):
            if not spot.lane:
                after = (spots[w.target].lane for w in self.graph.ways if w.source == spot.id)
                spot.lane = next((lane for lane in after if lane), "")
        known = [s.lane for s in spots.values() if s.lane] or [""]
        for spot in spots.values():
            spot.lane = spot.lane or known[0]
        lanes = list(dict.fromkeys(s.lane for s in spots.values()))
        first = self.words.lane("applicant")
        self.graph.lanes = sorted(lanes, key=lambda lane: lane != first)
