"""What the count of an election does to a case: seats filled, seats left open, who stands when there is another vote.

A state keeps candidates by their numbers on the ballot (``"1"``, ``"2"`` …); whose numbers they are is personal and is
kept elsewhere.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from qingdan.domain.flow.election import Stand
from qingdan.domain.flow.model import Step
from qingdan.domain.flow.state import Event, Filled, Poll, Rejected, State, suffix

ELECTED, SHORT = "elected", "short"
NOTHING: Filled = {"elected": {}, "open": {}, "next": {}, "after": {}}


def seats_at(state: State, key: str, step: Step) -> dict[str, int]:
    """How many are to be chosen for each office at an open election; offices without a seat are left out."""
    election = step.election
    assert election is not None
    if election.again is not None:
        return dict(poll_of(state, election.again, key)["open"])
    seats = {o.id: o.seats if isinstance(o.seats, int) else _fact(state, o.seats, key) for o in election.offices}
    return {office: n + election.plus for office, n in seats.items() if n}


def standing_at(state: State, key: str, step: Step) -> Mapping[str, list[str]] | None:
    """The numbers of those who stand at an open election by office; None where names or a list say so."""
    election = step.election
    assert election is not None
    if election.candidates is None or election.candidates.source is Stand.FACT:
        return None
    of = poll_of(state, election.candidates.name, key)
    return of["elected"] if election.candidates.source is Stand.ELECTED else of["next"]


def poll_of(state: State, name: str, key: str) -> Filled:
    """The latest count of the election ``name`` as seen from ``key``: that of its loop item, else the outer one."""
    polls = state.get("polls", {})
    return next((polls[k] for k in _outwards(name, suffix(key)) if k in polls), NOTHING)


def check_poll(state: State, key: str, step: Step, event: Event, verdict: str) -> dict[str, Poll]:
    """The count of an election as given, held against the seats that there are and the verdict.

    :raises Rejected: poll-missing, poll-differs.
    """
    given, seats = event.get("poll"), seats_at(state, key, step)
    if given is None:
        raise Rejected("poll-missing", key=key)
    if set(given) != set(seats) or any(not _fits(given[office], n) for office, n in seats.items()):
        raise Rejected("poll-differs", key=key)
    if verdict != (SHORT if any(poll["open"] for poll in given.values()) else ELECTED):
        raise Rejected("poll-differs", key=key)
    return given


def settle_poll(state: State, key: str, step: Step, poll: Mapping[str, Poll]) -> None:
    """An election is over: keep what it filled. One that filled another's open seats is joined to that one, so that a
    third vote goes on from there."""
    filled: Filled = {
        "elected": {office: list(p["elected"]) for office, p in poll.items()},
        "open": {office: p["open"] for office, p in poll.items() if p["open"]},
        "next": {office: list(p["next"]) for office, p in poll.items() if p["open"]},
        "after": {office: list(p["after"]) for office, p in poll.items()},
    }
    polls = {**state.get("polls", {}), key: filled}
    again = step.election.again if step.election else None
    origin = next((k for k in _outwards(again, suffix(key)) if k in polls), None) if again else None
    if origin is not None:
        before, added = polls[origin]["elected"], filled["elected"]
        joined = {office: [*before.get(office, []), *added.get(office, [])] for office in {**before, **added}}
        polls[origin] = {**filled, "elected": joined, "after": {**polls[origin]["after"], **filled["after"]}}
    state["polls"] = polls


def _outwards(name: str, at: str) -> list[str]:
    """The keys under which something may stand, from the innermost loop outwards."""
    found = [name + at]
    while at:
        at = at[: at.rindex("#")]
        found.append(name + at)
    return found


def _fits(poll: Poll, seats: int) -> bool:
    elected, left = poll["elected"], poll["open"]
    whole = isinstance(left, int) and not isinstance(left, bool) and left >= 0
    apart = all(len({*elected, *others}) == len(elected) + len(others) for others in (poll["next"], poll["after"]))
    return whole and apart and len(elected) + left == seats


def _fact(state: State, name: str, key: str) -> int:
    found: Any = next((state["facts"][k] for k in _outwards(name, suffix(key)) if k in state["facts"]), 0)
    return int(found)


def sample_poll(state: State, key: str, step: Step, verdict: str) -> dict[str, Poll] | None:
    """A count that has ``verdict``, for runs that need any; None when no count can (no seat is there to stay open)."""
    seats = seats_at(state, key, step)
    if verdict == SHORT and not seats:
        return None
    found: dict[str, Poll] = {}
    for place, (office, n) in enumerate(seats.items()):
        left = 1 if verdict == SHORT and not place else 0
        chosen = [f"{place * 100 + i + 1}" for i in range(n - left)]
        others = [f"{place * 100 + 98}", f"{place * 100 + 99}"]
        found[office] = {"elected": chosen, "open": left, "next": others * left, "after": others}
    return found
