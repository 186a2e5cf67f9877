"""Counts an election: who has a seat, which seats stay open, and where a tie needs another vote."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from qingdan.domain.rules.bodies import Body, cite
from qingdan.domain.rules.quorum import Attendance, denominator, faults, quorum
from qingdan.domain.rules.reasons import Reason
from qingdan.domain.words import Words


@dataclass(frozen=True, slots=True)
class Poll:
    """The ballots of one office: ``votes`` by candidate; ``returned`` holds the ``invalid`` ones too."""

    seats: int
    issued: int
    returned: int
    votes: Mapping[str, int]
    invalid: int = 0


@dataclass(frozen=True, slots=True)
class Elected:
    """``elected`` by falling votes; ``tied`` share the last seat and are voted on again; ``open_seats`` remain."""

    quorate: bool
    elected: tuple[str, ...] = ()
    tied: tuple[str, ...] = ()
    open_seats: int = 0
    reasons: tuple[Reason, ...] = ()
    errors: tuple[Reason, ...] = ()


def elect(body: Body, record: Attendance, poll: Poll) -> Elected:
    """Count ``poll`` by the body's rule. In a ballot those who voted are those whose ballots came back, invalid ones
    too. Never raises: what cannot be is in ``errors``, and then nobody is elected."""
    if body.ballot:
        record = replace(record, present={body.voters: poll.returned})
    record = replace(record, votes=None)
    errors = (*faults(body, record), *_poll_faults(body, record, poll))
    if errors:
        return Elected(False, open_seats=max(poll.seats, 0), errors=errors)
    quorate, reasons = quorum(body, record)
    if not quorate:
        return Elected(False, open_seats=poll.seats, reasons=reasons)
    least, why = _needed(body, record)
    elected, tied = _rank({name: n for name, n in poll.votes.items() if n >= least}, poll.seats)
    return Elected(True, elected, tied, poll.seats - len(elected), (*reasons, why))


def _needed(body: Body, record: Attendance) -> tuple[int, Reason]:
    """The votes that a candidate needs."""
    rule = body.pass_rule
    if rule.threshold is None:
        law = cite(body.basis)
        words = Words(f"得票多的当选（{law.zh}）", f"Those with the most votes are elected ({law.en})")
        return 1, Reason("most-votes", words, {"least": 1})
    whole, name = denominator(body, record, rule.threshold)
    least, law = max(rule.threshold.least(whole), 1), cite(rule.threshold.basis)
    share = rule.threshold.words
    zh = f"当选须得票{least}张：{name.zh}人的{share.zh}{'，得票多的当选' if rule.most else ''}（{law.zh}）"
    en = f"{least} votes needed: {share.en} of {name.en}{', the most votes first' if rule.most else ''} ({law.en})"
    return least, Reason("votes-needed", Words(zh, en), {"least": least, "whole": whole, "law": law.zh})


def _rank(votes: Mapping[str, int], seats: int) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The elected, and those who share the last place and cannot all have a seat."""
    order = sorted(votes, key=lambda name: -votes[name])  # equals stay in the order of the ballot
    if len(order) <= seats:
        return tuple(order), ()
    edge = votes[order[seats]]  # the first who would get no seat
    sure = tuple(name for name in order[:seats] if votes[name] > edge)
    return sure, tuple(name for name in order if votes[name] == edge) if len(sure) < seats else ()


def _poll_faults(body: Body, record: Attendance, poll: Poll) -> Iterator[Reason]:
    valid = poll.returned - poll.invalid
    roll = record.entitled.get(body.voters, 0) if body.ballot else record.people - record.recused
    if poll.seats < 1:
        yield _fault("no-seats", "应选名额至少是1", "There must be at least one seat")
    if min(poll.issued, poll.returned, poll.invalid, *poll.votes.values()) < 0:
        yield _fault("negative", "票数不能是负数", "Numbers of votes cannot be negative")
    if poll.issued > roll:
        zh, en = (
            f"发出{poll.issued}张票，多于可以投票的{roll}人",
            f"{poll.issued} ballots issued to {roll} people who may vote",
        )
        yield _fault("too-many-issued", zh, en)
    if poll.returned > poll.issued:
        zh = f"收回{poll.returned}张票，多于发出的{poll.issued}张，选举无效"
        yield _fault(
            "too-many-ballots", zh, f"{poll.returned} ballots came back of {poll.issued} issued: the vote is void"
        )
    if poll.invalid > poll.returned:
        zh, en = (
            f"废票{poll.invalid}张，多于收回的{poll.returned}张",
            f"{poll.invalid} invalid of {poll.returned} ballots",
        )
        yield _fault("too-many-invalid", zh, en)
    for name, votes in poll.votes.items():
        if votes > max(valid, 0):
            zh, en = f"{name}得{votes}票，多于有效票{valid}张", f"{name} has {votes} votes of {valid} valid ballots"
            yield _fault("too-many-for-one", zh, en)
    if sum(poll.votes.values()) > max(valid, 0) * max(poll.seats, 0):
        zh = f"各人得票相加，多于{valid}张有效票各选{poll.seats}人"
        yield _fault(
            "too-many-votes", zh, f"The votes add up to more than {valid} ballots of {poll.seats} names can hold"
        )


def _fault(code: str, zh: str, en: str) -> Reason:
    return Reason(code, Words(zh, en))
