"""The ten kinds of steps, and the closed set of results of each."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum


class StepKind(StrEnum):
    """The verbs of village power; a closed set."""

    DO = "do"
    APPROVE = "approve"
    REVIEW = "review"
    MEET = "meet"
    ELECT = "elect"
    DISCLOSE = "disclose"
    SERVE = "serve"
    PAY = "pay"
    START = "start"
    ARCHIVE = "archive"


# The results of each kind; the first is the one that lets the case go on. `do` and `start` may declare more.
RESULTS: Mapping[StepKind, tuple[str, ...]] = {
    StepKind.DO: ("done", "expired"),
    StepKind.APPROVE: ("passed", "returned", "refused", "expired"),
    StepKind.REVIEW: ("passed", "objected", "expired"),
    StepKind.MEET: ("passed", "rejected", "not-held"),
    StepKind.ELECT: ("elected", "short", "not-held"),
    StepKind.DISCLOSE: ("clear", "objected"),
    StepKind.SERVE: ("served", "expired"),
    StepKind.PAY: ("paid", "returned", "expired"),
    StepKind.START: (),
    StepKind.ARCHIVE: ("filed",),
}
DECLARES_RESULTS = frozenset({StepKind.DO, StepKind.START})
