"""The state of a running flow: one small plain value, JSON in and JSON out, and what may happen to it."""

from __future__ import annotations

from typing import Any, NotRequired, TypedDict


class State(TypedDict):
    """Where a case stands. A key is a step's id, with ``#i`` for each ``for_each`` item around it (``pay#2``).

    open: open steps and what has been contributed to each so far; left: branches still running of a ``together`` or
    ``for_each``; round: the round of a ``repeat``; results and who: the latest result of a step and the persons who
    did it; facts: non-personal values; given: names of personal facts that were handed in (their words are kept
    elsewhere, so that erasing them cannot break a replay); owed: duties not yet discharged; polls: what elections have
    filled and left open, there from the first on.
    """

    open: dict[str, Progress]
    left: dict[str, int]
    round: dict[str, int]
    results: dict[str, str]
    who: dict[str, list[int]]
    facts: dict[str, Any]
    given: list[str]
    owed: list[str]
    outcome: str | None
    phase: str  # running, closing (finally), over
    polls: NotRequired[dict[str, Filled]]


class Poll(TypedDict):
    """The count for one office: numbers of the elected, seats left open, who stands when those are voted on again, and
    all others by falling votes, of whom the next takes a place that becomes vacant."""

    elected: list[str]
    open: int
    next: list[str]
    after: list[str]


class Filled(TypedDict):
    """What an election has filled, by office; ``open`` and ``next`` only of offices with seats left."""

    elected: dict[str, list[str]]
    open: dict[str, int]
    next: dict[str, list[str]]
    after: dict[str, list[str]]


class Progress(TypedDict, total=False):
    """What has been contributed to an open step: signatures, the result they stand for, meetings held without
    quorum, how the next one is called (day of notice, moment), whether the notice is up, and the objections to it
    (number → upheld, dismissed, or None while open); the count of an election that waits for a second signature."""

    signed: list[list[Any]]
    result: str
    attempts: int
    called: dict[str, str]
    poll: dict[str, Poll]
    posted: bool
    objections: dict[str, str | None]


class Signature(TypedDict):
    """One person, acting as one role."""

    person: int
    role: str


class Event(TypedDict):
    """Something that happened. ``type`` decides which other keys it has; see docs/spec/flow.md.

    act (by, result, facts, kept) · dispute (by) · call (by, noticed, held) · meet (by, verdict, facts, kept, poll) ·
    post (by) · object (number) · answer (number, upheld, by) · close · sub (outcome, facts) · expire · interrupt (by) ·
    discharge (by, outcome, over).
    """

    type: str
    key: str
    by: NotRequired[list[Signature]]
    result: NotRequired[str]
    facts: NotRequired[dict[str, Any]]
    kept: NotRequired[list[str]]
    verdict: NotRequired[str]
    number: NotRequired[str]
    upheld: NotRequired[bool]
    outcome: NotRequired[str]
    over: NotRequired[bool]
    noticed: NotRequired[str]
    held: NotRequired[str]
    poll: NotRequired[dict[str, Poll]]


class Rejected(ValueError):
    """The event cannot happen in this state. ``code`` and ``params`` let the page say why in the person's words."""

    def __init__(self, code: str, **params: Any) -> None:
        super().__init__(f"{code}: {params}")
        self.code, self.params = code, params


def copy(state: State) -> State:
    """A copy that may be changed without touching ``state``; contributions are copied when they are changed."""
    after: State = {
        "open": state["open"].copy(),
        "left": state["left"].copy(),
        "round": state["round"].copy(),
        "results": state["results"].copy(),
        "who": state["who"].copy(),
        "facts": state["facts"].copy(),
        "given": state["given"],
        "owed": state["owed"],
        "outcome": state["outcome"],
        "phase": state["phase"],
    }
    if "polls" in state:
        after["polls"] = state["polls"]  # never changed in place
    return after


def base(key: str) -> str:
    """The step's id in a key: ``pay`` of ``pay#2``."""
    return key.partition("#")[0]


def suffix(key: str) -> str:
    """The loop items in a key: ``#2`` of ``pay#2``, or nothing."""
    cut = key.find("#")
    return key[cut:] if cut >= 0 else ""
