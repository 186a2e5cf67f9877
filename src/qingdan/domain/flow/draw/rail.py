"""A flow as an ordered list: the drawing for phones and the words for everyone who cannot see the drawing."""

from __future__ import annotations

from dataclasses import dataclass, replace

from qingdan.domain.flow.draw.graph import MEETINGS, role_of
from qingdan.domain.flow.draw.phrases import (
    Lexicon,
    branch_text,
    condition_text,
    limit_text,
    owed_text,
    question_text,
    rule_text,
)
from qingdan.domain.flow.draw.values import Progress
from qingdan.domain.flow.model import Block, Choose, End, Flow, ForEach, Owed, Repeat, Sequence, Step, Together


@dataclass(frozen=True, slots=True)
class RailItem:
    """One line of the list.

    ``kind`` is a step kind, or question, repeat, together, each, owed, end, any-time, finally. ``conditions`` say when
    one comes here. ``before`` are the indexes of the items that lead here. ``state`` is is-done, is-now, is-off or "".
    """

    kind: str
    ref: str
    title: str
    lane: int
    who: str = ""
    rule: str = ""
    how: str = ""
    conditions: tuple[str, ...] = ()
    number: int | None = None
    depth: int = 0
    before: tuple[int, ...] = ()
    state: str = ""
    date: str = ""

    @property
    def is_step(self) -> bool:
        """Whether somebody does something here."""
        return self.number is not None


@dataclass(frozen=True, slots=True)
class Rail:
    """The whole list with the titles of its lanes."""

    lanes: tuple[str, ...]
    items: tuple[RailItem, ...]


@dataclass(frozen=True, slots=True)
class _Tail:
    item: int
    count: int


def rail(flow: Flow, lexicon: Lexicon, progress: Progress | None = None) -> Rail:
    """The list of a flow, marked with a case's progress where one is given."""
    return _Teller(flow, lexicon, (progress or Progress()).plain()).whole()


