"""The table of clocks in words (``words/clocks.yaml``), and which of them run for what."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest

from qingdan.domain.reports.clocks import BY_SLUG, CLOCKS, SETTINGS, Clock, Event, Matter, of_report, running
from qingdan.domain.reports.handling import Act
from qingdan.domain.reports.handling import Event as Step
from qingdan.domain.reports.ways import Reason
from tests.domain.rules.files import plain, work_calendar

ROWS = plain(Path(__file__).parent / "words" / "clocks.yaml")
DAY = date(2026, 11, 2)


def of(clock: Clock, began: date, matter: Matter | None = None, **more):
    found = running(matter or clock.matters[-1], {clock.starts: began}, work_calendar(), **more)
    return next(r for r in found if r.clock is clock)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row['is']}：{row['say']}")
def test_a_clock_runs_to_the_day_worked_out_by_hand(row: dict) -> None:
    clock = BY_SLUG[row["clock"]]
    assert (clock.limit, clock.article) == (row["limit"], row.get("law", ""))
    more = {"extended": {clock.slug: row["extended"]}} if "extended" in row else {}
    hearings = [tuple(map(day, pair)) for pair in row.get("hearings", [])]
    assert of(clock, day(row["from"]), hearings=hearings, **more).deadline.due == day(row["last"])
    assert row.get("setting", "report-first-answer") in SETTINGS


def day(written: object) -> date:
    return date.fromisoformat(str(written))


def test_every_clock_stands_in_the_table() -> None:
    assert {row["clock"] for row in ROWS} == set(BY_SLUG) and len(BY_SLUG) == len(CLOCKS)


def test_a_number_is_either_a_law_s_or_a_setting() -> None:
    for clock in CLOCKS:
        assert bool(clock.article) is not clock.limit.startswith("limits."), clock.slug


def test_the_clocks_of_an_appeal_do_not_run_for_a_report_and_the_other_way() -> None:
    everything = dict.fromkeys(Event, DAY)
    slugs = {m: {r.clock.slug for r in running(m, everything, work_calendar())} for m in Matter}
    appeal = {"handle", "ask-review", "review", "ask-recheck", "recheck"}
    assert appeal <= slugs[Matter.APPEAL]
    assert not appeal & (slugs[Matter.REPORT] | slugs[Matter.SUGGESTION])
    assert slugs[Matter.REPORT] == {"forward", "decline", "first-answer", "verify", "feedback"}
    assert slugs[Matter.SUGGESTION] == {"forward", "tell", "tell-transferred", "decline"}


def test_a_town_s_setting_counts_instead() -> None:
    found = of(BY_SLUG["first-answer"], DAY, limits={"report-first-answer": 7})
    assert found.deadline.due == date(2026, 11, 9)


@pytest.mark.parametrize(("slug", "days"), [("handle", 31), ("handle", -1), ("review", 1), ("no-such", 1)])
def test_no_longer_extension_than_the_law_gives(slug: str, days: int) -> None:
    happened = dict.fromkeys(Event, DAY)
    with pytest.raises(ValueError, match=slug):
        running(Matter.APPEAL, happened, work_calendar(), extended={slug: days})


def test_a_clock_ends_with_the_first_act_that_ends_it_and_says_whether_that_was_late() -> None:
    due = of(BY_SLUG["tell"], DAY, Matter.APPEAL).deadline.due
    for told, late in ((due, False), (due + timedelta(days=1), True)):
        found = running(Matter.APPEAL, {Event.RECEIVED: DAY, Event.TOLD: told}, work_calendar())[0]
        assert (found.ended, found.late(date(2030, 1, 1))) == (told, late)
    still = running(Matter.APPEAL, {Event.RECEIVED: DAY}, work_calendar())[0]
    assert (still.ended, still.late(due), still.late(due + timedelta(days=1))) == (None, False, True)
    before = running(Matter.APPEAL, {Event.RECEIVED: DAY, Event.TOLD: DAY - timedelta(days=1)}, work_calendar())[0]
    assert before.ended is None, "what was before it began does not end it"


def test_nothing_runs_before_anything_happened() -> None:
    assert running(Matter.APPEAL, {}, work_calendar()) == ()


def test_the_clocks_of_a_report_follow_its_handling_and_begin_anew_at_the_next_office() -> None:
    def on(n: int) -> date:
        return DAY + timedelta(days=n)

    steps = [Step(Act.ACCEPT, on(3)), Step(Act.VERIFY, on(4)), Step(Act.HAND_ON, on(9), Reason.LEAD, "县纪委")]
    found = {r.clock.slug: r for r in running(Matter.REPORT, of_report(DAY, steps), work_calendar())}
    assert [(s, r.ended) for s, r in found.items()] == [("first-answer", on(3)), ("verify", on(9)), ("feedback", None)]
    steps.append(Step(Act.ANSWER, on(40), Reason.PARTLY))
    assert of_report(DAY, steps)[Event.CLOSED] == on(40)
    steps.append(Step(Act.HAND_UP, on(50), to="city"))
    assert of_report(DAY, steps) == {Event.FILED: on(50)}
