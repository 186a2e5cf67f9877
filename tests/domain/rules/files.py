"""The calendar and the bodies as they are committed, read once, and a meeting in one line."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from qingdan.domain.reading import read_yaml
from qingdan.domain.rules.calendar import WorkCalendar
from qingdan.domain.rules.quorum import Attendance, Body, Verdict, Votes, bodies_from, judge
from qingdan.domain.rules.read_years import calendar_from

CATALOGUE = Path(__file__).parents[3] / "catalogue"


def plain(path: Path):
    return read_yaml(path.name, path.read_text(encoding="utf-8")).plain()


@cache
def calendar_years() -> dict[int, dict]:
    return {int(p.stem): plain(p) for p in sorted((CATALOGUE / "calendar").glob("*.yaml"))}


@cache
def work_calendar() -> WorkCalendar:
    return calendar_from(calendar_years())


@cache
def bodies() -> dict[str, Body]:
    return bodies_from(plain(CATALOGUE / "jiyuan" / "bodies.yaml"))


def meet(slug: str, entitled: int, present: int, for_: int | None = None, against: int = 0) -> Verdict:
    """A meeting counted by those who vote."""
    body = bodies()[slug]
    votes = None if for_ is None else Votes(for_, against)
    return judge(body, Attendance({body.voters: entitled}, {body.voters: present}, votes))
