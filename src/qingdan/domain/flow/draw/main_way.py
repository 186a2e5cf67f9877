"""The main way through a flow: what happens when all goes well. Everything else is a side way of one of its steps."""

from __future__ import annotations

from qingdan.domain.flow.compile import offered_results
from qingdan.domain.flow.conditions import Compare
from qingdan.domain.flow.model import Block, Choose, End, Flow, ForEach, Repeat, Sequence, Step, Together


def numbers(flow: Flow) -> dict[str, int]:
    """The number of each step of the main way and of ``finally``, from 1. Side by side steps count on from the same."""
    found: dict[str, int] = {}
    last = _count(flow.body, 0, flow, found)
    _count(flow.finally_, max(found.values(), default=0) if last is None else last, flow, found)
    return found


def _count(block: Block, before: int, flow: Flow, found: dict[str, int]) -> int | None:
    """Number what stands in a block; the last number, or None where the main way ends in it."""
    match block:
        case Sequence(children=children):
            at = before
            for child in children:
                after = _count(child, at, flow, found)
                if after is None:
                    return None
                at = after
            return at
        case Step():
            found[block.id] = before + 1
            then = block.results.get(block.default)
            after = before + 1 if then is None else _count(then, before + 1, flow, found)
            return before + 1 if after is None and goes_on(block) else after
        case Choose():
            return _furthest([_count(b.then, before, flow, found) for b in block.branches if is_main(b.then, flow)])
        case Together():
            ends = [_count(b, before, flow, found) for b in block.branches]
            return None if None in ends else _furthest(ends)
        case ForEach() | Repeat():
            after = _count(block.body, before, flow, found)
            return before if after is None and goes_on(block) else after
        case End():
            return None
        case _:
            return before


def _furthest(ends: list[int | None]) -> int | None:
    return max((e for e in ends if e is not None), default=None)


def goes_on(block: Block) -> bool:
    """Whether any way leads past a block."""
    match block:
        case Sequence(children=children):
            return all(goes_on(child) for child in children)
        case Step():
            return block.default not in block.results or any(goes_on(then) for then in block.results.values())
        case Choose(branches=branches):
            return any(goes_on(b.then) for b in branches)
        case Together():
            return all(goes_on(b) for b in block.branches)
        case Repeat():
            return goes_on(block.body) or goes_on(block.otherwise)
        case End():
            return False
        case _:
            return True


def is_main(branch: Sequence, flow: Flow) -> bool:
    """Whether a branch belongs to the main way: it leads on, or ends as the flow is meant to."""
    last = branch.children[-1] if branch.children else None
    return goes_on(branch) or (isinstance(last, End) and last.outcome == next(iter(flow.outcomes)))


def sent_back(block: Repeat, flow: Flow) -> tuple[str, ...] | None:
    """The results on which the last step of a repeat sends back to its start; None where not that step decides.

    Its other results have ways of their own, after which the condition does not hold either.
    """
    step, until = block.body.children[-1], block.until
    if not isinstance(step, Step) or not isinstance(until, Compare) or until.sign != "==" or block.at_most < 2:
        return None
    plain = [r for r in offered_results(flow)[step.id] if r not in step.results]
    if until.left.name != step.id or until.right.value not in plain:
        return None
    return tuple(r for r in plain if r != until.right.value)
