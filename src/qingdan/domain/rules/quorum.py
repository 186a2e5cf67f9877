"""Judges a meeting by its body's rule: was it quorate, did the motion pass, and why, in whole numbers only."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from qingdan.domain.rules.bodies import Body, Call, Count, Of, PassRule, Proxy, Threshold, cite
from qingdan.domain.rules.read_bodies import bodies_from
from qingdan.domain.rules.reasons import Part, Reason
from qingdan.domain.words import Words


@dataclass(frozen=True, slots=True)
class Votes:
    """The votes on one question. ``for_`` carries an underscore because ``for`` is a word of the language."""

    for_: int
    against: int = 0
    abstain: int = 0
    invalid: int = 0

    @property
    def cast(self) -> int:
        return self.for_ + self.against + self.abstain + self.invalid


@dataclass(frozen=True, slots=True)
class Attendance:
    """Who ought to come and who came, by the counts of the body; ``votes`` None before the vote.

    ``present`` are people in the room, online or represented by proxy (of them ``proxies``), and of them ``recused``
    may not vote on the question. A household is present by one person, so the number of people is the largest count.
    """

    entitled: Mapping[str, int]
    present: Mapping[str, int]
    votes: Votes | None = None
    recused: int = 0
    proxies: int = 0

    @property
    def people(self) -> int:
        """How many people attend."""
        return max(self.present.values(), default=0)


@dataclass(frozen=True, slots=True)
class Verdict:
    """``passed`` is None when there was no vote, no quorum, or an error. With errors nothing is decided: correct the
    record first."""

    quorate: bool
    passed: bool | None
    reasons: tuple[Reason, ...] = ()
    errors: tuple[Reason, ...] = field(default=())


def judge(body: Body, record: Attendance) -> Verdict:
    """Judge a meeting on one question. Never raises: what cannot be is in ``errors``."""
    errors = tuple(faults(body, record))
    if errors:
        return Verdict(quorate=False, passed=None, errors=errors)
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
    found = [_enough(body, t, record) for t in body.quorum if _answers(record, t)]
    return any(reached for reached, _ in found), tuple(reason for _, reason in found)


def _answers(record: Attendance, threshold: Threshold) -> bool:
    return threshold.of in record.entitled and threshold.of in record.present


def _enough(body: Body, threshold: Threshold, record: Attendance) -> tuple[bool, Reason]:
    entitled, present = record.entitled[threshold.of], record.present[threshold.of]
    least, count, law = threshold.least(entitled), body.counts[threshold.of], cite(threshold.basis)
    reached = present >= least
    unit, ought = count.unit, "共" if body.ballot else "应到"
    came = Words("参加投票", "voted") if body.ballot else Words("实到", "present")
    zh = (
        f"{count.name.zh}{ought}{entitled}{unit.zh}，{came.zh}{present}{unit.zh}，{threshold.words.zh}为{least}{unit.zh}，"
        f"{'达到' if reached else '未达到'}{_aside(threshold, law).zh}"
    )
    en = (
        f"{count.name.en}: {entitled} {unit.en} entitled, {present} {came.en}; {threshold.words.en} is {least}: "
        f"{'reached' if reached else 'not reached'}{_aside(threshold, law).en}"
    )
    data: dict[str, Part] = {
        "of": threshold.of,
        "entitled": entitled,
        "present": present,
        "least": least,
        "law": law.zh,
    }
    return reached, Reason("quorum-reached" if reached else "quorum-short", Words(zh, en), data)


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
    zh = (
        f"赞成{votes.for_}票，{name.zh}{unit.zh}的{threshold.words.zh}为{least}{unit.zh}，"
        f"{'通过' if passed else '未通过'}{_aside(threshold, law).zh}"
    )
    en = (
        f"{votes.for_} in favour; {threshold.words.en} of {name.en} is {least}: "
        f"{'passed' if passed else 'not passed'}{_aside(threshold, law).en}"
    )
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


# -- what cannot be ----------------------------------------------------------------------------------------------
def faults(body: Body, record: Attendance) -> Iterator[Reason]:
    """What in a record cannot be, each with the number to look at again."""
    yield from _negative(record)
    yield from _counts(body, record)
    yield from _proxies(body, record)
    if record.recused > record.people:
        zh = f"回避{record.recused}人，多于到会的{record.people}人"
        yield _fault("recused-too-many", zh, f"{record.recused} recused, but only {record.people} attend")
    voters, votes = record.people - record.recused, record.votes
    if votes and votes.cast > voters >= 0:
        zh = f"收到{votes.cast}张票，多于可以投票的{voters}人。请核对签到和计票"
        en = f"{votes.cast} ballots, but only {voters} people who may vote. Check the attendance sheet and the count"
        yield _fault("too-many-ballots", zh, en, ballots=votes.cast, voters=voters)


def _negative(record: Attendance) -> Iterator[Reason]:
    votes = record.votes or Votes(0)
    numbers = [*record.entitled.values(), *record.present.values(), record.recused, record.proxies]
    if min(*numbers, votes.for_, votes.against, votes.abstain, votes.invalid) < 0:
        yield _fault("negative", "人数和票数不能是负数", "Numbers of people and votes cannot be negative")


def _counts(body: Body, record: Attendance) -> Iterator[Reason]:
    for of in sorted({*record.entitled, *record.present} - body.counts.keys()):
        zh, en = f"{body.name.zh}不按“{of}”计人数", f"{body.name.en} does not count {of!r}"
        yield _fault("unknown-count", zh, en, of=of)
    needed = {t.of for t in body.quorum}
    if needed and not any(_answers(record, t) for t in body.quorum):
        names = [body.counts[of].name for of in body.counts if of in needed]
        zh = f"请填写应到和实到人数：{'，或者'.join(n.zh for n in names)}"
        yield _fault("count-missing", zh, f"Give entitled and present numbers of {' or '.join(n.en for n in names)}")
    rule = body.pass_rule.threshold
    if rule and rule.of != Of.PRESENT and body.voters not in record.entitled:
        name = body.counts[body.voters].name
        yield _fault("count-missing", f"请填写{name.zh}的总数", f"Give the whole number of {name.en}")
    for of, entitled in record.entitled.items():
        count, present = body.counts.get(of), record.present.get(of, 0)
        if count and not entitled:
            yield _fault("nobody-entitled", f"{count.name.zh}的应到数是0，请核对", f"No {count.name.en} are entitled")
        elif count and present > entitled:
            zh = f"{count.name.zh}实到{present}{count.unit.zh}，多于应到的{entitled}{count.unit.zh}"
            yield _fault(
                "too-many-present", zh, f"{present} {count.name.en} present, but only {entitled} entitled", of=of
            )


def _proxies(body: Body, record: Attendance) -> Iterator[Reason]:
    if not record.proxies:
        return
    if body.proxy is None:
        zh, en = f"{body.name.zh}不能委托他人代为投票", f"Nobody may vote by proxy in: {body.name.en}"
        yield _fault("proxies-not-allowed", zh, en, proxies=record.proxies)
        return
    carriers = record.people - record.proxies
    if carriers < 1 or (body.proxy.most is not None and record.proxies > body.proxy.most * carriers):
        most = "" if body.proxy.most is None else f"，每人最多接受{body.proxy.most}人委托"
        zh = f"委托{record.proxies}人，本人到场{max(carriers, 0)}人{most}，请核对"
        en = f"{record.proxies} proxies are more than {max(carriers, 0)} people who came themselves can carry"
        yield _fault("too-many-proxies", zh, en, proxies=record.proxies)


def _fault(code: str, zh: str, en: str, **data: int | str) -> Reason:
    return Reason(code, Words(zh, en), dict(data))


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
