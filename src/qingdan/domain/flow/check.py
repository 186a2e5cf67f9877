"""Finds what is wrong in a flow before anyone has to follow it. Every complaint names the line and the remedy."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from qingdan.domain.flow.check_order import order_complaints
from qingdan.domain.flow.compile import conditions_of, offered_results
from qingdan.domain.flow.conditions import Compare, comparisons, operands
from qingdan.domain.flow.cover import TooManyCases, uncovered_and_doubled
from qingdan.domain.flow.model import (
    RESULTS,
    Choose,
    End,
    Fact,
    FactType,
    Flow,
    Owed,
    Step,
    StepKind,
)
from qingdan.domain.reading import Complaint, closest
from qingdan.domain.rules.audience import Audience, wider


@dataclass(frozen=True)
class Context:
    """What a flow may refer to. ``roles`` maps each role to how many can hold it in one village at once (None: any
    number); ``audience_limits`` is the widest audience that the law lets each type of fact have."""

    roles: Mapping[str, int | None]
    bodies: frozenset[str] = frozenset()
    limits: Mapping[str, int] = field(default_factory=dict)
    evidence: frozenset[str] = frozenset()
    forms: frozenset[str] = frozenset()
    prohibitions: frozenset[str] = frozenset()
    audience_limits: Mapping[FactType, Audience] = field(default_factory=dict)
    powers: Mapping[str, Flow] = field(default_factory=dict)


def check(flow: Flow, context: Context) -> list[Complaint]:
    """Everything that is wrong in ``flow``, in the order of its lines; nothing means that it may be run."""
    found = [
        *_references(flow, context),
        *order_complaints(flow),
        *_choices(flow, context),
        *_outcomes(flow),
        *_people(flow, context),
        *_audiences(flow, context),
    ]
    return sorted(set(found), key=lambda c: (c.line, c.what))


def _at(flow: Flow, line: int, what: str, remedy: str) -> Complaint:
    return Complaint(flow.file, line, what, remedy)


# -- what is named must exist ------------------------------------------------------------------------------------------
def _references(flow: Flow, context: Context) -> Iterator[Complaint]:
    steps = flow.steps()
    for step in steps.values():
        yield from _step_references(flow, step, steps, context)
    for block in flow.blocks():
        if isinstance(block, Owed):
            yield from _known(flow, block.line, "role", block.by, context.roles)
            yield from _known(flow, block.line, "power", [block.power] if block.power else [], context.powers)
    for fact in flow.facts.values():
        yield from _known(flow, fact.line, "step", [fact.set_by], steps)
    for clock in flow.clocks.values():
        yield from _known(flow, clock.line, "step", [clock.start, clock.to, *clock.stops_in], steps)
    for rule in flow.any_time.values():
        yield from _known(flow, rule.line, "role", rule.by, context.roles)
        yield from _known(flow, rule.line, "step", [rule.until] if rule.until else [], steps)
    for line, condition in conditions_of(flow):
        for operand in operands(condition):
            if operand.kind == "limit":
                yield from _known(flow, line, "limit", [operand.name], context.limits)
            if operand.kind == "result":
                yield from _known(flow, line, "step", [operand.name], steps)
        for comparison in comparisons(condition):
            yield from _words_compared(flow, line, comparison, steps)


def _words_compared(flow: Flow, line: int, compare: Compare, steps: Mapping[str, Step]) -> Iterator[Complaint]:
    """A result, outcome or choice is compared with a word that it can be; any other word would never hold."""
    for one, other in ((compare.left, compare.right), (compare.right, compare.left)):
        if other.kind != "literal":
            continue
        word = str(other.value)
        if one.kind == "outcome":
            yield from _known(flow, line, "outcome", [word], flow.outcomes)
        elif one.kind == "result" and one.name in steps and steps[one.name].kind is not StepKind.START:
            step = steps[one.name]
            yield from _known(flow, line, f"result of {one.name}", [word], (*RESULTS[step.kind], *step.declared))
        elif one.kind == "fact" and flow.facts[one.name].type is FactType.CHOICE:
            yield from _known(flow, line, f"choice of {one.name}", [word], flow.facts[one.name].choices)


def _step_references(flow: Flow, step: Step, steps: Mapping[str, Step], context: Context) -> Iterator[Complaint]:
    line = step.line
    yield from _known(flow, line, "role", (*step.by, *step.with_, *((step.to,) if step.to else ())), context.roles)
    yield from _known(flow, line, "step", step.not_by, steps)
    yield from _known(flow, line, "evidence", step.evidence, context.evidence)
    yield from _known(flow, line, "form", [step.form] if step.form else [], context.forms)
    yield from _known(flow, line, "prohibition", step.guards, context.prohibitions)
    yield from _known(flow, line, "party or fact", step.not_kin_of, {*flow.facts, *context.roles})
    yield from _known(flow, line, "fact", [step.amount] if step.amount else [], flow.facts)
    if step.kind in (StepKind.MEET, StepKind.ELECT):
        if step.body is None:
            yield _at(flow, line, f"{step.id}: a meeting needs a body", "Add body: and one of bodies.yaml.")
        else:
            yield from _known(flow, line, "body", [step.body], context.bodies)
    if step.disclosure:
        yield from _known(flow, line, "fact", step.disclosure.fields, flow.facts)
    if step.power is not None:
        yield from _sub_case(flow, step, context)


def _sub_case(flow: Flow, step: Step, context: Context) -> Iterator[Complaint]:
    assert step.power is not None
    yield from _known(flow, step.line, "power", [step.power], context.powers)
    target = context.powers.get(step.power)
    if target is None:
        return
    yield from _known(flow, step.line, f"outcome of {step.power}", step.results, target.outcomes)
    for theirs, ours in step.passes.items():
        yield from _known(flow, step.line, f"fact of {step.power}", [theirs], target.facts)
        yield from _known(flow, step.line, "fact", [ours], flow.facts)
        if theirs in target.facts and ours in flow.facts and target.facts[theirs].type is not flow.facts[ours].type:
            yield _at(
                flow,
                step.line,
                f"{step.id}: {ours!r} is {flow.facts[ours].type}, but {step.power}.{theirs} is "
                f"{target.facts[theirs].type}",
                "Pass a fact of the same type.",
            )


def _known(flow: Flow, line: int, what: str, names: Iterable[str], known: Iterable[str]) -> Iterator[Complaint]:
    known = set(known)
    for name in names:
        if name not in known:
            yield _at(
                flow, line, f"there is no {what} {name!r}", closest(name, known) if known else f"Declare a {what}."
            )


# -- choices, outcomes -------------------------------------------------------------------------------------------------
def _choices(flow: Flow, context: Context) -> Iterator[Complaint]:
    offered = offered_results(flow)
    for block in flow.blocks():
        if not isinstance(block, Choose):
            continue
        names = {o.name for b in block.branches if b.when for o in operands(b.when) if o.kind == "limit"}
        if not names <= set(context.limits):
            continue  # said already, as an unknown limit
        try:
            gap, overlap = uncovered_and_doubled(block, flow, context.limits, offered)
        except TooManyCases as fault:
            yield _at(flow, block.line, f"this choice cannot be tried whole: {fault}", "Split it into several choices.")
            continue
        if gap is not None:
            yield _at(flow, block.line, f"no branch is taken when {_example(gap)}", "Close the gap, or add otherwise.")
        if overlap is not None:
            yield _at(flow, block.line, f"two branches are taken when {_example(overlap)}", "Let exactly one hold.")


def _example(point: Mapping[str, object]) -> str:
    return ", ".join(f"{k} = {str(v).lower() if isinstance(v, bool) else v}" for k, v in point.items())


def _outcomes(flow: Flow) -> Iterator[Complaint]:
    reached = {b.outcome for b in flow.blocks() if isinstance(b, End)} | {a.end for a in flow.any_time.values()}
    first = next(iter(flow.outcomes))
    for name in flow.outcomes:
        if name != first and name not in reached:
            yield _at(flow, 1, f"the outcome {name!r} is never reached", "End somewhere with it, or delete it.")


# -- people ------------------------------------------------------------------------------------------------------------
def _people(flow: Flow, context: Context) -> Iterator[Complaint]:
    offered = offered_results(flow)
    steps = flow.steps()
    for step in steps.values():
        if step.kind in (StepKind.APPROVE, StepKind.REVIEW) and len(offered[step.id]) < 2:
            word = RESULTS[step.kind][-2]
            yield _at(
                flow,
                step.line,
                f"{step.id}: nobody can say no here, so it decides nothing",
                f"Handle {word} under results, or repeat until {step.id}.result == passed.",
            )
        seats = [context.roles.get(r, None) for r in step.by]
        if (
            step.persons > 1
            and seats
            and all(s is not None for s in seats)
            and sum(map(int, filter(None, seats))) < (step.persons)
        ):
            yield _at(
                flow,
                step.line,
                f"{step.id}: {step.persons} persons must act, but {', '.join(step.by)} never are so many",
                "Let another role take part, or ask for fewer.",
            )
        yield from _excluded(flow, step, steps, context)


def _excluded(flow: Flow, step: Step, steps: Mapping[str, Step], context: Context) -> Iterator[Complaint]:
    for other in step.not_by:
        same = other in steps and set(step.by) == set(steps[other].by)
        if same and len(step.by) == 1 and context.roles.get(step.by[0]) == 1:
            yield _at(
                flow,
                step.line,
                f"{step.id}: nobody may do this: the only {step.by[0]} did {other}, and is excluded here",
                "Let another role do one of the two steps.",
            )


# -- who may see -------------------------------------------------------------------------------------------------------
def _audiences(flow: Flow, context: Context) -> Iterator[Complaint]:
    for fact in flow.facts.values():
        widest = context.audience_limits.get(fact.type)
        if widest is not None and wider(fact.audience, widest):
            yield _at(
                flow,
                fact.line,
                f"{fact.name}: a {fact.type} may be seen by {widest} at most, not by {fact.audience}",
                f"Write audience: {widest}, or a narrower one.",
            )
    for step in flow.steps().values():
        if step.disclosure:
            for name in step.disclosure.fields:
                if name in flow.facts:
                    yield from _published(flow, step, flow.facts[name])
    for _, condition in conditions_of(flow):
        for operand in operands(condition):
            if operand.kind == "fact" and flow.facts[operand.name].personal:
                yield _at(
                    flow,
                    flow.facts[operand.name].line,
                    f"{operand.name}: a condition may not read a personal fact, or erasing it would break the record",
                    "Decide on something that is not personal.",
                )


def _published(flow: Flow, step: Step, fact: Fact) -> Iterator[Complaint]:
    assert step.disclosure is not None
    if wider(step.disclosure.audience, fact.audience):
        yield _at(
            flow,
            step.line,
            f"{step.id}: {fact.name} is for {fact.audience}, but the notice is for {step.disclosure.audience}",
            "Leave the field out, or narrow the notice's audience.",
        )
