"""Legal limits in a simulation: what has to wait for one that counts back, and whether each was kept.

Three forms. *From one step to another*: both are done, and no more than the limit lies between, what stopped it left
out. *Since a day that is given*: the same from that day, which the case tells where it was seen, else it is supposed to
be the day on which the step that gives it opened. *Before a step*: another was done, or its notice up, at least so long
before; a step whose times are assumed waits for that, one whose times were seen does not.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from random import Random

from qingdan.domain.flow.model import Clock, Flow
from qingdan.domain.flow.simulate.simulated import Late
from qingdan.domain.flow.simulate.spread import wilson
from qingdan.domain.flow.simulate.times import Timeline
from qingdan.domain.rules.limits import parse_limit

Stood = Mapping[str, Sequence[tuple[float, float]]]  # by step: when it opened and was done, each time


class Clocks:
    """The limits of one flow over all its cases. Moments are days since the simulation began."""

    def __init__(self, flow: Flow, timeline: Timeline, given: Mapping[str, Sequence[float]], dice: Random) -> None:
        self.clocks, self.timeline, self.dice = flow.clocks, timeline, dice
        self.given = {fact: tuple(days) for fact, days in given.items() if days}
        self.back: dict[str, list[Clock]] = defaultdict(list)
        for clock in flow.clocks.values():
            if clock.before:
                self.back[clock.to].append(clock)
        self.broken: dict[str, list[bool]] = defaultdict(list)

    def earliest(self, step: str, shown: Mapping[str, float]) -> float:
        """When a step may be done at the earliest, by what counts back from it; ``shown``: since when each step is done
        or its notice up."""
        limits = [(shown[c.start], parse_limit(c.limit)) for c in self.back.get(step, ()) if c.start in shown]
        return max((self.timeline.later(begun, limit) for begun, limit in limits), default=0.0)

    def done(self, step: str, at: float, shown: Mapping[str, float]) -> None:
        """A step is done: judge what counts back from it. What was shown later has nothing to do with it."""
        for clock in self.back.get(step, ()):
            begun = shown.get(clock.start)
            if begun is not None and begun <= at:
                self.broken[clock.id].append(self.timeline.too_short(begun, at, parse_limit(clock.limit)))

    def ended(self, stood: Stood) -> None:
        """A case is over: judge what counts forward."""
        for clock in self.clocks.values():
            if clock.before or clock.start not in stood or clock.to not in stood:
                continue
            begun, ended = stood[clock.start][-1][1], stood[clock.to][-1][1]
            if ended < begun:
                continue
            if clock.since is not None:
                begun = self._day_given(clock.since, *stood[clock.start][-1])
            begun += _stopped(clock, stood, begun, ended)
            self.broken[clock.id].append(self.timeline.limit_over(begun, ended, parse_limit(clock.limit)))

    def _day_given(self, fact: str, opened: float, done: float) -> float:
        return done - self.dice.choice(self.given[fact]) if fact in self.given else opened

    def late(self) -> tuple[Late, ...]:
        """How often each was broken, of those that were judged at all."""
        return tuple(
            Late(
                clock=name,
                limit=clock.limit,
                share=wilson(sum(self.broken[name]), len(self.broken[name])),
                observed=len(self.given.get(clock.since or "", ())),
            )
            for name, clock in self.clocks.items()
            if self.broken.get(name)
        )


def _stopped(clock: Clock, stood: Stood, begun: float, ended: float) -> float:
    """How long a clock stood still between two moments."""
    spans = [span for name in clock.stops_in for span in stood.get(name, ())]
    return sum(max(0.0, min(last, ended) - max(first, begun)) for first, last in spans)
