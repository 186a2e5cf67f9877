"""Who may see what a flow gathers: no wider than the law lets, and no notice wider than the fields in it."""

from __future__ import annotations

from collections.abc import Iterator

from qingdan.domain.complaints import Complaint
from qingdan.domain.flow.check_conditions import condition_complaints
from qingdan.domain.flow.compile import conditions_of
from qingdan.domain.flow.conditions import operands
from qingdan.domain.flow.context import Context
from qingdan.domain.flow.model import Fact, Flow, Step
from qingdan.domain.flow.openness import widest
from qingdan.domain.rules.audience import wider
from qingdan.domain.words import Words


def audience_complaints(flow: Flow, context: Context) -> Iterator[Complaint]:
    """Facts, notices and processes that are seen by more than may see them, and conditions that read personal
    facts."""
    yield from _process(flow, context)
    for fact in flow.facts.values():
        widest = context.audience_limits.get(fact.type)
        if widest is not None and wider(fact.audience, widest):
            what = Words(
                f"{fact.name}：{fact.type} 类型最多给 {widest} 看，不能给 {fact.audience} 看",
                f"{fact.name}: a {fact.type} may be seen by {widest} at most, not by {fact.audience}",
            )
            remedy = Words(f"请写 audience: {widest}，或更窄的范围。", f"Write audience: {widest}, or a narrower one.")
            yield Complaint(flow.file, fact.line, what, remedy)
    for step in flow.steps().values():
        if step.disclosure:
            for name in step.disclosure.fields:
                if name in flow.facts:
                    yield from _published(flow, step, flow.facts[name])
    for _, condition in conditions_of(flow):
        for operand in operands(condition):
            if operand.kind == "fact" and flow.facts[operand.name].personal:
                what = Words(
                    f"{operand.name}：条件不能看个人信息，否则删去它以后记录就断了",
                    f"{operand.name}: a condition may not read a personal fact, or erasing it would break the record",
                )
                remedy = Words("请改看不是个人信息的数据项。", "Decide on something that is not personal.")
                yield Complaint(flow.file, flow.facts[operand.name].line, what, remedy)


def _process(flow: Flow, context: Context) -> Iterator[Complaint]:
    said = flow.process
    if said is None:
        return
    if said.own is not None:
        yield from condition_complaints(flow, said.line, said.own, context)
        if any(operand.kind not in ("fact", "literal") for operand in operands(said.own)):
            what = Words("process 的 own 只能看 facts 里的数据项", "own of process reads facts only")
            remedy = Words("请写 own: 数据项 == 值。", "Write own: FACT == VALUE.")
            yield Complaint(flow.file, said.line, what, remedy)
    most = widest(flow)
    if wider(said.audience, most):
        what = Words(
            f"办理过程不能给 {said.audience} 看：公示和分支看的数据项最多给 {most} 看",
            f"the process may not be followed by {said.audience}: its notices and the facts on which its ways part are"
            f" for {most} at most",
        )
        remedy = Words(f"请写 process: {most}，或去掉 process。", f"Write process: {most}, or delete process.")
        yield Complaint(flow.file, said.line, what, remedy)


def _published(flow: Flow, step: Step, fact: Fact) -> Iterator[Complaint]:
    assert step.disclosure is not None
    if wider(step.disclosure.audience, fact.audience):
        shown = step.disclosure.audience
        what = Words(
            f"{step.id}：{fact.name} 只给 {fact.audience} 看，公示却给 {shown} 看",
            f"{step.id}: {fact.name} is for {fact.audience}, but the notice is for {shown}",
        )
        remedy = Words("请去掉这一栏，或缩小公示的范围。", "Leave the field out, or narrow the notice's audience.")
        yield Complaint(flow.file, step.line, what, remedy)
