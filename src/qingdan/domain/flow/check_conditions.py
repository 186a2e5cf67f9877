"""What a condition compares must be there, and be of a kind that can be compared so: any other test would never hold,
or could not even be made."""

from __future__ import annotations

from collections.abc import Iterator

from qingdan.domain.complaints import Complaint
from qingdan.domain.flow.conditions import Compare, Condition, Operand, comparisons, operands
from qingdan.domain.flow.context import FACT, LIMIT, OUTCOME, RESULT, STEP, Context, of, unknown_names
from qingdan.domain.flow.model import RESULTS, FactType, Flow, StepKind
from qingdan.domain.flow.values import ITEM_FIELDS
from qingdan.domain.words import Words

_ORDERS = ("<", "<=", ">", ">=")
_TEXTS = (FactType.TEXT, FactType.ORGANISATION)
_CHOICE, _YES_NO, _FIELD = (
    Words("选项", "choice"),
    Words("是非值", "value"),
    Words("循环项的字段", "field of a loop item"),
)
_NO_ORDER = Words("请用 == 或 !=；比大小只能用金额、数目、限额和整数。", "Use == or !=; only numbers have an order.")


def condition_complaints(flow: Flow, line: int, condition: Condition, context: Context) -> Iterator[Complaint]:
    """What is wrong in one condition, which stands at ``line``."""
    for operand in operands(condition):
        if operand.kind == "limit":
            yield from unknown_names(flow, line, LIMIT, [operand.name], context.limits)
        if operand.kind == "result":
            yield from unknown_names(flow, line, STEP, [operand.name], flow.steps())
        if operand.kind == "item":
            yield from unknown_names(flow, line, _FIELD, [operand.field], ITEM_FIELDS)
    for compare in comparisons(condition):
        found = [*_words_compared(flow, line, compare)]
        yield from found or _order(flow, line, compare)


def _words_compared(flow: Flow, line: int, compare: Compare) -> Iterator[Complaint]:
    """A bare word is a result, an outcome or a choice of what it is compared with; or a fact that is misspelt."""
    for one, other in ((compare.left, compare.right), (compare.right, compare.left)):
        if other.kind == "literal" and one.kind in ("outcome", "result", "fact"):
            yield from _word_for(flow, line, one, other)
        elif isinstance(other.value, str) and other.kind == "literal" and one.kind in ("literal", "limit"):
            yield from unknown_names(flow, line, FACT, [other.value], flow.facts)


def _word_for(flow: Flow, line: int, one: Operand, literal: Operand) -> Iterator[Complaint]:
    steps, word, name = flow.steps(), str(literal), one.name
    if one.kind == "outcome":
        yield from unknown_names(flow, line, OUTCOME, [word], flow.outcomes)
    elif one.kind == "result":
        step = steps.get(name)
        if step is not None and step.kind is not StepKind.START:
            known = (*RESULTS[step.kind], *step.declared)
            yield from unknown_names(flow, line, of(RESULT, "步骤", name), [word], known)
    elif flow.facts[name].type is FactType.CHOICE:
        yield from unknown_names(flow, line, of(_CHOICE, "数据项", name), [word], flow.facts[name].choices)
    elif flow.facts[name].type is FactType.YES_NO:
        yield from unknown_names(flow, line, of(_YES_NO, "数据项", name), [word], ("true", "false"))
    elif isinstance(literal.value, str) and flow.facts[name].type not in _TEXTS:
        yield from unknown_names(flow, line, FACT, [word], flow.facts)


def _order(flow: Flow, line: int, compare: Compare) -> Iterator[Complaint]:
    """Only numbers can be more or less than one another, and days earlier or later."""
    kinds = [_sorted_as(flow, side) for side in (compare.left, compare.right)]
    fits = None not in kinds and (kinds[0] == kinds[1] or "any" in kinds)
    if compare.sign in _ORDERS and not fits:
        zh, en = f"“{compare}”不能比大小", f"{str(compare)!r} compares what has no order"
        yield Complaint(flow.file, line, Words(zh, en), _NO_ORDER)


def _sorted_as(flow: Flow, operand: Operand) -> str | None:
    """``number``, ``date``, ``any`` where it is not known before a case runs, or None for what has no order."""
    if operand.kind == "limit":
        return "number"
    if operand.kind == "literal":
        return "number" if isinstance(operand.value, int) and not isinstance(operand.value, bool) else None
    if operand.kind == "fact":
        type_ = flow.facts[operand.name].type
        return "number" if type_ in (FactType.MONEY, FactType.COUNT) else "date" if type_ is FactType.DATE else None
    return "any" if operand.kind == "item" else None
