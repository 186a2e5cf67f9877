"""Which powers somebody without a post may ask for, and with which step: from the edition's mark on its parties."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from qingdan.domain.flow.kinds import StepKind
from qingdan.domain.flow.machine import machine
from qingdan.domain.flow.model import FactType, Flow, Sequence, Step


@dataclass(frozen=True, slots=True)
class Asking:
    """How a request begins: the step, and the party who does it.

    ``name`` and ``phone`` are the step's facts that are the party's own (None where the step has none).
    """

    step: str
    role: str
    name: str | None = None
    phone: str | None = None


def asking_of(flow: Flow, asks: frozenset[str], limits: Mapping[str, int]) -> Asking | None:
    """The first step that one of the parties ``asks`` may do by itself; None when no such party begins the power."""
    running = machine(flow, limits)
    for key in running.start()["open"]:
        step = running.step(key)
        roles = [role for role in step.by if role in asks]
        if roles and step.kind is StepKind.DO and step.persons == 1 and not step.with_:
            return Asking(key, roles[0], *_own(flow, step, roles[0]))
    return None


def _own(flow: Flow, step: Step, role: str) -> Iterator[str | None]:
    mine = [fact for fact in flow.set_at(step.id) if fact.of == role]
    for wanted in (FactType.PERSON, FactType.PHONE):
        yield next((fact.name for fact in mine if fact.type is wanted), None)


def answered_in_time(flow: Flow, step: str) -> bool:
    """Whether a time limit runs once ``step`` is done: a clock from it, or the limit of the step right after it."""
    if any(clock.start == step for clock in flow.clocks.values()):
        return True
    for block in flow.blocks():
        if isinstance(block, Sequence):
            pairs = zip(block.children, block.children[1:], strict=False)
            after = [b for a, b in pairs if isinstance(a, Step) and a.id == step]
            if after:
                return isinstance(after[0], Step) and after[0].within is not None
    return False
