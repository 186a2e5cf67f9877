"""What a flow may refer to, and the complaint about a name that nothing there has."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from qingdan.domain.complaints import Complaint, closest, is_unknown
from qingdan.domain.flow.model import FactType, Flow
from qingdan.domain.rules.audience import Audience
from qingdan.domain.rules.bodies import Body
from qingdan.domain.words import Words

ROLE, POWER, STEP = Words("职务或当事人", "role"), Words("权力事项", "power"), Words("步骤", "step")
FACT, LIMIT, OUTCOME = Words("数据项", "fact"), Words("限额", "limit"), Words("结局", "outcome")
EVIDENCE, FORM, BODY = Words("佐证材料", "evidence"), Words("表格", "form"), Words("会议", "body")
RESULT = Words("结果", "result")
PROHIBITION, PARTY = Words("禁止事项", "prohibition"), Words("当事人或数据项", "party or fact")


@dataclass(frozen=True)
class Context:
    """What a flow may refer to. ``roles`` maps each role to how many can hold it in one village at once (None: any
    number); ``audience_limits`` is the widest audience that the law lets each type of fact have."""

    roles: Mapping[str, int | None]
    bodies: Mapping[str, Body] = field(default_factory=dict)
    limits: Mapping[str, int] = field(default_factory=dict)
    evidence: frozenset[str] = frozenset()
    forms: frozenset[str] = frozenset()
    prohibitions: frozenset[str] = frozenset()
    audience_limits: Mapping[FactType, Audience] = field(default_factory=dict)
    powers: Mapping[str, Flow] = field(default_factory=dict)


def of(kind: Words, what: str, owner: str) -> Words:
    """A kind of name that belongs to one step, fact or power; ``what`` says in Chinese which of them."""
    return Words(f"{kind.zh}（{what} {owner}）", f"{kind.en} of {owner}")


def unknown_names(
    flow: Flow, line: int, kind: Words, names: Iterable[str], known: Iterable[str]
) -> Iterator[Complaint]:
    """A complaint for each of ``names`` that is not among those known; ``kind`` says what they should name."""
    known = set(known)
    for name in names:
        if name not in known:
            remedy = closest(name, known) if known else Words(f"请先登记一个{kind.zh}。", f"Declare a {kind.en}.")
            yield Complaint(flow.file, line, is_unknown(kind, name), remedy)
