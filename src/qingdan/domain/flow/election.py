"""What an election fills and from whom it chooses, and what its result does to posts. Values only."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from qingdan.domain.words import Words

SEAT = "seat"  # the one office of an election whose seats have no post of their own


@dataclass(frozen=True, slots=True)
class Office:
    """An office on the ballot: the post it leads to (None: none of the edition's), and its seats: a number, or the
    count fact that says so. ``women``: only women stand for it."""

    id: str
    seats: int | str
    post: str | None = None
    women: bool = False
    name: Words | None = None


class Stand(StrEnum):
    """Where the candidates come from."""

    FACT = "fact"  # a list that a step before has written
    ELECTED = "elected"  # those whom another election chose (a nomination)
    UNSUCCESSFUL = "unsuccessful"  # those whom another election did not


@dataclass(frozen=True, slots=True)
class Candidates:
    """Who stands: the fact, or the election, that ``name`` names."""

    source: Stand
    name: str


@dataclass(frozen=True, slots=True)
class Election:
    """An election. ``again``: the election whose open seats this one fills; it has no offices of its own, and writes
    into the other's names.

    ``names``: the fact that keeps who stood, the votes and who is elected. ``candidates`` None: names come from the
    ballots. ``plus``: so many more than the seats are chosen (a nomination). ``proxies``: the fact that lists who votes
    for whom. ``carry_down``, ``kin_apart``, ``women``: see ``rules.election_day.Rules``.
    """

    offices: tuple[Office, ...] = ()
    again: str | None = None
    names: str | None = None
    candidates: Candidates | None = None
    plus: int = 0
    proxies: str | None = None
    carry_down: bool = False
    kin_apart: bool = False
    women: int = 0

    @property
    def seats(self) -> int:
        """The seats, where the definition gives them as numbers; else 0."""
        numbers = [o.seats for o in self.offices if isinstance(o.seats, int)]
        return sum(numbers) if len(numbers) == len(self.offices) else 0

    def reads(self) -> Iterator[str]:
        """The facts and the elections before that this one needs."""
        yield from (o.seats for o in self.offices if isinstance(o.seats, str))
        yield from (name for name in (self.again, self.proxies) if name)
        if self.candidates:
            yield self.candidates.name


class Term(StrEnum):
    """How long those hold office whom an election put there."""

    WHOLE = "whole"  # a new term: it ends that of everybody in these posts
    REST = "rest"  # until the term of the others ends
    CASE = "case"  # as long as the case runs


@dataclass(frozen=True, slots=True)
class Records:
    """What a step does to posts. ``take_office``: whoever these elections chose takes office. ``leave_office``: who
    holds one of these posts leaves it; ``fill_from``: the place goes to the next of that election."""

    take_office: tuple[str, ...] = ()
    term: Term = Term.WHOLE
    leave_office: tuple[str, ...] = ()
    fill_from: str | None = None


def office_id(post: str, women: bool) -> str:
    """What an office is called in records when its definition gives it no name of its own."""
    return f"{post}-women" if women else post
