"""What passes between a case and its sub-cases must be there on both sides, and be of one type."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from qingdan.domain.complaints import Complaint
from qingdan.domain.flow.check_order import certain_at_end
from qingdan.domain.flow.context import FACT, OUTCOME, POWER, Context, of, unknown_names
from qingdan.domain.flow.model import Block, FactType, Flow, ForEach, Owed, Step, children
from qingdan.domain.flow.values import ITEM_FIELDS
from qingdan.domain.words import Words

ITEM, FIELD = Words("循环项（as）", "loop item"), Words("循环项的字段", "field of a loop item")
Starter = Step | Owed


def sub_case_complaints(flow: Flow, context: Context) -> Iterator[Complaint]:
    """Whatever is wrong where ``flow`` starts another power, or takes back what that has found."""
    for block, items in _starters(flow.body, ()):
        yield from _start(flow, block, items, context)
    for block, items in _starters(flow.finally_, ()):
        yield from _start(flow, block, items, context)


def _starters(block: Block, items: tuple[str, ...]) -> Iterator[tuple[Starter, tuple[str, ...]]]:
    """Every block that starts a power, with the names of the items of the loops around it."""
    if isinstance(block, Step | Owed) and block.power is not None:
        yield block, items
    inner = (*items, block.alias) if isinstance(block, ForEach) else items
    for child in children(block):
        yield from _starters(child, inner)


def _start(flow: Flow, block: Starter, items: tuple[str, ...], context: Context) -> Iterator[Complaint]:
    assert block.power is not None
    yield from unknown_names(flow, block.line, POWER, [block.power], context.powers)
    target = context.powers.get(block.power)
    if target is None:
        return
    named = block.results if isinstance(block, Step) else block.ends
    yield from unknown_names(flow, block.line, of(OUTCOME, "事项", block.power), named, target.outcomes)
    for theirs, ours in block.passes.items():
        yield from unknown_names(flow, block.line, of(FACT, "事项", block.power), [theirs], target.facts)
        yield from _passed(flow, block, theirs, ours, items, target)
    if isinstance(block, Step):
        yield from _returned(flow, block, target)
        if flow.slug in _started_by(block.power, context):
            what = Words(
                f"{block.id}：{block.power} 又会转回本事项，永远办不完",
                f"{block.id}: {block.power} starts this power again, and so it never ends",
            )
            remedy = Words(
                "请去掉一处 start；隔一段时间再办的，写成 owed。", "Delete one start; what comes back later is owed."
            )
            yield Complaint(flow.file, block.line, what, remedy)


def _started_by(power: str, context: Context) -> set[str]:
    """The powers that a power runs as sub-cases, theirs and its own among them; duties owed wait, and do not count."""
    found: set[str] = set()
    todo = [power]
    while todo:
        slug = todo.pop()
        if slug not in found and slug in context.powers:
            found.add(slug)
            todo += [s.power for s in context.powers[slug].steps().values() if s.power]
    return found


def _passed(
    flow: Flow, block: Starter, theirs: str, ours: str, items: tuple[str, ...], target: Flow
) -> Iterator[Complaint]:
    name, dot, field = ours.partition(".")
    if dot:
        yield from unknown_names(flow, block.line, ITEM, [name], items)
        yield from unknown_names(flow, block.line, FIELD, [field], ITEM_FIELDS)
        type_ = ITEM_FIELDS.get(field)
    else:
        yield from unknown_names(flow, block.line, FACT, [ours], flow.facts)
        type_ = flow.facts[ours].type if ours in flow.facts else None
    if theirs in target.facts and type_ is not None and not _same(type_, target.facts[theirs].type):
        yield _types_differ(flow, block, ours, type_, f"{block.power}.{theirs}", target.facts[theirs].type)


def _same(one: FactType, other: FactType) -> bool:
    """A name on a list of payments may be a text or an organisation; all else must be of one type."""
    return one is other or {one, other} == {FactType.TEXT, FactType.ORGANISATION}


def _types_differ(
    flow: Flow, block: Starter, ours: str, ours_is: FactType, theirs: str, theirs_is: FactType
) -> Complaint:
    what = Words(
        f"{block.id}：“{ours}”是 {ours_is}，而 {theirs} 是 {theirs_is}",
        f"{block.id}: {ours!r} is {ours_is}, but {theirs} is {theirs_is}",
    )
    return Complaint(flow.file, block.line, what, Words("请传同一类型的数据项。", "Pass a fact of the same type."))


def _returned(flow: Flow, step: Step, target: Flow) -> Iterator[Complaint]:
    own = {fact.name: fact for fact in flow.set_at(step.id)}
    yield from unknown_names(flow, step.line, of(FACT, "步骤", step.id), step.returns, own)
    yield from unknown_names(flow, step.line, of(FACT, "事项", str(step.power)), step.returns.values(), target.facts)
    for name, fact in own.items():
        if name not in step.returns:
            what = Words(f"{name}：{step.id} 没有把它带回来", f"{name}: {step.id} brings nothing back for it")
            remedy = Words(f"请在 returns 里写 {name}: 对方的数据项。", f"Write returns: {{{name}: THEIR_FACT}}.")
            yield Complaint(flow.file, fact.line, what, remedy)
    goes_on = [outcome for outcome in target.outcomes if outcome not in step.results]
    known = certain_at_end(target)
    for ours, theirs in step.returns.items():
        if theirs in target.facts and ours in own:
            yield from _comes_back(flow, step, ours, theirs, target, goes_on, known)


def _comes_back(
    flow: Flow,
    step: Step,
    ours: str,
    theirs: str,
    target: Flow,
    goes_on: list[str],
    known: Mapping[str, frozenset[str]],
) -> Iterator[Complaint]:
    found, wanted = target.facts[theirs], flow.facts[ours]
    if found.personal:
        what = Words(
            f"{step.id}：{theirs} 是个人信息，不能带回来", f"{step.id}: {theirs} is personal and does not come back"
        )
        yield Complaint(flow.file, step.line, what, Words("请去掉这一项。", "Leave it out."))
    elif not _same(wanted.type, found.type):
        yield _types_differ(flow, step, ours, wanted.type, f"{step.power}.{theirs}", found.type)
    for outcome in goes_on:
        if wanted.required and theirs not in known.get(outcome, frozenset()):
            what = Words(
                f"{step.id}：{step.power} 以“{outcome}”结束时，不一定有 {theirs}",
                f"{step.id}: when {step.power} ends with {outcome!r}, {theirs} may not be there",
            )
            remedy = Words(
                f"请在 results 里处理“{outcome}”，或把 {ours} 改为可以不填。",
                f"Handle {outcome!r} under results, or make {ours} not required.",
            )
            yield Complaint(flow.file, step.line, what, remedy)
