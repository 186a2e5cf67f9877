"""The main way as stops that follow one another, without its side ways: for pictures that have no room for them."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field, replace

from qingdan.domain.flow.draw.main_way import goes_on, is_main, numbers
from qingdan.domain.flow.model import Block, Choose, Flow, ForEach, Repeat, Sequence, Step, Together


@dataclass(frozen=True, slots=True)
class Stop:
    """A step of the main way: its number there, the steps that come right before it, and whether some cases pass it
    by."""

    step: Step
    number: int
    before: tuple[str, ...] = ()
    sometimes: bool = False


def stops(flow: Flow) -> tuple[Stop, ...]:
    """The steps that have a number in the drawing, in the order written. Ways that only pass by others are left out:
    what is passed by says ``sometimes``."""
    walk = _Walk(flow, numbers(flow))
    tails = walk.through(flow.body, (), False)
    walk.through(flow.finally_, tails, False)
    return tuple(_without_bypasses(walk.found))


@dataclass
class _Walk:
    flow: Flow
    number: dict[str, int]
    found: list[Stop] = field(default_factory=list)

    def through(self, block: Block, before: tuple[str, ...], sometimes: bool) -> tuple[str, ...]:
        """Walk a block from the steps ``before`` it; gives the steps after which it goes on."""
        match block:
            case Sequence(children=children):
                for child in children:
                    before = self.through(child, before, sometimes)
                return before
            case Step():
                return self._step(block, before, sometimes)
            case Choose(branches=branches):
                ways = [b.then for b in branches if is_main(b.then, self.flow)]
                open_ = sometimes or len(ways) > 1
                return _merged([self.through(way, before, open_) for way in ways if goes_on(way)], before)
            case Together(branches=branches):
                return _merged([self.through(way, before, sometimes) for way in branches], before)
            case ForEach() | Repeat():
                return self.through(block.body, before, sometimes)
            case _:
                return before

    def _step(self, step: Step, before: tuple[str, ...], sometimes: bool) -> tuple[str, ...]:
        if step.id not in self.number:
            return before
        self.found.append(Stop(step, self.number[step.id], before, sometimes))
        then = step.results.get(step.default)
        return (step.id,) if then is None else self.through(then, (step.id,), sometimes)


def _merged(ends: list[tuple[str, ...]], before: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(end for way in ends for end in way)) or before


def _without_bypasses(found: list[Stop]) -> list[Stop]:
    """Each stop with only those before it from which no other drawn way leads to it."""
    above: dict[str, set[str]] = {}
    kept = []
    for stop in found:
        before = [b for b in stop.before if not any(b in above[other] for other in stop.before if other != b)]
        above[stop.step.id] = {*stop.before, *(a for b in stop.before for a in above[b])}
        kept.append(replace(stop, before=tuple(before)))
    return kept


def fewer(found: tuple[Stop, ...], leave_out: Collection[str]) -> tuple[Stop, ...]:
    """The stops without some of them; what came before those now comes before what followed them."""
    behind: dict[str, tuple[str, ...]] = {}
    kept = []
    for stop in found:
        before = tuple(dict.fromkeys(x for b in stop.before for x in behind.get(b, (b,))))
        if stop.step.id in leave_out:
            behind[stop.step.id] = before
        else:
            kept.append(replace(stop, before=before))
    return tuple(_without_bypasses(kept))
