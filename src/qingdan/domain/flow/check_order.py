"""What comes before what: steps that are never reached, and facts or results read before they are there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from qingdan.domain.complaints import Complaint
from qingdan.domain.flow.conditions import Condition, operands
from qingdan.domain.flow.facts import belongs
from qingdan.domain.flow.model import (
    Block,
    Choose,
    End,
    Flow,
    ForEach,
    Repeat,
    Sequence,
    Step,
    StepKind,
    Together,
    walk,
)
from qingdan.domain.words import Words

# What is certain at a point of the flow: names of facts that are set and of steps that are done. None: never reached.
Known = frozenset[str]


def order_complaints(flow: Flow) -> Iterator[Complaint]:
    """Complaints about order, from one walk over the flow that carries what is certain at each point."""
    walker = _Walker(flow)
    walker.after(flow.body, frozenset())
    walker.in_finally = True
    walker.after(flow.finally_, frozenset())
    yield from walker.complaints


def certain_at_end(flow: Flow) -> Mapping[str, Known]:
    """For each outcome what is certain whenever a case ends with it: facts that are set, steps that are done."""
    walker = _Walker(flow)
    last = walker.after(flow.body, frozenset())
    for rule in flow.any_time.values():
        walker.ends.setdefault(rule.end, []).append(frozenset())  # it may come before anything was done
    if last is not None:
        walker.ends.setdefault(next(iter(flow.outcomes)), []).append(last)
    return {outcome: frozenset.intersection(*ways) for outcome, ways in walker.ends.items()}


@dataclass
class _Walker:
    flow: Flow
    ends: dict[str, list[Known]] = field(default_factory=dict)
    complaints: list[Complaint] = field(default_factory=list)
    in_finally: bool = False

    def complain(self, line: int, what: Words, remedy: Words) -> None:
        self.complaints.append(Complaint(self.flow.file, line, what, remedy))

    def after(self, block: Block, known: Known) -> Known | None:
        """What is certain after ``block``, or None when nothing comes after it."""
        match block:
            case Sequence(children=children):
                return self._sequence(children, known)
            case Choose():
                return self._choose(block, known)
            case Together(branches=branches):
                ends = [self.after(b, known) for b in branches]
                return None if None in ends else frozenset().union(*(e for e in ends if e is not None))
            case ForEach():
                if block.over not in known and not self._passed(block.over):
                    self._early(block.line, block.over)
                self.after(block.body, known)
                return known  # the list may be empty
            case Repeat():
                return self._repeat(block, known)
            case Step():
                return self._step(block, known)
            case End(outcome=outcome):
                self.ends.setdefault(outcome, []).append(known)
                return None
            case _:
                return known

    def _sequence(self, children: tuple[Block, ...], known: Known) -> Known | None:
        so_far: Known | None = known
        for child in children:
            if so_far is None:
                line = next((b.line for b in walk(child) if getattr(b, "line", 0)), 1)  # type: ignore[union-attr]
                name = (
                    Words(child.id, child.id) if isinstance(child, Step) else Words("这里写的内容", "what stands here")
                )
                what = Words(
                    f"{name.zh} 永远走不到：前面每条路都已经结束",
                    f"{name.en} is never reached: every way before it has ended",
                )
                self.complain(line, what, Words("请移走或删掉它。", "Move or delete it."))
                return None
            so_far = self.after(child, so_far)
        return so_far

    def _choose(self, block: Choose, known: Known) -> Known | None:
        for branch in block.branches:
            if branch.when is not None:
                self._reads(branch.when, known, branch.line)
        return _meet([self.after(b.then, known) for b in block.branches])

    def _repeat(self, block: Repeat, known: Known) -> Known | None:
        once = self.after(block.body, known)
        if once is None:
            self.after(block.otherwise, known)
            return None
        self._reads(block.until, once, block.line)
        inside = {b.id for b in walk(block.body) if isinstance(b, Step)}
        facts = {f.name for f in self.flow.facts.values() if f.set_by in inside}
        if not any(o.name in inside | facts for o in operands(block.until) if o.kind in ("result", "fact")):
            what = Words(
                f"repeat 里面没有什么能改变“{block.until}”", f"nothing inside this repeat can change {block.until}"
            )
            remedy = Words(
                "请让 until 看里面某一步的结果或数据项。", "Let until read a result or fact of a step inside it."
            )
            self.complain(block.line, what, remedy)
        return _meet([once, self.after(block.otherwise, once)])

    def _step(self, step: Step, known: Known) -> Known | None:
        self._needs(step, known)
        done = known | {step.id}
        ways: list[Known | None] = []
        if step.default not in step.results:
            ways.append(done | self._given(step, step.default))
        for result, follow in step.results.items():
            # What a sub-case found comes back only where the case goes on.
            given = frozenset[str]() if step.kind is StepKind.START else self._given(step, result)
            ways.append(self.after(follow, done | given))
        return _meet(ways)

    def _given(self, step: Step, result: str) -> Known:
        return frozenset(f.name for f in self.flow.set_at(step.id) if f.required and belongs(f, step, result))

    def _needs(self, step: Step, known: Known) -> None:
        """The lists and counts that an election takes over, and the elections whose result a step records."""
        needed = list(step.election.reads()) if step.election else []
        if step.records:
            needed += [*step.records.take_office[:1], *([step.records.fill_from] if step.records.fill_from else [])]
        for name in needed:
            fact = self.flow.facts.get(name)
            if fact is not None and fact.personal and not fact.required:
                name = fact.set_by  # a list that may stay empty is there once its step is done
            if name not in known and (fact or name in self.flow.steps()) and not self._passed(name):
                self._early(step.line, name)

    def _reads(self, condition: Condition, known: Known, line: int) -> None:
        for operand in operands(condition):
            if operand.kind == "outcome" and not self.in_finally:
                what = Words(
                    "这里看了结局，而结局到 finally 里才知道",
                    "the outcome is read here, but it is known only in finally",
                )
                self.complain(line, what, Words("请移到 finally 里。", "Move it to finally."))
            if operand.kind in ("fact", "result") and operand.name not in known:
                if operand.kind == "fact" and self._passed(operand.name):
                    continue
                self._early(line, operand.name)

    def _passed(self, name: str) -> bool:
        """Whether a fact is there from the start because a parent case passes it on."""
        return name in self.flow.facts and self.flow.facts[name].set_by not in self.flow.steps()

    def _early(self, line: int, name: str) -> None:
        kind = Words("数据项", "the fact") if name in self.flow.facts else Words("步骤结果", "the result of")
        what = Words(
            f"这里看了{kind.zh}“{name}”，而有的路走到这里时还没有它",
            f"{kind.en} {name!r} is read here, but on some way to this point it is not there yet",
        )
        remedy = Words("请在这之前的步骤里填它，或改为必填。", "Set it in a step before this one, or make it required.")
        self.complain(line, what, remedy)


def _meet(ways: list[Known | None]) -> Known | None:
    """What is certain when any one of these ways was taken."""
    open_ways = [w for w in ways if w is not None]
    return frozenset.intersection(*open_ways) if open_ways else None
