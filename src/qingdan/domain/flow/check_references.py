"""What a flow names must exist: steps, facts, roles, bodies, limits, forms, the powers that run as sub-cases."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from qingdan.domain.complaints import Complaint
from qingdan.domain.flow.check_conditions import condition_complaints
from qingdan.domain.flow.compile import conditions_of, offered_results
from qingdan.domain.flow.context import (
    BODY,
    EVIDENCE,
    FACT,
    FORM,
    LIMIT,
    PARTY,
    PROHIBITION,
    RESULT,
    ROLE,
    STEP,
    Context,
    of,
    unknown_names,
)  # fmt: skip
from qingdan.domain.flow.model import Fact, Flow, Owed, Step, StepKind
from qingdan.domain.flow.settle import timed_lines
from qingdan.domain.rules.limits import setting_in
from qingdan.domain.words import Words


def reference_complaints(flow: Flow, context: Context) -> Iterator[Complaint]:
    """Whatever is named in ``flow`` and is not there."""
    steps = flow.steps()
    for step in steps.values():
        yield from _step_references(flow, step, steps, context)
    for block in flow.blocks():
        if isinstance(block, Owed):
            yield from unknown_names(flow, block.line, ROLE, block.by, context.roles)
    offered = offered_results(flow)
    for fact in flow.facts.values():
        yield from _fact_references(flow, fact, offered)
        yield from unknown_names(flow, fact.line, ROLE, [fact.of] if fact.of else [], context.roles)
    yield from _settings(flow, context)
    for clock in flow.clocks.values():
        yield from unknown_names(flow, clock.line, STEP, [clock.start, clock.to, *clock.stops_in], steps)
    for rule in flow.any_time.values():
        yield from unknown_names(flow, rule.line, ROLE, rule.by, context.roles)
        yield from unknown_names(flow, rule.line, STEP, [rule.until] if rule.until else [], steps)
    for line, condition in conditions_of(flow):
        yield from condition_complaints(flow, line, condition, context)


def _fact_references(flow: Flow, fact: Fact, offered: Mapping[str, Sequence[str]]) -> Iterator[Complaint]:
    """``offered``: the results that may be given, by the step."""
    yield from unknown_names(flow, fact.line, STEP, [fact.set_by], offered)
    if fact.set_by in offered:
        yield from unknown_names(flow, fact.line, of(RESULT, "步骤", fact.set_by), fact.on, offered[fact.set_by])


def _settings(flow: Flow, context: Context) -> Iterator[Complaint]:
    """Time limits whose number is a setting of the edition."""
    for line, text in timed_lines(flow):
        name = setting_in(text)
        yield from unknown_names(flow, line, LIMIT, [name] if name else [], context.limits)


def _step_references(flow: Flow, step: Step, steps: Mapping[str, Step], context: Context) -> Iterator[Complaint]:
    line = step.line
    yield from unknown_names(flow, line, ROLE, (*step.signers, *([step.to] if step.to else ())), context.roles)
    yield from unknown_names(flow, line, STEP, step.not_by, steps)
    yield from unknown_names(flow, line, EVIDENCE, step.evidence, context.evidence)
    yield from unknown_names(flow, line, FORM, [step.form] if step.form else [], context.forms)
    yield from unknown_names(flow, line, PROHIBITION, step.guards, context.prohibitions)
    yield from unknown_names(flow, line, PARTY, step.not_kin_of, {*flow.facts, *context.roles})
    yield from unknown_names(flow, line, FACT, [step.amount] if step.amount else [], flow.facts)
    if step.kind in (StepKind.MEET, StepKind.ELECT):
        if step.body is None:
            what = Words(f"{step.id}：没有写哪个会议来开（body）", f"{step.id}: a meeting needs a body")
            remedy = Words("请写 body:，从 bodies.yaml 里选一个。", "Add body: and one of bodies.yaml.")
            yield Complaint(flow.file, line, what, remedy)
        else:
            yield from unknown_names(flow, line, BODY, step.bodies, context.bodies)
    if step.disclosure:
        yield from unknown_names(flow, line, FACT, step.disclosure.fields, flow.facts)
