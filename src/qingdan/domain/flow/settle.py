"""Puts the edition's numbers into the time limits of a flow: ``limits.supplement days`` becomes ``30 days``."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from qingdan.domain.flow.compile import conditions_of
from qingdan.domain.flow.conditions import operands
from qingdan.domain.flow.model import (
    Block,
    Branch,
    Choose,
    Clock,
    Flow,
    ForEach,
    Owed,
    Repeat,
    Sequence,
    Step,
    Together,
)
from qingdan.domain.rules.limits import setting_in, settled

Limits = Mapping[str, int]


def settle(flow: Flow, limits: Limits) -> Flow:
    """The same flow with every time limit written out under ``limits``; the flow itself where none is a setting."""
    if not any(text.startswith("limits.") for text in times_of(flow)):
        return flow
    return replace(
        flow,
        body=_sequence(flow.body, limits),
        finally_=_sequence(flow.finally_, limits),
        clocks={name: _clock(clock, limits) for name, clock in flow.clocks.items()},
    )


def limits_named(flow: Flow) -> frozenset[str]:
    """The limits of the edition that a flow compares with or waits for."""
    compared = (operand for _line, condition in conditions_of(flow) for operand in operands(condition))
    in_times = (setting_in(text) for text in times_of(flow))
    return frozenset([*(o.name for o in compared if o.kind == "limit"), *(name for name in in_times if name)])


def times_of(flow: Flow) -> Iterator[str]:
    """Every time limit written in a flow."""
    return (text for _line, text in timed_lines(flow))


def timed_lines(flow: Flow) -> Iterator[tuple[int, str]]:
    """Every time limit written in a flow, with the line of the block that has it."""
    for block in flow.blocks():
        if isinstance(block, Step):
            yield from ((block.line, t) for t in _step_times(block) if t is not None)
        elif isinstance(block, Owed):
            yield block.line, block.due
    for clock in flow.clocks.values():
        yield from ((clock.line, t) for t in (clock.limit, clock.extend) if t is not None)


def _step_times(step: Step) -> Iterator[str | None]:
    yield from (step.within, step.notice, step.recall.after if step.recall else None)
    if step.disclosure:
        yield from (step.disclosure.objections, step.disclosure.answer, step.disclosure.stands)


def _sequence(sequence: Sequence, limits: Limits) -> Sequence:
    return Sequence(tuple(_block(child, limits) for child in sequence.children))


def _block(block: Block, limits: Limits) -> Block:
    match block:
        case Step():
            return _step(block, limits)
        case Owed():
            return replace(block, due=settled(block.due, limits))
        case Sequence():
            return _sequence(block, limits)
        case Choose():
            return replace(block, branches=tuple(_branch(b, limits) for b in block.branches))
        case Together():
            return replace(block, branches=tuple(_sequence(b, limits) for b in block.branches))
        case ForEach():
            return replace(block, body=_sequence(block.body, limits))
        case Repeat():
            return replace(block, body=_sequence(block.body, limits), otherwise=_sequence(block.otherwise, limits))
        case _:
            return block


def _branch(branch: Branch, limits: Limits) -> Branch:
    return replace(branch, then=_sequence(branch.then, limits))


def _step(step: Step, limits: Limits) -> Step:
    shown = step.disclosure
    if shown is not None:
        shown = replace(
            shown,
            objections=_maybe(shown.objections, limits),
            answer=_maybe(shown.answer, limits),
            stands=settled(shown.stands, limits),
        )
    return replace(
        step,
        within=_maybe(step.within, limits),
        notice=_maybe(step.notice, limits),
        recall=replace(step.recall, after=settled(step.recall.after, limits)) if step.recall else None,
        disclosure=shown,
        results={result: _sequence(follow, limits) for result, follow in step.results.items()},
    )


def _clock(clock: Clock, limits: Limits) -> Clock:
    return replace(clock, limit=settled(clock.limit, limits), extend=_maybe(clock.extend, limits))


def _maybe(text: str | None, limits: Limits) -> str | None:
    return None if text is None else settled(text, limits)
