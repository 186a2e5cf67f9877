"""Who may follow how a case comes along: its steps and days, without persons and without what was filled in.

To see which way a case took is to see the facts on which its ways part. So a process is open at most to those who may
see each fact that its conditions read, and at most to those to whom one of its notices is shown; what is put on no
board is the village's own. A matter of one person or household, whose definition asks for that party's own name, is
followed by that party alone, unless the definition says otherwise (``process``).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import reduce
from typing import TYPE_CHECKING, Any

from qingdan.domain.flow.conditions import Condition, Operand, holds, operands
from qingdan.domain.rules.audience import Audience, wider

if TYPE_CHECKING:
    from qingdan.domain.flow.model import Flow

OPEN = (Audience.INTERNET, Audience.VILLAGE)  # those to whom a process may be open at all


@dataclass(frozen=True, slots=True)
class Openness:
    """What a definition says under ``process``: who may follow its cases, and when (``own``) a case is its parties' own
    matter all the same. Until it is known whether it is one, it counts as one."""

    audience: Audience
    own: Condition | None = None
    line: int = 0


def widest(flow: Flow) -> Audience:
    """To whom the process of a flow may be open at most; ``parties`` stands for nobody but those whose matter it is."""
    from qingdan.domain.flow.compile import conditions_of

    shown = [step.disclosure.audience for step in flow.steps().values() if step.disclosure]
    board = reduce(_wider_of, shown, Audience.PARTIES) if shown else Audience.VILLAGE
    read = {o.name for _line, condition in conditions_of(flow) for o in operands(condition) if o.kind == "fact"}
    return reduce(_narrower_of, (flow.facts[name].audience for name in sorted(read)), board)


def follows(flow: Flow, facts: Mapping[str, Any]) -> Audience:
    """Who may follow a case of ``flow`` that holds these facts: ``internet``, ``village``, or ``parties`` for nobody
    but its parties and those who handle it."""
    said = flow.process
    if said is None:
        found = Audience.PARTIES if any(fact.of for fact in flow.facts.values()) else widest(flow)
    elif said.own is not None and _is_own(said.own, facts):
        found = Audience.PARTIES
    else:
        found = _narrower_of(said.audience, widest(flow))
    return found if found in OPEN else Audience.PARTIES


def _is_own(own: Condition, facts: Mapping[str, Any]) -> bool:
    def resolve(operand: Operand) -> Any:
        return operand.value if operand.kind == "literal" else facts.get(operand.name)

    known = all(facts.get(o.name) is not None for o in operands(own) if o.kind == "fact")
    return not known or holds(own, resolve)


def _wider_of(one: Audience, other: Audience) -> Audience:
    return other if wider(other, one) else one


def _narrower_of(one: Audience, other: Audience) -> Audience:
    return other if wider(one, other) else one
