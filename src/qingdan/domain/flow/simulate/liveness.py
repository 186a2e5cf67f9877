"""What the rest of a flow can still read at each step: everything else may be forgotten without changing anything.

The usual backward analysis of live variables, on the tree of blocks. A variable is ``f:FACT``, ``r:STEP`` (its result)
or ``w:STEP`` (that it is done, and by whom). It is live at an open step when some way on reads it before setting it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from qingdan.domain.flow.conditions import Condition, operands
from qingdan.domain.flow.facts import belongs
from qingdan.domain.flow.machine import Machine
from qingdan.domain.flow.model import (
    Block,
    Choose,
    End,
    ForEach,
    Repeat,
    Sequence,
    Step,
    StepKind,
    Together,
    walk,
)

Names = frozenset[str]
NONE: Names = frozenset()


def live_at_steps(
    machine: Machine, outcomes: Mapping[str, Iterable[str]], watched: Mapping[str, Names]
) -> dict[str, Names]:
    """For each step what is live while it is open.

    ``outcomes`` are those of each power that may be started; ``watched`` are the steps whose doers are asked for when
    a step is open, by that step.
    """
    analysis = _Analysis(machine, outcomes, watched)
    analysis.always = analysis.before(machine.flow.finally_, NONE)
    analysis.always |= {f"r:{rule.until}" for rule in machine.flow.any_time.values() if rule.until}
    analysis.before(machine.flow.body, analysis.always)
    return analysis.at


class _Analysis:
    def __init__(self, machine: Machine, outcomes: Mapping[str, Iterable[str]], watched: Mapping[str, Names]) -> None:
        self.machine, self.outcomes, self.watched = machine, outcomes, watched
        self.lists = {b.alias: b.over for b in machine.flow.blocks() if isinstance(b, ForEach)}
        self.always: Names = NONE
        self.at: dict[str, Names] = {}

    def before(self, block: Block, after: Names) -> Names:
        """What is live before a block, given what is live after it."""
        match block:
            case Sequence(children=children):
                for child in reversed(children):
                    after = self.before(child, after)
                return after
            case Step():
                return self._step(block, after)
            case Choose(branches=branches):
                read = self._read(b.when for b in branches if b.when is not None)
                return read.union(*(self.before(b.then, after) for b in branches))
            case Together(branches=branches):
                return after.union(*(self.before(b, after) for b in branches))
            case ForEach(over=over, body=body):
                return after | self.before(body, after) | {f"f:{over}"}
            case Repeat():
                return self._repeat(block, after)
            case End():
                return self.always
            case _:
                return after

    def _repeat(self, block: Repeat, after: Names) -> Names:
        out = after | self.before(block.otherwise, after) | self._read([block.until])
        inside = {b.id for b in walk(block.body) if isinstance(b, Step)}
        forgotten = frozenset(f"{letter}:{name}" for name in inside for letter in "rw")
        entry: Names = NONE
        while True:
            found = self.before(block.body, out | (entry - forgotten))
            if found == entry:
                return entry
            entry = found

    def _step(self, step: Step, after: Names) -> Names:
        live = self.always | {f"w:{other}" for other in self.watched.get(step.id, NONE)}
        if step.election:
            live |= {f"f:{o.seats}" for o in step.election.offices if isinstance(o.seats, str)}
        for result in results_at(self.machine, step, self.outcomes):
            follow = step.results.get(result)
            ways = self.before(follow, after) if follow is not None else after
            live |= ways - self._set(step, result)
        self.at[step.id] = self.at.get(step.id, NONE) | live
        return live

    def _set(self, step: Step, result: str) -> Names:
        """What is certainly set anew when the step has this result."""
        own = {f"r:{step.id}", f"w:{step.id}"}
        if result in ("expired", "not-held") or (step.kind is StepKind.START and result in step.results):
            return frozenset(own)
        own |= {f"f:{f.name}" for f in self.machine.flow.set_at(step.id) if f.required and belongs(f, step, result)}
        return frozenset(own)

    def _read(self, conditions: Iterable[Condition]) -> Names:
        found = set()
        for operand in (o for condition in conditions for o in operands(condition)):
            if operand.kind == "fact":
                found.add(f"f:{operand.name}")
            elif operand.kind == "item":
                found.add(f"f:{self.lists[operand.name]}")
            elif operand.kind == "result":
                found.add(f"r:{operand.name}")
        return frozenset(found)


def results_at(machine: Machine, step: Step, outcomes: Mapping[str, Iterable[str]]) -> tuple[str, ...]:
    """Every result that a step can have; of a ``start`` the outcomes of its power, where these are known."""
    if step.kind is StepKind.START:
        return tuple(outcomes.get(step.power or "", ())) or machine.offered[step.id]
    return machine.offered[step.id]
