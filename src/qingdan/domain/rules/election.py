"""Counts the ballots for one office: who has a seat, which seats stay open, and who stands in another vote."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from qingdan.domain.rules.attendance import Attendance, Votes, faults, void
from qingdan.domain.rules.bodies import Body, cite
from qingdan.domain.rules.quorum import denominator, quorum
from qingdan.domain.rules.reasons import Reason
from qingdan.domain.words import Words


@dataclass(frozen=True, slots=True)
class Poll:
    """The ballots of one office: ``votes`` by candidate; ``returned`` holds the ``invalid`` ones too.

    ``marks`` is how many names one ballot may hold where that is not the number of seats. ``carried`` are votes that a
    candidate brings along from a higher office (they count for him, and stand on no ballot of this office).
    """

    seats: int
    issued: int
    returned: int
    votes: Mapping[str, Votes]
    invalid: int = 0
    marks: int | None = None
    carried: Mapping[str, int] | None = None

    @property
    def valid(self) -> int:
        return self.returned - self.invalid

    def for_(self, name: str) -> int:
        """The votes that count for a candidate."""
        return self.votes[name].for_ + (self.carried or {}).get(name, 0)

    @property
    def order(self) -> list[str]:
        """The candidates by falling votes; equals stay in the order of the ballot."""
        return sorted(self.votes, key=lambda name: -self.for_(name))


@dataclass(frozen=True, slots=True)
class Elected:
    """``elected`` by falling votes; ``tied`` share the last seat and are voted on again; ``open_seats`` remain."""

    quorate: bool
    elected: tuple[str, ...] = ()
    tied: tuple[str, ...] = ()
    open_seats: int = 0
    reasons: tuple[Reason, ...] = ()
    errors: tuple[Reason, ...] = ()
    void: bool = False


def elect(body: Body, record: Attendance, poll: Poll) -> Elected:
    """Count ``poll`` by the body's rule. In a ballot those who voted are those whose ballots came back, invalid ones
    too. Never raises: what cannot be is in ``errors``, and then nobody is elected."""
    record = as_ballot(body, record, poll)
    errors = (*faults(body, record), *poll_faults(body, record, poll))
    if errors:
        return Elected(False, open_seats=max(poll.seats, 0), errors=errors)
    spoiled = void(body, poll.issued, poll.returned)
    if spoiled:
        return Elected(False, open_seats=poll.seats, reasons=(spoiled,), void=True)
    quorate, reasons = quorum(body, record)
    if not quorate:
        return Elected(False, open_seats=poll.seats, reasons=reasons)
    least, why = _needed(body, record)
    enough = [name for name in poll.order if poll.for_(name) >= least]
    elected, tied = _rank(enough, poll)
    return Elected(True, elected, tied, poll.seats - len(elected), (*reasons, why, *_tie(body, tied, poll)))


def as_ballot(body: Body, record: Attendance, poll: Poll) -> Attendance:
    """The attendance as this office's ballots show it; a void ballot counts no more people than there are."""
    record = replace(record, votes=None, channels={})
    if not body.ballot:
        return record
    roll = record.entitled.get(body.voters, poll.returned)
    spoiled = void(body, poll.issued, poll.returned) is not None
    present = min(poll.returned, roll) if spoiled else poll.returned
    return replace(record, present={body.voters: present}, issued=None)


def next_ballot(found: Elected, poll: Poll, more: int = 1) -> tuple[str, ...]:
    """Who stands when the open seats are voted on again: those who share the last place, else those with the most votes
    of whom nobody was elected, ``more`` than there are seats open (and all who have as many votes as the last)."""
    if found.tied:
        return found.tied
    left = [name for name in poll.order if name not in found.elected]
    count = found.open_seats + more
    if len(left) <= count:
        return tuple(left)
    edge = poll.for_(left[count - 1])
    return tuple(name for name in left if poll.for_(name) >= edge)


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


def _rank(order: list[str], poll: Poll) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The elected, and those who share the last place and cannot all have a seat."""
    if len(order) <= poll.seats:
        return tuple(order), ()
    edge = poll.for_(order[poll.seats])  # the first who would get no seat
    sure = tuple(name for name in order[: poll.seats] if poll.for_(name) > edge)
    return sure, tuple(name for name in order if poll.for_(name) == edge) if len(sure) < poll.seats else ()


def _tie(body: Body, tied: tuple[str, ...], poll: Poll) -> Iterator[Reason]:
    if tied:
        law, votes = cite(body.tie_again or body.basis), poll.for_(tied[0])
        zh = f"{len(tied)}人都得{votes}票，名额不够，对这几个人再次投票（{law.zh}）"
        en = f"{len(tied)} have {votes} votes each for too few seats: they are voted on again ({law.en})"
        yield Reason("tie", Words(zh, en), {"tied": len(tied), "votes": votes, "law": law.zh})


def poll_faults(body: Body, record: Attendance, poll: Poll) -> Iterator[Reason]:
    """What in the numbers of one office's ballots cannot be."""
    roll = record.entitled.get(body.voters, 0) if body.ballot else record.people - record.recused
    if poll.seats < 1:
        yield _fault("no-seats", "应选名额至少是1", "There must be at least one seat")
    if min(poll.issued, poll.returned, poll.invalid, *(n for v in poll.votes.values() for n in v.numbers)) < 0:
        yield _fault("negative", "票数不能是负数", "Numbers of votes cannot be negative")
    if poll.issued > roll:
        zh, en = (
            f"发出{poll.issued}张票，多于可以投票的{roll}人",
            f"{poll.issued} ballots issued to {roll} people who may vote",
        )
        yield _fault("too-many-issued", zh, en)
    if poll.returned > poll.issued and void(body, poll.issued, poll.returned) is None:
        zh = f"收回{poll.returned}张票，多于发出的{poll.issued}张。请核对"
        yield _fault("too-many-returned", zh, f"{poll.returned} ballots came back of {poll.issued} issued. Check them")
    if poll.invalid > poll.returned:
        zh, en = (
            f"废票{poll.invalid}张，多于收回的{poll.returned}张",
            f"{poll.invalid} invalid of {poll.returned} ballots",
        )
        yield _fault("too-many-invalid", zh, en)
    yield from _votes_faults(poll)


def _votes_faults(poll: Poll) -> Iterator[Reason]:
    valid, marks = max(poll.valid, 0), max(poll.seats if poll.marks is None else poll.marks, 0)
    for name, votes in poll.votes.items():
        if votes.cast > valid:
            zh, en = f"{name}得{votes.cast}票，多于有效票{valid}张", f"{name} has {votes.cast} votes of {valid} ballots"
            yield Reason("too-many-for-one", Words(zh, en), {"candidate": name})
    if sum(v.for_ for v in poll.votes.values()) > valid * marks:
        zh = f"各人得票相加，多于{valid}张有效票各选{marks}人"
        yield _fault("too-many-votes", zh, f"The votes add up to more than {valid} ballots of {marks} names can hold")


def _fault(code: str, zh: str, en: str) -> Reason:
    return Reason(code, Words(zh, en))
