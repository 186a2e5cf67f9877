"""Finds what is wrong in a flow before anyone has to follow it. Every complaint names the line and the remedy."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from qingdan.domain.complaints import Complaint
from qingdan.domain.flow.check_audiences import audience_complaints
from qingdan.domain.flow.check_cases import sub_case_complaints
from qingdan.domain.flow.check_conditions import condition_complaints
from qingdan.domain.flow.check_hearings import hearing_complaints
from qingdan.domain.flow.check_meetings import meeting_complaints
from qingdan.domain.flow.check_order import order_complaints
from qingdan.domain.flow.check_references import reference_complaints
from qingdan.domain.flow.compile import offered_results
from qingdan.domain.flow.context import Context
from qingdan.domain.flow.cover import TooManyCases, uncovered_and_doubled
from qingdan.domain.flow.model import RESULTS, Choose, End, Flow, Step, StepKind
from qingdan.domain.words import Words


def check(flow: Flow, context: Context) -> list[Complaint]:
    """Everything that is wrong in ``flow``, in the order of its lines; nothing means that it may be run."""
    found = [
        *reference_complaints(flow, context),
        *order_complaints(flow),
        *sub_case_complaints(flow, context),
        *_choices(flow, context),
        *_outcomes(flow),
        *_people(flow, context),
        *audience_complaints(flow, context),
        *meeting_complaints(flow, context.bodies, context.roles),
        *hearing_complaints(flow),
    ]
    return sorted(set(found), key=lambda c: (c.line, c.what.en))


# -- choices, outcomes -------------------------------------------------------------------------------------------------
def _choices(flow: Flow, context: Context) -> Iterator[Complaint]:
    offered = offered_results(flow)
    for block in flow.blocks():
        if not isinstance(block, Choose):
            continue
        said = (condition_complaints(flow, b.line, b.when, context) for b in block.branches if b.when)
        if any(next(complaints, None) for complaints in said):
            continue  # a condition that compares what is not there cannot be tried
        try:
            gap, overlap = uncovered_and_doubled(block, flow, context.limits, offered)
        except TooManyCases as fault:
            yield Complaint(flow.file, block.line, fault.what, fault.remedy)
            continue
        if gap is not None:
            zh, en = _example(gap)
            what = Words(f"当 {zh} 时，没有分支可走", f"no branch is taken when {en}")
            remedy = Words("请补上这个空档，或加 otherwise。", "Close the gap, or add otherwise.")
            yield Complaint(flow.file, block.line, what, remedy)
        if overlap is not None:
            zh, en = _example(overlap)
            what = Words(f"当 {zh} 时，有两个分支同时成立", f"two branches are taken when {en}")
            yield Complaint(flow.file, block.line, what, Words("请只让一个成立。", "Let exactly one hold."))


def _example(point: Mapping[str, object]) -> tuple[str, str]:
    """A point that a choice fails at, in Chinese and in English."""
    shown = [f"{k} = {str(v).lower() if isinstance(v, bool) else v}" for k, v in point.items()]
    return "、".join(shown), ", ".join(shown)


def _outcomes(flow: Flow) -> Iterator[Complaint]:
    reached = {b.outcome for b in flow.blocks() if isinstance(b, End)} | {a.end for a in flow.any_time.values()}
    first = next(iter(flow.outcomes))
    for name in flow.outcomes:
        if name != first and name not in reached:
            what = Words(f"走不到“{name}”这个结局", f"the outcome {name!r} is never reached")
            remedy = Words("请在某处以它结束，或删掉它。", "End somewhere with it, or delete it.")
            yield Complaint(flow.file, 1, what, remedy)


# -- people ------------------------------------------------------------------------------------------------------------
def _people(flow: Flow, context: Context) -> Iterator[Complaint]:
    offered = offered_results(flow)
    steps = flow.steps()
    for step in steps.values():
        if step.kind in (StepKind.APPROVE, StepKind.REVIEW) and len(offered[step.id]) < 2:
            yield _only_yes(flow, step)
        seats = [context.roles.get(role) for role in step.by]
        if step.persons > 1 and seats and None not in seats and sum(filter(None, seats)) < step.persons:
            yield _too_few(flow, step)
        yield from _excluded(flow, step, steps, context)


def _only_yes(flow: Flow, step: Step) -> Complaint:
    word = RESULTS[step.kind][-2]
    what = Words(
        f"{step.id}：这里没有人能说不，等于什么也没定", f"{step.id}: nobody can say no here, so it decides nothing"
    )
    remedy = Words(
        f"请在 results 下写 {word} 时怎么办，或 repeat 到 {step.id}.result == passed 为止。",
        f"Handle {word} under results, or repeat until {step.id}.result == passed.",
    )
    return Complaint(flow.file, step.line, what, remedy)


def _too_few(flow: Flow, step: Step) -> Complaint:
    what = Words(
        f"{step.id}：要 {step.persons} 个人办，而 {'、'.join(step.by)} 从来没有这么多人",
        f"{step.id}: {step.persons} persons must act, but {', '.join(step.by)} never are so many",
    )
    remedy = Words("请加上别的职务，或减少人数。", "Let another role take part, or ask for fewer.")
    return Complaint(flow.file, step.line, what, remedy)


def _excluded(flow: Flow, step: Step, steps: Mapping[str, Step], context: Context) -> Iterator[Complaint]:
    for other in step.not_by:
        same = other in steps and set(step.by) == set(steps[other].by)
        if same and len(step.by) == 1 and context.roles.get(step.by[0]) == 1:
            what = Words(
                f"{step.id}：没有人能办：唯一的 {step.by[0]} 办过 {other}，这里要回避",
                f"{step.id}: nobody may do this: the only {step.by[0]} did {other}, and is excluded here",
            )
            remedy = Words("请把其中一步交给别的职务办。", "Let another role do one of the two steps.")
            yield Complaint(flow.file, step.line, what, remedy)
