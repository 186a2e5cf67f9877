"""Rules of dated rolls: from which day somebody counts, who has full civil capacity, what a posted roll's digest is.

Age is counted by the calendar (周岁) and reached on the birthday itself. Full civil capacity begins at eighteen; a
court may find otherwise, and who lives by his own labour has it from sixteen (民法典 17, 18, 24: not verified, their
text was not at hand).
"""

from __future__ import annotations

import calendar
import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

FULL_AGE = 18
NAMED_FROM = 14  # younger ones are sensitive information (个人信息保护法 28)


def birthday_at(born: date, age: int) -> date:
    """The day on which somebody born on ``born`` becomes ``age``. Who was born on 29 February: the last of February."""
    year = born.year + age
    return date(year, born.month, min(born.day, calendar.monthrange(year, born.month)[1]))


def latest_birthday(day: date, age: int) -> date:
    """The last day of birth with which one is ``age`` on ``day``."""
    year = day.year - age
    last = calendar.monthrange(year, day.month)[1]
    at_the_end = day.month == 2 and day.day == calendar.monthrange(day.year, 2)[1]
    return date(year, day.month, last if at_the_end else min(day.day, last))


def age_on(born: date, day: date) -> int:
    """Whole years; negative before the birth."""
    years = day.year - born.year
    return years if birthday_at(born, years) <= day else years - 1


def counts_from(starts: date, born: date | None, from_age: int | None) -> date:
    """The first day on which an entry counts. Without a known birthday nobody can say more than ``starts``."""
    return max(starts, birthday_at(born, from_age)) if born and from_age else starts


@dataclass(frozen=True, slots=True)
class Finding:
    """Somebody's capacity was found to be ``full`` or not, from ``starts`` to ``ends`` (both included, None: open)."""

    full: bool
    starts: date
    ends: date | None = None

    def holds_on(self, day: date) -> bool:
        return self.starts <= day and (self.ends is None or day <= self.ends)


def is_capable(born: date | None, day: date, findings: Iterable[Finding] = ()) -> bool:
    """Whether somebody has full civil capacity on ``day``: by a finding that holds, else by age. Who has no birthday on
    record is taken for grown up."""
    held = [f for f in findings if f.holds_on(day)]
    if held:
        return max(held, key=lambda f: f.starts).full
    return born is None or age_on(born, day) >= FULL_AGE


def posted_digest(salt: str, rows: Sequence[Sequence[str | int | None]]) -> str:
    """SHA-256 (hex) over a roll as it was closed for posting: ``qingdan roll v1``, a line feed, the salt, then the rows
    as JSON without spaces in UTF-8. A row is [entry, name, group, household] in the order of the sheet."""
    said = json.dumps([list(row) for row in rows], separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(b"qingdan roll v1\n" + salt.encode() + said.encode()).hexdigest()
