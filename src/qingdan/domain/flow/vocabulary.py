"""The names that people read for the words of the process language: kinds, results, and the small words between."""

from __future__ import annotations

from collections.abc import Mapping

from qingdan.domain.flow.model import StepKind
from qingdan.domain.words import Words

KINDS: Mapping[StepKind, Words] = {
    StepKind.DO: Words("办理", "Do"),
    StepKind.APPROVE: Words("审批", "Approve"),
    StepKind.REVIEW: Words("监督审核", "Review"),
    StepKind.MEET: Words("开会表决", "Meet and vote"),
    StepKind.ELECT: Words("选举", "Elect"),
    StepKind.DISCLOSE: Words("公示", "Disclose"),
    StepKind.SERVE: Words("书面告知", "Notify in writing"),
    StepKind.PAY: Words("付款", "Pay"),
    StepKind.START: Words("转到另一事项", "Go to another power"),
    StepKind.ARCHIVE: Words("归档", "Archive"),
}

# Words for results that mean the same in every kind.
RESULT_WORDS: Mapping[str, Words] = {
    "done": Words("办完", "done"),
    "passed": Words("通过", "passed"),
    "returned": Words("退回", "returned"),
    "refused": Words("不同意", "refused"),
    "objected": Words("有异议", "objected"),
    "rejected": Words("没通过", "not passed"),
    "not-held": Words("没开成", "not held"),
    "elected": Words("选出", "elected"),
    "short": Words("没选够", "seats left open"),
    "clear": Words("无异议", "no objection"),
    "served": Words("送达", "served"),
    "paid": Words("已付款", "paid"),
    "filed": Words("已归档", "filed"),
    "expired": Words("超过期限", "time ran out"),
    # results that `do` and `start` often declare
    "incomplete": Words("材料不齐", "papers missing"),
    "complete": Words("材料齐全", "papers complete"),
    "not-ours": Words("不归这里办", "not handled here"),
    "not-eligible": Words("不符合", "not eligible"),
    "eligible": Words("符合", "eligible"),
    "withdrawn": Words("撤回", "withdrawn"),
    "failed": Words("不合格", "failed"),
    "upheld": Words("异议成立", "objection upheld"),
    "dismissed": Words("异议不成立", "objection dismissed"),
}

# Where a kind has its own word for a result.
_OF_KIND: Mapping[tuple[StepKind, str], Words] = {
    (StepKind.APPROVE, "passed"): Words("同意", "approved"),
    (StepKind.ELECT, "not-held"): Words("选举无效", "election not valid"),
}


def kind_words(kind: StepKind) -> Words:
    """What a step of this kind is called."""
    return KINDS[kind]


def result_words(result: str, kind: StepKind | None = None, outcomes: Mapping[str, Words] | None = None) -> Words:
    """What a result is called; ``outcomes`` are the sub-case's own words. An unknown word is shown as it is written."""
    if outcomes and result in outcomes:
        return outcomes[result]
    own = _OF_KIND.get((kind, result)) if kind else None
    return own or RESULT_WORDS.get(result) or Words(result, result.replace("-", " "))
