"""How long a step takes: as observed, or where nothing was, by a stated assumption; and adding working days."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from qingdan.domain.flow.model import Step, StepKind
from qingdan.domain.rules.limits import Limit, Unit, parse_limit

HORIZON = 15 * 366  # days that a simulation may reach
DAYS_OF_MONTH = 365.25 / 12
INEXACT = 1e-6  # days: what adding and subtracting moments may leave
HANDLING = 0.25  # working days for which one step takes up its person

# Where nothing was observed and the law sets no limit: working days at least, most often, at most. An assumption.
ASSUMED: Mapping[StepKind, tuple[float, float, float]] = {
    StepKind.DO: (0.1, 1.0, 5.0),
    StepKind.APPROVE: (0.1, 1.0, 3.0),
    StepKind.REVIEW: (0.1, 1.0, 3.0),
    StepKind.MEET: (1.0, 3.0, 10.0),
    StepKind.ELECT: (1.0, 5.0, 15.0),
    StepKind.DISCLOSE: (0.1, 0.5, 2.0),
    StepKind.SERVE: (0.1, 0.5, 3.0),
    StepKind.PAY: (0.5, 2.0, 5.0),
    StepKind.START: (5.0, 15.0, 40.0),
    StepKind.ARCHIVE: (0.1, 0.5, 3.0),
}
USUAL = 0.4  # of a limit: where the triangular distribution up to it has its peak


class Timeline:
    """Moments as days (with fractions) since ``start``; knows which days are worked on."""

    def __init__(self, start: date, is_working_day: Callable[[date], bool]) -> None:
        self.start = start
        self.worked = [0]  # how many working days have passed before day n
        for n in range(HORIZON):
            self.worked.append(self.worked[-1] + is_working_day(start + timedelta(days=n)))

    def working(self, moment: float) -> float:
        """How much working time lies before a moment."""
        day = min(int(moment), HORIZON - 1)
        passed = self.worked[day]
        return passed + (moment - day) * (self.worked[day + 1] - passed)

    def after(self, moment: float, working_days: float) -> float:
        """The moment when so many more working days have passed; beyond the horizon every day counts."""
        if not working_days:
            return moment  # and not the next working day
        wanted = self.working(moment) + working_days
        if wanted >= self.worked[-1]:
            return HORIZON + wanted - self.worked[-1]
        day = bisect_right(self.worked, wanted) - 1
        return day + (wanted - self.worked[day])

    def later(self, moment: float, limit: Limit) -> float:
        """A moment by a limit later."""
        if limit.unit is Unit.WORKING_DAYS:
            return self.after(moment, limit.amount)
        return moment + in_days(limit)

    def limit_over(self, begun: float, ended: float, limit: Limit) -> bool:
        """Whether more than ``limit`` lies between two moments."""
        if limit.unit is Unit.WORKING_DAYS:
            return self.working(ended) - self.working(begun) > limit.amount
        return ended - begun > in_days(limit)

    def too_short(self, begun: float, ended: float, limit: Limit) -> bool:
        """Whether less than ``limit`` lies between two moments."""
        if limit.unit is Unit.WORKING_DAYS:
            return self.working(ended) - self.working(begun) < limit.amount - INEXACT
        return ended - begun < in_days(limit) - INEXACT


def in_days(limit: Limit) -> float:
    """A limit that is not one of working days in calendar days."""
    return {Unit.DAYS: 1.0, Unit.HOURS: 1 / 24, Unit.MONTHS: DAYS_OF_MONTH, Unit.WORKING_DAYS: 1.0}[
        limit.unit
    ] * limit.amount


@dataclass(frozen=True, slots=True)
class Lasting:
    """How long one step lasted: ``working`` days, then ``calendar`` days (notice of a meeting, objection period)."""

    working: float
    calendar: float = 0.0


class Durations:
    """Draws how long a step takes. ``observed``: days from opening to done by step, as many as were seen."""

    def __init__(self, observed: Mapping[str, Sequence[float]], dice: Random) -> None:
        self.observed = {step: tuple(days) for step, days in observed.items() if days}
        self.dice = dice

    def draw(self, step: Step) -> Lasting:
        """One duration."""
        if step.id in self.observed:
            return Lasting(0.0, self.dice.choice(self.observed[step.id]))
        law = waits(step)
        if step.within and step.kind is not StepKind.DISCLOSE:
            return self._up_to(parse_limit(step.within), law)
        low, mode, high = ASSUMED[step.kind]
        return Lasting(self.dice.triangular(low, high, mode), law)

    def _up_to(self, limit: Limit, law: float) -> Lasting:
        most = float(limit.amount) if limit.unit is Unit.WORKING_DAYS else in_days(limit)
        drawn = self.dice.triangular(0.0, most, USUAL * most)
        return Lasting(drawn, law) if limit.unit is Unit.WORKING_DAYS else Lasting(0.0, max(drawn, law))


def waits(step: Step) -> float:
    """The days that a step has to wait by law: the notice of a meeting, the objection period of a notice."""
    text = step.disclosure.objections if step.disclosure else step.notice
    return in_days(parse_limit(text)) if text else 0.0
