"""A flow as nodes and edges to be drawn: blocks become forks, joins, questions and ways back."""

from __future__ import annotations

from dataclasses import replace

from qingdan.domain.flow.conditions import Compare
from qingdan.domain.flow.draw.endings import outcomes_by_branch, outcomes_text
from qingdan.domain.flow.draw.main_way import numbers, sent_back
from qingdan.domain.flow.draw.phrases import (
    Lexicon,
    answer_text,
    branch_text,
    condition_text,
    owed_text,
    question_text,
    rule_text,
)
from qingdan.domain.flow.draw.spots import Exit, Graph, Spot, Tail, Way
from qingdan.domain.flow.draw.tidy import hang_ends, merge, name_lanes, sinks
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
        self.numbers = numbers(flow)
        self.early = any(isinstance(b, End) for b in flow.blocks())

    def whole(self) -> Graph:
        tails = self.block(self.flow.body, [])
        if self.early and self.flow.finally_.children:
            self._say_outcome(tails)
        tails = self._closing(tails)
        self._finish([t for t in tails if t.source])
        merge(self.graph, self.words)
        hang_ends(self.graph)
        name_lanes(self.graph, self.words)
        return self.graph

    def _say_outcome(self, tails: list[Tail]) -> None:
        """What the flow has come to when its body has run to its end stands at the body's last step."""
        outcome = next(iter(self.flow.outcomes))
        for spot in {t.source: self.graph.spots[t.source] for t in tails}.values():
            if spot.kind != "question":
                spot.exits = (*spot.exits, Exit("", self.flow.outcomes[outcome].to(self.words.language), outcome))

    def _closing(self, tails: list[Tail]) -> list[Tail]:
        """``finally``: the body's way runs into it, and so does every ending before."""
        begun = len(self.graph.spots)
        body = {*(s.id for s in sinks(self.graph)), *(t.source for t in tails)}
        always = next((b for b in self.flow.finally_.children if isinstance(b, Step)), None)
        ran = tails = tails or [Tail("", "")]
        for child in self.flow.finally_.children:
            names = outcomes_by_branch(child, self.flow) if isinstance(child, Choose) and tails == ran else None
            if isinstance(child, Choose) and names is not None:
                tails = self._by_outcome(child, names, tails)
            else:
                tails = self.block(child, tails)
        added = list(self.graph.spots.values())[begun:]
        for spot in added:
            spot.last = True
        entered = {w.target for w in self.graph.ways}
        self.graph.later = [(b, s.id) for s in added if s.id not in entered for b in sorted(body)]
        if self.early and always is not None:
            spot = next(s for s in added if s.ref == always.id)
            spot.rule = self.words.say("不论怎样结束", "on every ending")
        return tails

    def _by_outcome(self, block: Choose, names: list[tuple[str, ...]], tails: list[Tail]) -> list[Tail]:
        """The body's way takes the branch of its own outcome; each other one begins with the endings that take it."""
        outs: list[Tail] = []
        for branch, outcomes in zip(block.branches, names, strict=True):
            if next(iter(self.flow.outcomes)) in outcomes:
                outs += self.block(branch.then, tails)
            elif branch.then.children:
                title = outcomes_text(outcomes, self.flow, self.words, most=2)
                begin = self._spot("from", ",".join(outcomes), title, "")
                outs += self.block(branch.then, [Tail(begin.id, "")])
        return outs

    def _finish(self, tails: list[Tail]) -> None:
        if not tails:
            return
        outcome = next(iter(self.flow.outcomes), "")
        words = self.flow.outcomes[outcome].to(self.words.language) if outcome else self.words.say("办结", "end")
        if self.early and self.flow.finally_.children:  # every ending comes here
            outcome, words = "", self.words.say("办结", "closed")
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
        spot.number = self.numbers.get(step.id)
        self._join(spot, tails)
        outs = [] if step.default in step.results else [Tail(spot.id, "")]
        for result, then in step.results.items():
            outs += self.block(then, [Tail(spot.id, self.words.result(result, step.kind))])
        return outs

    def _choose(self, block: Choose, tails: list[Tail]) -> list[Tail]:
        conditions = [b.when for b in block.branches if b.when is not None]
        question = self._question(question_text(conditions, self.flow, self.words), tails)
        outs = []
        for branch in block.branches:
            others = [c for c in conditions if c is not branch.when]
            label = branch_text(branch.when, others, self.flow, self.words)
            outs += self.block(branch.then, [Tail(question.id, label)])
        return outs

    def _repeat(self, block: Repeat, tails: list[Tail]) -> list[Tail]:
        before = len(self.graph.spots)
        outs = self.block(block.body, tails)
        inside = [s for s in list(self.graph.spots.values())[before:] if s.kind not in ("owed", "end")]
        if not outs:
            return []
        decided = self._decided(block, inside, outs)
        if decided is not None:
            return decided
        until = condition_text(block.until, self.flow, self.words)
        yes = self.words.say("是", "yes")
        if isinstance(block.until, Compare) and block.until.left.kind == "result":
            yes = answer_text(block.until, self.flow, self.words)
            asked = {self.graph.spots[t.source].ref for t in outs} | {s.ref for s in inside[-1:]}
            until = yes if block.until.left.name in asked else until  # the step just before needs no second naming
        if len(until) > (24 if self.words.english else 10):  # the list of steps has the whole condition
            until = self.words.say("达到要求", "all as required")
        question = self._question(self.words.say(f"{until}了吗？", f"{until}?"), outs)
        if inside and block.at_most > 1:
            again = self.words.say(f"没有，最多办{block.at_most}次", f"no, {block.at_most} rounds at most")
            self.graph.ways.append(Way(question.id, inside[0].id, again, "back"))
        return [Tail(question.id, yes), *self._never(block, question)]

    def _never(self, block: Repeat, spot: Spot) -> list[Tail]:
        never = self.words.say(f"{block.at_most}次还不行", f"still not after {block.at_most}")
        return self.block(block.otherwise, [Tail(spot.id, never)])

    def _decided(self, block: Repeat, inside: list[Spot], outs: list[Tail]) -> list[Tail] | None:
        """The ways on where the body's last step itself says whether to go round again: no question stands after it."""
        results, step = sent_back(block, self.flow), block.body.children[-1]
        spot = next((s for s in inside if isinstance(step, Step) and s.ref == step.id), None)
        if results is None or spot is None or (results and spot is inside[0]):
            return None
        most = self.words.say(f"最多办{block.at_most}次", f"{block.at_most} rounds at most")
        said = "/".join(self.words.result(r, StepKind(spot.kind)) for r in results)
        starts = [Tail(spot.id, f"{said}{self.words.say('，', ', ')}{most}")] if results else []
        starts += [self._labelled(t, most) for t in outs if t.source != spot.id or t.label]
        self.graph.ways += [Way(t.source, inside[0].id, t.label, "back") for t in starts]
        return [Tail(spot.id, ""), *self._never(block, spot)]

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
