"""What must be made public, as an edition says it: how often, within what time, on what basis, and which powers do it.

``disclosure.yaml`` says it; nothing in code names a particular duty or power.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

from qingdan.domain.flow.model import Basis
from qingdan.domain.rules.rhythm import Rhythm
from qingdan.domain.words import Words

YEARS = range(1900, 2200)  # numbers that can be the year of an account


@dataclass(frozen=True, slots=True)
class Fulfilment:
    """Notices that do a duty: those of a ``step`` of a ``power``, where each fact of ``when`` has its value.

    ``period`` is the fact that says until when the account runs: a day, or a year by its number.
    """

    power: str
    step: str
    period: str
    when: Mapping[str, str] = field(default_factory=dict)
    line: int = 0

    def told_until(self, facts: Mapping[str, Any]) -> date | None:
        """Until when the account of such a notice runs; None when it is not of this kind, or does not say so."""
        if any(_spelled(facts.get(name)) != value for name, value in self.when.items()):
            return None
        said = facts.get(self.period)
        if isinstance(said, int) and not isinstance(said, bool):
            return date(said, 12, 31) if said in YEARS else None
        try:
            return date.fromisoformat(str(said))
        except ValueError:
            return None


def _spelled(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


@dataclass(frozen=True, slots=True)
class PublicDuty:
    """Something that a village must publish.

    ``contains``: what a publication must say. ``rhythm``: how often, unless the village has settled another of
    ``choices``; ``unless`` is the reason for which a village may settle that it does not owe it at all. ``within``: the
    limit after the end of a period, or after an event (for events: where the step names none). ``stands``: at least how
    long it hangs. ``setting``: what no law that was read says of rhythm or limit. A duty at once arises from every step
    that puts a notice on ``board``, unless it is the account of a period.
    """

    slug: str
    title: Words
    plain: Words
    board: str
    contains: tuple[Words, ...]
    rhythm: Rhythm
    within: str
    stands: str
    basis: tuple[Basis, ...]
    choices: tuple[Rhythm, ...] = ()
    unless: Words | None = None
    setting: Words | None = None
    fulfilled_by: tuple[Fulfilment, ...] = ()
    line: int = 0

    @property
    def at_once(self) -> bool:
        return self.rhythm is Rhythm.AT_ONCE

    @property
    def settled(self) -> bool:
        """Whether a village has anything to settle about it."""
        return bool(self.choices or self.unless)


@dataclass(frozen=True)
class PublicDuties:
    """All of an edition.

    ``speaks``: posts that explain for a village, and record what hung on paper; ``settles``: posts that record what
    the village has settled; ``orders``: posts that order publication, on the basis ``ordered_by``; ``reaches``: posts
    that set up the robots which bring notices into group chats. ``ahead``: how many days before its last day a duty
    stands in an inbox.
    """

    speaks: tuple[str, ...] = ()
    settles: tuple[str, ...] = ()
    orders: tuple[str, ...] = ()
    ordered_by: tuple[Basis, ...] = ()
    reaches: tuple[str, ...] = ()
    ahead: int = 0
    duties: Mapping[str, PublicDuty] = field(default_factory=dict)
    line: int = 0
    file: str = ""

    @cached_property
    def periodic(self) -> tuple[PublicDuty, ...]:
        """Those with a rhythm, in the order of the file."""
        return tuple(duty for duty in self.duties.values() if not duty.at_once)

    @cached_property
    def at_once(self) -> Mapping[str, PublicDuty]:
        """By board, what must be put up there at once."""
        return {duty.board: duty for duty in self.duties.values() if duty.at_once}

    @cached_property
    def _by_step(self) -> Mapping[tuple[str, str], tuple[tuple[PublicDuty, Fulfilment], ...]]:
        found: dict[tuple[str, str], tuple[tuple[PublicDuty, Fulfilment], ...]] = {}
        for duty in self.duties.values():
            for way in duty.fulfilled_by:
                found[way.power, way.step] = (*found.get((way.power, way.step), ()), (duty, way))
        return found

    def told_by(self, power: str, step: str, facts: Mapping[str, Any]) -> Iterator[tuple[PublicDuty, date]]:
        """The duties that a notice of this step does, each with the day until which its account runs."""
        for duty, way in self._by_step.get((power, step), ()):
            until = way.told_until(facts)
            if until is not None:
                yield duty, until

    def arising(self, power: str, step: str, board: str, facts: Mapping[str, Any]) -> PublicDuty | None:
        """The duty to put up at once what this step has for a board; None where it is the account of a period."""
        is_account = next(self.told_by(power, step, facts), None) is not None
        return None if is_account else self.at_once.get(board)
