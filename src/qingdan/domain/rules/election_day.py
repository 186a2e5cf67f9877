"""A whole election of several offices on one day: each office's ballots, near kin among the elected, reserved seats."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from qingdan.domain.flow.values import Basis
from qingdan.domain.rules.attendance import Attendance
from qingdan.domain.rules.bodies import Body, cite
from qingdan.domain.rules.election import Elected, Poll, elect, next_ballot
from qingdan.domain.rules.reasons import Reason
from qingdan.domain.words import Words

ELECTED, SHORT, INQUORATE, VOID = "elected", "short", "inquorate", "void"


@dataclass(frozen=True, slots=True)
class Rules:
    """What the definition adds to the body's own rule. The offices come in the order of their rank.

    ``carry_down``: whoever fails for a higher office brings the votes along to a lower one on whose ballot he stands
    too. ``kin_apart``: of near kin among the elected one stays. ``women``: so many of the elected must be women.
    """

    carry_down: bool = False
    kin_apart: bool = False
    women: int = 0
    basis: tuple[Basis, ...] = ()


@dataclass(frozen=True, slots=True)
class People:
    """What must be known of the candidates: who are women, and which of them are near kin of one another."""

    women: frozenset[str] = frozenset()
    kin: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Result:
    """``verdict``: elected (every seat has somebody), short (seats stay open), inquorate or void.

    ``next_ballot``: who stands for each office that has seats open. ``flaws`` change no count. With ``errors`` nothing
    is decided.
    """

    verdict: str
    offices: Mapping[str, Elected]
    next_ballot: Mapping[str, tuple[str, ...]]
    reasons: tuple[Reason, ...] = ()
    flaws: tuple[Reason, ...] = ()
    errors: tuple[Reason, ...] = ()

    @property
    def open_seats(self) -> dict[str, int]:
        """The seats left open by office, those without any left out."""
        return {office: found.open_seats for office, found in self.offices.items() if found.open_seats}


def hold(
    body: Body,
    record: Attendance,
    polls: Mapping[str, Poll],
    rules: Rules | None = None,
    people: People | None = None,
    more: int = 1,
) -> Result:
    """Count every office. ``more``: how many more than the open seats stand when those are voted on again."""
    rules, people = rules or Rules(), people or People()
    polls, found = _count(body, record, polls, rules)
    errors = tuple(dict.fromkeys(e for one in found.values() for e in one.errors))
    if errors:
        return Result("", found, {}, errors=errors)
    reasons: list[Reason] = []
    if rules.kin_apart:
        found, reasons = _apart(found, polls, people, rules)
    stand = {office: next_ballot(one, polls[office], more) for office, one in found.items() if one.open_seats}
    flaws = tuple(_women(found, people, rules)) if any(one.quorate for one in found.values()) else ()
    return Result(_verdict(found), found, stand, tuple(reasons), flaws)


def _count(
    body: Body, record: Attendance, polls: Mapping[str, Poll], rules: Rules
) -> tuple[dict[str, Poll], dict[str, Elected]]:
    carried: dict[str, int] = {}
    counted: dict[str, Poll] = {}
    found: dict[str, Elected] = {}
    for office, poll in polls.items():
        brought = {name: n for name, n in carried.items() if name in poll.votes}
        counted[office] = replace(poll, carried=brought) if rules.carry_down else poll
        found[office] = elect(body, record, counted[office])
        for name, votes in poll.votes.items():
            if name not in found[office].elected:
                carried[name] = carried.get(name, 0) + votes.for_
    return counted, found


def _verdict(found: Mapping[str, Elected]) -> str:
    held = [one for one in found.values() if one.quorate]
    if not held:
        return VOID if any(one.void for one in found.values()) else INQUORATE
    return SHORT if any(one.open_seats for one in found.values()) else ELECTED


def _apart(
    found: dict[str, Elected], polls: Mapping[str, Poll], people: People, rules: Rules
) -> tuple[dict[str, Elected], list[Reason]]:
    """Of near kin among the elected stays who has the higher office, then who has more votes."""
    reasons = []
    for pair in people.kin:
        seats = {name: office for office, one in found.items() for name in one.elected if name in pair}
        if len(seats) < 2:
            continue
        loser = _yields(pair, seats, list(found), polls)
        office = seats[loser]
        one = found[office]
        rest = tuple(name for name in one.elected if name != loser)
        found = {**found, office: replace(one, elected=rest, open_seats=one.open_seats + 1)}
        reasons.append(_kin_reason(loser, rules))
    return found, reasons


def _yields(pair: tuple[str, str], seats: Mapping[str, str], ranks: Sequence[str], polls: Mapping[str, Poll]) -> str:
    """Who of two near kin gives way; of equals by office and by votes the one later on the ballot."""

    def rank(name: str) -> tuple[int, int]:
        return ranks.index(seats[name]), -polls[seats[name]].for_(name)

    first, second = pair
    return second if rank(first) <= rank(second) else first


def _kin_reason(loser: str, rules: Rules) -> Reason:
    law = cite(rules.basis)
    zh = f"{loser}号与职务更高或得票更多的当选人是近亲属，回避后不当选（{law.zh}）"
    en = f"{loser} is near kin of one elected to a higher office or with more votes, and stands aside ({law.en})"
    return Reason("kin-apart", Words(zh, en), {"candidate": loser, "law": law.zh})


def _women(found: Mapping[str, Elected], people: People, rules: Rules) -> Iterator[Reason]:
    elected = {name for one in found.values() for name in one.elected}
    count = len(elected & people.women)
    if rules.women and count < rules.women:
        law = cite(rules.basis)
        zh = f"当选的妇女{count}人，应当至少{rules.women}人（{law.zh}）"
        en = f"{count} of the elected are women, there should be at least {rules.women} ({law.en})"
        yield Reason("women-missing", Words(zh, en), {"women": count, "least": rules.women, "law": law.zh})
