"""What a simulation of many cases supposes, and what comes out of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from qingdan.domain.flow.simulate.spread import Share, Spread

SubCase = tuple[str, float]  # outcome, days


@dataclass(frozen=True, slots=True)
class Observed:
    """What ``cases`` finished cases of a power told: ``days`` from opening to done by step, and ``given``, the days
    from the day that a date fact gives until the step that gives it was done, by fact."""

    cases: int = 0
    days: Mapping[str, Sequence[float]] = field(default_factory=dict)
    given: Mapping[str, Sequence[float]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Setting:
    """What a simulation supposes.

    ``main``: how likely a step goes on as usual, of all its results, and a choice by values does not go aside;
    ``broken_off``: how many cases of a power that may be broken off are; ``every``: working days between two cases on
    the mean; ``holders``: how many persons there are for each post; ``observed``: what finished cases told;
    ``sub_cases``: how cases of a power that is started ended, and in how many days.
    """

    cases: int
    seed: int
    start: date
    main: float = 0.9
    broken_off: float = 0.02
    every: float = 3.0
    holders: Mapping[str, int] = field(default_factory=dict)
    observed: Observed = field(default_factory=Observed)
    sub_cases: Mapping[str, Sequence[SubCase]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Waiting:
    """How long a step takes from opening to done, in days; ``queued`` of them nobody was free. ``observed``: what was
    seen in finished cases and these days are drawn from, None where they are assumed. ``late``: over its own limit,
    where it has one."""

    step: str
    days: Spread
    queued: Spread
    observed: Spread | None
    limit: str | None
    late: Share | None


@dataclass(frozen=True, slots=True)
class Late:
    """How often a legal limit from one step to another, or from a day given, is exceeded; of one that counts back, how
    often there was less time than it asks for. ``observed``: how many days given it rests on, of a limit from such a
    day; 0 where the day is assumed."""

    clock: str
    limit: str
    share: Share
    observed: int = 0


@dataclass(frozen=True, slots=True)
class Simulated:
    """The result. ``ends``: every case's outcome and days, in the order of their beginning; ``a_year``: cases ended in
    365 days of the time simulated."""

    power: str
    setting: Setting
    days: Spread
    by_outcome: Mapping[str, Spread]
    steps: tuple[Waiting, ...]
    clocks: tuple[Late, ...]
    ends: tuple[SubCase, ...]
    a_year: float
