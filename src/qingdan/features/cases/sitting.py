"""Small matters take one sitting: the steps that follow and that the same person may do stand on the same screen.

Each is still its own act with its own entry; all of a sitting are written together or not at all.
"""

from __future__ import annotations

from collections.abc import Iterator

from django.db import transaction

from qingdan.domain.flow.compile import Node
from qingdan.domain.flow.machine import Machine
from qingdan.domain.flow.model import Sequence, Step, StepKind
from qingdan.domain.flow.state import State, base, suffix
from qingdan.features.cases.capacity import capacities
from qingdan.features.cases.doing import MEETINGS, context_of, do_step
from qingdan.features.cases.forms import StepForm
from qingdan.features.cases.gates import SeenCase
from qingdan.features.cases.models import Case
from qingdan.features.cases.running import lock
from qingdan.records.register.acts import Acting

MOST = 3
APART = (*MEETINGS, StepKind.START, StepKind.DISCLOSE)  # what happens at its own time is not part of a sitting


def next_forms(seen: SeenCase, key: str, data: object = None, files: object = None) -> list[StepForm]:
    """Forms of the steps that follow ``key`` whatever is filled in there, as far as this person may do them too."""
    forms: list[StepForm] = []
    state: State = seen.case.state
    me = seen.viewer.person.pk
    for step in _straight_on(seen.running, key):
        state = _as_if_done(state, key, me, step.id + suffix(key))
        key = step.id + suffix(key)
        ways = [c for c in capacities(seen.running, state, key, seen.who) if not c.recorded_for]
        if not ways or step.kind in APART or step.persons > 1 or step.every or step.with_ or step.records:
            break
        # Whether it is done too is for the person to tick: a browser must not insist on its fields.
        context, prefix = context_of(seen, key, ways), f"then{len(forms) + 1}"
        forms.append(StepForm(context, data, files, prefix=prefix, use_required_attribute=False))
        if len(forms) == MOST:
            break
    return forms


def _straight_on(running: Machine, key: str) -> Iterator[Step]:
    """The steps that come next with no question in between."""
    node: Node | None = running.steps.get(base(key))
    while node is not None and node.parent is not None and isinstance(node.parent.block, Sequence):
        beside = node.parent.children
        node = beside[node.index + 1] if node.index + 1 < len(beside) else None
        if node is None or not isinstance(node.block, Step):
            return
        yield node.block


def _as_if_done(state: State, key: str, person: int, following: str) -> State:
    who = {**state["who"], key: [*(p for p, _r in state["open"].get(key, {}).get("signed", [])), person]}
    return {**state, "open": {following: {}}, "who": who}


@transaction.atomic
def do_sitting(seen: SeenCase, form: StepForm, following: list[StepForm], acting: Acting) -> Case:
    """Do a step and those that follow on the same screen, in order. :raises Refused: and then nothing was done."""
    case = do_step(seen, form, acting)
    within = Acting(acting.person_id, acting.name, acting.at, acting.post, acting.post_name)
    for then in following:
        seen = seen.at(lock(case.pk))
        case = do_step(seen, then, within)
    return case
