"""What a step that hears people names must be facts of the right kind, known in time."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from qingdan.domain.complaints import Complaint
from qingdan.domain.flow.context import FACT, unknown_names
from qingdan.domain.flow.model import FactType, Flow, Step
from qingdan.domain.words import Words

_TEXT = (FactType.TEXT,)
_TYPES: Mapping[str, tuple[FactType, ...]] = {
    "day": (FactType.DATE,), "hour": _TEXT, "place": _TEXT, "subject": _TEXT, "invited": _TEXT,
    "came": (FactType.COUNT,), "spoke": (FactType.COUNT,), "views": _TEXT,
}  # fmt: skip
_BEFORE = ("day", "hour", "place", "subject", "invited")  # what is said when people are called
_AT = ("came", "spoke")  # what its own form says


def hearing_complaints(flow: Flow) -> Iterator[Complaint]:
    """Whatever is wrong under ``hears``."""
    for step in flow.steps().values():
        if step.hears is not None:
            yield from _facts(flow, step)


def _facts(flow: Flow, step: Step) -> Iterator[Complaint]:
    assert step.hears is not None
    line = step.hears.line
    for use, name in step.hears.named.items():
        if name not in flow.facts:
            yield from unknown_names(flow, line, FACT, [name], flow.facts)
            continue
        fact = flow.facts[name]
        if fact.type not in _TYPES[use]:
            wanted = _TYPES[use][0]
            what = Words(
                f"{step.id}：{use} 要用 {wanted} 类型的数据项，{name} 是 {fact.type}",
                f"{step.id}: {use} wants a fact of type {wanted}, and {name} is a {fact.type}",
            )
            yield Complaint(flow.file, line, what, Words("请换一个数据项。", "Name another fact."))
        own = fact.set_by == step.id
        if (use in _BEFORE and own) or (use in _AT and not own):
            what = Words(
                f"{step.id}：{name} 应当{'在开会以前填' if use in _BEFORE else '在这一步填'}",
                f"{step.id}: {name} is set {'before the hearing' if use in _BEFORE else 'at this step'}",
            )
            remedy = Words("请改它的 set_by，或换一个数据项。", "Change its set_by, or name another fact.")
            yield Complaint(flow.file, line, what, remedy)
