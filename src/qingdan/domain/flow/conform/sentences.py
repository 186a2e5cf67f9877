"""Says in plain words what was wrong with a case."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from qingdan.domain.flow.conform.judging import Deviation, Kind
from qingdan.domain.flow.conform.perspectives import Missing
from qingdan.domain.flow.conform.table import Label
from qingdan.domain.words import Words

Named = Callable[[Label], Words]  # what a step is called

KINDS: dict[Kind, Words] = {
    Kind.SKIPPED: Words("漏了步骤", "step skipped"),
    Kind.OUT_OF_ORDER: Words("次序颠倒", "out of order"),
    Kind.REPEATED: Words("重复办理", "done again"),
    Kind.UNKNOWN: Words("流程里没有的步骤", "unknown step"),
    Kind.OTHER_WAY: Words("走错了路", "not on this way"),
    Kind.UNFINISHED: Words("没有办完", "not finished"),
    Kind.WRONG_ACTOR: Words("不该由他办", "wrong person"),
    Kind.LATE: Words("超过期限", "late"),
    Kind.NOTICE_SHORT: Words("公示或通知时间不够", "notice too short"),
    Kind.QUORUM_SHORT: Words("到会人数不够", "quorum short"),
    Kind.RECUSED: Words("该回避没回避", "did not stand aside"),
    Kind.RECORDED_LATE: Words("事后很久才登记", "recorded long after"),
    Kind.NOT_DECIDED: Words("没有判完", "not decided"),
}


NOT_TOLD: dict[Missing, Words] = {
    Missing.ROLE: Words("办理人的职务", "the role of who did it"),
    Missing.PERSON: Words("办理人的姓名", "the names of who did it"),
    Missing.TIME: Words("哪天办的", "when it was done"),
    Missing.BEGAN: Words("从哪天开始公示或通知", "when the notice began"),
    Missing.RECORDED: Words("哪天登记的", "when it was recorded"),
    Missing.PRESENT: Words("应到和实到人数", "how many were entitled and came"),
    Missing.BODY: Words("开的是哪一种会", "which body met"),
    Missing.SINCE: Words("期限从哪天算起、停过多久", "from when the limit ran, and for how long it stood still"),
    Missing.RECUSED: Words("谁应当回避", "who had to stand aside"),
}


def not_judged(kind: Kind, missing: Missing, steps: int) -> Words:
    """That something was demanded of so many steps and could not be looked at."""
    what, told = KINDS[kind], NOT_TOLD[missing]
    zh = f"没有核对“{what.zh}”：{steps}个步骤看不出{told.zh}。"
    return Words(zh, f"Not judged, “{what.en}”: of {steps} steps it is not told {told.en}.")


def no_column(steps: Iterable[Words]) -> Words:
    """That a table has no place for these steps."""
    found = list(steps)
    zh, en = "”“".join(words.zh for words in found), "”, “".join(words.en for words in found)
    return Words(
        f"没有核对“{zh}”：表里没有这些步骤的列，做没做看不出。",
        f"Not judged, “{en}”: the table has no column for them.",
    )


def sentence(found: Deviation, named: Named) -> Words:
    """One deviation as a sentence."""
    step = named(found.step) if found.step is not None else Words("", "")
    if found.detail is not None:
        return Words(f"“{step.zh}”：{found.detail.zh}。", f"“{step.en}”: {found.detail.en}.")
    other = named(found.other) if found.other is not None else None
    return _SENTENCES[found.kind](step, other)


def _skipped(step: Words, other: Words | None) -> Words:
    if other is None:
        return Words(f"“{step.zh}”没有做，事情就了结了。", f"“{step.en}” was never done, and the matter was closed.")
    return Words(f"“{step.zh}”没有做，就做了“{other.zh}”。", f"“{step.en}” was not done before “{other.en}”.")


def _out_of_order(step: Words, other: Words | None) -> Words:
    other = other or Words("结束", "the end")
    zh = f"“{step.zh}”补在“{other.zh}”后面，本应在它之前。"
    return Words(zh, f"“{step.en}” was done after “{other.en}”; it should have come before.")


def _repeated(step: Words, _other: Words | None) -> Words:
    return Words(f"“{step.zh}”多做了一次。", f"“{step.en}” was done once more than the process allows.")


def _unknown(step: Words, _other: Words | None) -> Words:
    return Words(f"“{step.zh}”不是这个流程里的步骤。", f"“{step.en}” is no step of this process.")


def _other_way(step: Words, other: Words | None) -> Words:
    if other is None:
        return Words(f"不能从“{step.zh}”开始。", f"It cannot begin with “{step.en}”.")
    return Words(
        f"做完“{other.zh}”以后，走的路上没有“{step.zh}”。", f"After “{other.en}”, “{step.en}” is not on the way taken."
    )


def _unfinished(_step: Words, other: Words | None) -> Words:
    if other is None:
        return Words("一步也没有做。", "Nothing was done.")
    return Words(f"停在“{other.zh}”，没有办完。", f"It stops at “{other.en}” and is not finished.")


def _not_decided(step: Words, _other: Words | None) -> Words:
    zh = f"从“{step.zh}”起没有再判：对不上的地方或者可能的情形太多。请补上各步的结果、是第几项，或者漏记的步骤。"
    en = "too much does not fit, or it can have gone in too many ways. Add results, which item, or what is missing."
    return Words(zh, f"Not judged from “{step.en}” on: {en}")


_SENTENCES: dict[Kind, Callable[[Words, Words | None], Words]] = {
    Kind.SKIPPED: _skipped,
    Kind.OUT_OF_ORDER: _out_of_order,
    Kind.REPEATED: _repeated,
    Kind.UNKNOWN: _unknown,
    Kind.OTHER_WAY: _other_way,
    Kind.UNFINISHED: _unfinished,
    Kind.NOT_DECIDED: _not_decided,
}