class _Teller:
    def __init__(self, flow: Flow, lexicon: Lexicon, progress: Progress) -> None:
        self.flow, self.words, self.progress = flow, lexicon, progress
        self.items: list[RailItem] = []
        self.lanes: list[str] = []

    def whole(self) -> Rail:
        tails = self.block(self.flow.body, [], 0, ())
        self._finally(tails)
        self._any_time()
        first = self.words.lane("applicant")
        order = sorted(self.lanes, key=lambda lane: lane != first)
        where = {self.lanes.index(lane): order.index(lane) for lane in order}
        items = self._settled()
        return Rail(tuple(order), tuple(replace(i, lane=where.get(i.lane, 0)) for i in items))

    def _settled(self) -> list[RailItem]:
        """Questions and the like are as far as what follows them: behind us, not taken, or still to come."""
        found = list(self.items)
        for at in reversed(range(len(found))):
            if found[at].state or found[at].ref:
                continue
            after = {i.state for i in found[at + 1 :] if at in i.before}
            if after & {"is-done", "is-now"}:
                found[at] = replace(found[at], state="is-done")
            elif after == {"is-off"}:
                found[at] = replace(found[at], state="is-off")
        for at, item in enumerate(found):  # and what only a way not taken leads to is not taken either
            if not item.state and item.before and all(found[b].state == "is-off" for b in item.before):
                found[at] = replace(item, state="is-off")
        return found

    def _finally(self, tails: list[_Tail]) -> None:
        if not self.flow.finally_.children:
            return
        conditions = (
            (self.words.say("不论怎样结束", "on every ending"),) if any(i.kind == "end" for i in self.items) else ()
        )
        self.block(self.flow.finally_, tails, 0, conditions)

    def _any_time(self) -> None:
        for event in self.flow.any_time.values():
            until = self.flow.steps().get(event.until or "")
            if until is not None:
                step = until.name.to(self.words.language)
                when = self.words.say(f"“{step}”办完以前，随时", f"any time before “{step}” is done")
            else:
                when = self.words.say("随时", "any time")
            who = self._roles(event.by)
            title = event.name.to(self.words.language)
            outcome = self.flow.outcomes[event.end].to(self.words.language)
            rule = self.words.say(f"到此结束：{outcome}", f"ends here: {outcome}")
            self._add("any-time", event.id, title, [], 0, (when,), who=who, rule=rule)

    def block(self, block: Block, tails: list[_Tail], depth: int, conditions: tuple[str, ...]) -> list[_Tail]:
        """Tell a block; ``conditions`` stand at its first line. The answer are the lines that lead on."""
        match block:
            case Sequence():
                for child in block.children:
                    tails, conditions = self.block(child, tails, depth, conditions), ()
                return tails
            case Step():
                return self._step(block, tails, depth, conditions)
            case Choose():
                return self._choose(block, tails, depth, conditions)
            case Together():
                title = self.words.say("同时进行", "At the same time")
                here = self._add("together", "", title, tails, depth, conditions)
                return [out for b in block.branches for out in self.block(b, here, depth + 1, ())]
            case ForEach():
                title = self.flow.facts[block.over].title.to(self.words.language)
                text = self.words.say(f"每项{title}都走一遍", f"Once for each: {title}")
                return self.block(block.body, self._add("each", "", text, tails, depth, conditions), depth + 1, ())
            case Repeat():
                return self._repeat(block, tails, depth, conditions)
            case End():
                outcome = self.flow.outcomes[block.outcome].to(self.words.language)
                title = self.words.say(f"到此结束：{outcome}", f"Ends here: {outcome}")
                self._add("end", block.outcome, title, tails, depth, conditions)
                return []
            case Owed():
                return self._owed(block, tails, depth, conditions)

    def _step(self, step: Step, tails: list[_Tail], depth: int, conditions: tuple[str, ...]) -> list[_Tail]:
        role = role_of(step, self.words)
        here = self._add(
            step.kind.value,
            step.id,
            step.name.to(self.words.language),
            tails,
            depth,
            conditions,
            lane=self.words.lane(role) if role else None,
            who=self._roles((step.body,) if step.kind in MEETINGS and step.body else step.by),
            rule=rule_text(step, self.words),
            how=step.how.to(self.words.language),
            number=1 + max((t.count for t in tails), default=0),
        )
        outs = [] if step.default in step.results else list(here)
        for result, then in step.results.items():
            outs += self._branch(then, here, depth, self.words.result(result, step.kind))
        return outs

    def _branch(self, then: Sequence, here: list[_Tail], depth: int, answer: str) -> list[_Tail]:
        condition = self.words.say(f"如果{answer}", f"if {answer}")
        if not then.children:
            return self._add("on", "", self.words.say("直接往下走", "go straight on"), here, depth + 1, (condition,))
        return self.block(then, here, depth + 1, (condition,))

    def _choose(self, block: Choose, tails: list[_Tail], depth: int, conditions: tuple[str, ...]) -> list[_Tail]:
        asked = [b.when for b in block.branches if b.when is not None]
        here = self._add("question", "", question_text(asked, self.flow, self.words), tails, depth, conditions)
        outs: list[_Tail] = []
        for branch in block.branches:
            others = [c for c in asked if c is not branch.when]
            outs += self._branch(branch.then, here, depth, branch_text(branch.when, others, self.flow, self.words))
        return outs

    def _repeat(self, block: Repeat, tails: list[_Tail], depth: int, conditions: tuple[str, ...]) -> list[_Tail]:
        until = condition_text(block.until, self.flow, self.words)
        title = self.words.say(
            f"重复下面几步，最多{block.at_most}次，直到{until}",
            f"Repeat what follows, {block.at_most} times at most, until {until}",
        )
        outs = self.block(block.body, self._add("repeat", "", title, tails, depth, conditions), depth + 1, ())
        if not outs:
            return []
        never = self.words.say(f"{block.at_most}次都没有", f"still not after {block.at_most}")
        return outs + (self._branch(block.otherwise, outs, depth, never) if block.otherwise.children else [])

    def _owed(self, owed: Owed, tails: list[_Tail], depth: int, conditions: tuple[str, ...]) -> list[_Tail]:
        role = role_of(owed, self.words)
        lane = self.words.lane(role) if role else None
        later = self.words.say("以后还要办", "still to do later")
        self._add(
            "owed", owed.id, owed.name.to(self.words.language), tails, depth, (*conditions, later), lane=lane,
            who=self._roles(owed.by), rule=owed_text(owed, self.words), how=owed.how.to(self.words.language),
        )  # fmt: skip
        return tails

    def _add(
        self, kind: str, ref: str, title: str, tails: list[_Tail], depth: int, conditions: tuple[str, ...],
        lane: str | None = None, who: str = "", rule: str = "", how: str = "", number: int | None = None,
    ) -> list[_Tail]:  # fmt: skip
        """Append an item; without a lane it stands where the one before it stands."""
        if lane is not None and lane not in self.lanes:
            self.lanes.append(lane)
        at = self.lanes.index(lane) if lane is not None else (self.items[tails[0].item].lane if tails else 0)
        count = number or max((t.count for t in tails), default=0)
        self.items.append(
            RailItem(
                kind, ref, title, at, who, rule, how, conditions, number, depth,
                tuple(dict.fromkeys(t.item for t in tails)), self._state(kind, ref), self.progress.done.get(ref, ""),
            )
        )  # fmt: skip
        return [_Tail(len(self.items) - 1, count)]

    def _state(self, kind: str, ref: str) -> str:
        p = self.progress
        if kind == "end":
            return "" if p.outcome is None else ("is-done" if p.outcome == ref else "is-off")
        if not ref:
            return ""
        if ref in p.current:
            return "is-now"
        return "is-done" if ref in p.done else ("is-off" if ref in p.not_taken else "")

    def _roles(self, roles: tuple[str, ...]) -> str:
        return self.words.say("、", ", ").join(dict.fromkeys(self.words.lane(r) for r in roles))


__all__ = ["Rail", "RailItem", "limit_text", "rail"]
