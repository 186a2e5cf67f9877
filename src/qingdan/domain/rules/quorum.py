"""Judges a meeting by its body's rule: was it quorate, did the motion pass, and why, in whole numbers only."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from qingdan.domain.rules.attendance import Attendance, Votes, answers, faults, void
from qingdan.domain.rules.bodies import Body, Call, Count, Of, PassRule, Proxy, Threshold, cite
from qingdan.domain.rules.read_bodies import bodies_from
from qingdan.domain.rules.reasons import Part, Reason
from qingdan.domain.words import Words


@dataclass(frozen=True, slots=True)
class Verdict:
    """``passed`` is None when there was no vote, no quorum, a void ballot, or an error. With errors nothing is decided:
    correct the record first."""

    quorate: bool
    passed: bool | None
    reasons: tuple[Reason, ...] = ()
    errors: tuple[Reason, ...] = field(default=())
    void: bool = False


def judge(body: Body, record: Attendance) -> Verdict:
    """Judge a meeting on one question. Never raises: what cannot be is in ``errors``."""
    errors = tuple(faults(body, record))
    if errors:
        return Verdict(quorate=False, passed=None, errors=errors)
    spoiled = void(body, record.issued, record.people)
    if spoiled:
        return Verdict(quorate=False, passed=None, reasons=(spoiled,), void=True)
    quorate, reasons = quorum(body, record)
    if not quorate or record.votes is None:
        return Verdict(quorate, None, reasons)
    passed, why = _carried(body, record, record.votes)
    return Verdict(quorate, passed, (*reasons, *why))


# -- quorum ------------------------------------------------------------------------------------------------------
def quorum(body: Body, record: Attendance) -> tuple[bool, tuple[Reason, ...]]:
    """Whether enough came, with a reason for each alternative that the record can answer."""
    if not body.quorum:
        words = Words("没有到会人数的要求", "No number of people must attend")
        return True, (Reason("no-quorum-rule", words, {"body": body.slug}),)
    found = [_enough(body, t, record) for t in body.quorum if answers(record, t)]
    return any(reached for reached, _ in found), tuple(reason for _, reason in found)


def _enough(body: Body, threshold: Threshold, record: Attendance) -> tuple[bool, Reason]:
    entitled, present = record.entitled[threshold.of], record.present[threshold.of]
    least, count, law = threshold.least(entitled), body.counts[threshold.of], cite(threshold.basis)
    reached = present >= least
    unit, ought = count.unit, "共" if body.ballot else "应到"
    came = Words("参加投票", "voted") if body.ballot else Words("实到", "present")
    said = Words("达到", "reached") if reached else _wanting(least - present, unit)
    zh = (
        f"{count.name.zh}{ought}{entitled}{unit.zh}，{came.zh}{present}{unit.zh}，{threshold.words.zh}为{least}{unit.zh}，"
        f"{said.zh}{_aside(threshold, law).zh}"
    )
    en = (
        f"{count.name.en}: {entitled} {unit.en} entitled, {present} {came.en}; {threshold.words.en} is {least}: "
        f"{said.en}{_aside(threshold, law).en}"
    )
    data: dict[str, Part] = {
        "of": threshold.of,
        "entitled": entitled,
        "present": present,
        "least": least,
        "law": law.zh,
    }
    return reached, Reason("quorum-reached" if reached else "quorum-short", Words(zh, en), data)


def _wanting(missing: int, unit: Words) -> Words:
    return Words(f"未达到，还差{missing}{unit.zh}", f"not reached, {missing} more {unit.en} wanted")


# -- the vote ----------------------------------------------------------------------------------------------------
def denominator(body: Body, record: Attendance, threshold: Threshold) -> tuple[int, Words]:
    """The number of which the pass rule takes a share, and what it is called."""
    if threshold.of != Of.PRESENT:
        whole, name = record.entitled[body.voters], body.counts[body.voters].name
        every = Words("应到会", "entitled to attend") if threshold.of == Of.ENTITLED else Words("全体", "in all")
        return whole, Words(f"{every.zh}{name.zh}{whole}", f"{whole} {name.en} {every.en}")
    came = Words("参加投票", "voting") if body.ballot else Words("到会", "present")
    if record.recused and body.pass_rule.recused_leave:
        whole = record.people - record.recused
        zh = f"{came.zh}{record.people}人，其中回避{record.recused}人按本地设置不计入，余{whole}"
        return whole, Words(zh, f"{whole} {came.en} without {record.recused} recused (local setting)")
    return record.people, Words(f"{came.zh}{record.people}", f"{record.people} {came.en}")


def _carried(body: Body, record: Attendance, votes: Votes) -> tuple[bool | None, Iterator[Reason]]:
    threshold = body.pass_rule.threshold
    if threshold is None:
        words = Words("按得票多少确定人选，请按候选人计票", "Decided by the most votes: count them by candidate")
        return None, iter([Reason("most-votes", words, {"body": body.slug})])
    whole, name = denominator(body, record, threshold)
    least, law = threshold.least(whole), cite(threshold.basis)
    # With nobody left to vote, a share of nothing would be satisfied by no votes at all.
    passed = whole > 0 and votes.for_ >= max(least, 1)
    unit = body.counts[body.voters].unit if threshold.of != Of.PRESENT else Words("人", "people")
    missing = max(least, 1) - votes.for_
    short = Words(f"未通过，还差{missing}票", f"not passed, {missing} more votes wanted")
    said = Words("通过", "passed") if passed else short
    zh = (
        f"赞成{votes.for_}票，{name.zh}{unit.zh}的{threshold.words.zh}为{least}{unit.zh}，"
        f"{said.zh}{_aside(threshold, law).zh}"
    )
    en = f"{votes.for_} in favour; {threshold.words.en} of {name.en} is {least}: {said.en}{_aside(threshold, law).en}"
    data: dict[str, Part] = {"for": votes.for_, "whole": whole, "of": threshold.of, "least": least, "law": law.zh}
    reason = Reason("passed" if passed else "not-passed", Words(zh, en), data)
    return passed, iter([reason, *_not_cast(record, votes)])


def _not_cast(record: Attendance, votes: Votes) -> Iterator[Reason]:
    missing = record.people - record.recused - votes.cast
    if missing:
        words = Words(f"{missing}人到会但没有投票，不算赞成", f"{missing} attended without voting: not in favour")
        yield Reason("not-cast", words, {"missing": missing})


def _aside(threshold: Threshold, law: Words) -> Words:
    setting = Words("，本地设置", ", local setting") if threshold.setting else Words("", "")
    return Words(f"（{law.zh}{setting.zh}）", f" ({law.en}{setting.en})")


__all__ = [
    "Attendance",
    "Body",
    "Call",
    "Count",
    "Of",
    "PassRule",
    "Proxy",
    "Threshold",
    "Verdict",
    "Votes",
    "bodies_from",
    "judge",
]
