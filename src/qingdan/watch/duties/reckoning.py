"""What several villages must publish, and what they have put up: reckoned anew each time from the calendar, the notices
and the open steps of cases. Nothing here is remembered, so nothing can be forgotten.

Older than ``WINDOW`` is only what was late: the clock has written that down.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import Any

from qingdan.domain.catalogue.disclosure import PublicDuties, PublicDuty
from qingdan.domain.catalogue.model import Edition
from qingdan.domain.flow.state import base, suffix
from qingdan.domain.rules.calendar import WorkCalendar
from qingdan.domain.rules.deadlines import Deadline
from qingdan.domain.rules.limits import parse_limit, settled
from qingdan.domain.rules.rhythm import Rhythm, due_after, period_of
from qingdan.features.cases.models import Case
from qingdan.records.editions.models import LimitOverride
from qingdan.records.editions.queries import edition_of, laid_over, work_calendar
from qingdan.records.regions.days import local_date, start_of_day
from qingdan.records.regions.models import Division
from qingdan.watch.boards.models import Notice
from qingdan.watch.duties import queries
from qingdan.watch.duties.models import Settlement
from qingdan.watch.duties.occasions import Put, put_of
from qingdan.watch.duties.stretches import Stretch, stretches_of

WINDOW = timedelta(days=400)
PERIODIC = tuple(rhythm for rhythm in Rhythm if rhythm is not Rhythm.AT_ONCE)


@dataclass
class Reckoning:
    """Several villages on a day. Every read is done once, for all of them, when it is first needed."""

    villages: Sequence[Division]
    today: date

    def __post_init__(self) -> None:
        self._editions = queries.editions_since(self.today - WINDOW, self.today)
        self._due: dict[tuple[date, str], Deadline] = {}

    # -- what holds --------------------------------------------------------------------------------------------------
    def edition_on(self, day: date) -> Edition | None:
        """The edition in force on a day; for a day to come, that of today."""
        found = [digest for since, digest in self._editions if since <= min(day, self.today)]
        return edition_of(found[-1]) if found else None

    def duties_on(self, day: date) -> PublicDuties:
        """What must be published under the lists of a day; nothing where there are none."""
        edition = self.edition_on(day)
        return edition.disclosure if edition else PublicDuties()

    @cached_property
    def asks_nothing(self) -> bool:
        """Whether no edition of the time looked back on says what must be published."""
        return not any(edition_of(digest).disclosure.duties for _since, digest in self._editions)

    @cached_property
    def ever(self) -> list[PublicDuty]:
        """Every duty of any edition of that time, the newest wording of each."""
        found: dict[str, PublicDuty] = {}
        for _since, digest in self._editions:
            found |= edition_of(digest).disclosure.duties
        return list(found.values())

    @cached_property
    def stretches(self) -> Mapping[int, list[Stretch]]:
        """The days on which each village owes, by village."""
        return stretches_of(self.villages)

    @cached_property
    def calendar(self) -> WorkCalendar:
        return work_calendar()

    @cached_property
    def _limits(self) -> Mapping[int, list[LimitOverride]]:
        return queries.own_limits_in(self.villages)

    @cached_property
    def settlements(self) -> Mapping[int, list[Settlement]]:
        """What each village has settled."""
        return queries.settlements_in(self.villages)

    def limit_of(self, village: Division, text: str, day: date) -> str:
        """A limit with the number that holds in the village on a day."""
        edition = self.edition_on(day)
        assert edition is not None
        return settled(text, laid_over(edition.limits, self._limits[village.pk], day))

    def due(self, day: date, limit: str) -> Deadline:
        """The last day; the same for all villages, so it is counted once."""
        if (day, limit) not in self._due:
            self._due[day, limit] = due_after(day, parse_limit(limit), self.calendar)
        return self._due[day, limit]

    # -- what was put up ---------------------------------------------------------------------------------------------
    @cached_property
    def puts(self) -> dict[queries.Of, Put]:
        """The notice that did each duty: the first that was put up, or the one that somebody named."""
        found: dict[queries.Of, Put] = {}
        powers = {way.power for duty in self.ever for way in duty.fulfilled_by}
        since = start_of_day(self.today - WINDOW)
        for notice in queries.notices_in(self.villages, powers, since):
            for duty, until in self._told(notice):
                for rhythm in PERIODIC:
                    period = period_of(rhythm, until)
                    if period.is_told_until(until):
                        found.setdefault((notice.village_id, duty, period.key), put_of(notice))
        named = {of: put_of(naming.notice) for of, naming in queries.namings_in(self.villages).items()}
        return {**named, **found}

    def _told(self, notice: Notice) -> Iterator[tuple[str, date]]:
        """The duties that a notice does, and until when its account runs; none that is told before it is over."""
        posted, facts = local_date(notice.posted_at), facts_at(notice.case, notice.key)
        for duty, until in self.duties_on(posted).told_by(notice.case.power, base(notice.key), facts):
            if until <= posted:
                yield duty.slug, until


def facts_at(case: Case, key: str) -> dict[str, Any]:
    """The facts of a case as a step sees them: those of its own item before those of the whole."""
    facts: dict[str, Any] = case.state["facts"]
    at = suffix(key)
    return facts | {name.removesuffix(at): value for name, value in facts.items() if at and name.endswith(at)}
