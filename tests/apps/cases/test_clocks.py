"""Limits as rows: counted in working days, closed by the sweep once, recounted when a year is published."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from qingdan.features.cases.acts import object_to_notice, open_case, post_notice
from qingdan.features.cases.acts.recounting import recount_deadlines
from qingdan.features.cases.models import Case, Deadline
from qingdan.features.cases.running import Handed
from qingdan.features.cases.sweep import sweep
from qingdan.records.editions.acts import prepare_years, publish_years
from qingdan.records.regions.days import local_date
from qingdan.records.register.acts import Acting
from qingdan.records.register.models import Entry

DECIDED = datetime(2026, 9, 28, 2, tzinfo=UTC)  # a Monday; the week after is a holiday week


FLOW = (
    "facts: {}\noutcomes: {shown: {zh: 公示完, en: Shown}}\nflow:\n"
    "- {disclose: notice, name: {zh: 公示, en: Notice}, how: {zh: 贴出, en: Post}, by: village-clerk,"
    " board: finance, audience: internet, objections: 7 days, stands: 15 days}\n"
    "- {do: sign, name: {zh: 办理, en: Do}, how: {zh: 办, en: Do}, by: village-clerk, within: 5 wd,"
    " guards: [plain-slips]}\n"
)


@pytest.fixture
def noticed(cast, adopt_flow):
    """A case whose first step is a notice with seven days for objections, put up on 28 September 2026."""
    made = adopt_flow(FLOW)
    clerk = cast.acting("clerk", at=DECIDED)
    case = open_case(
        acting=clerk, edition=made, power="small-buy", village=cast.one, title="示例公示", happened_at=DECIDED
    ).case
    post_notice(acting=clerk, case_id=case.pk, key="notice", role="village-clerk", handed=Handed(DECIDED))
    case.refresh_from_db()
    return case


def test_the_period_ends_with_its_last_day_and_the_sweep_closes_it_once(noticed):
    due = Deadline.objects.get(case=noticed, name="notice:notice").due_at
    assert local_date(due).isoformat() == "2026-10-05"
    assert sweep(due) == 0
    later = due + timedelta(days=9)  # the sweep was down for more than a week
    assert sweep(later) >= 1
    noticed.refresh_from_db()
    assert list(noticed.state["open"]) == ["sign"]
    event = noticed.events.get(type="close")
    assert (event.happened_at, event.recorded_at) == (due, later)
    before = Entry.objects.count()
    sweep(later)
    assert Entry.objects.filter(kind="cases.notice-closed").count() == 1
    assert Entry.objects.count() - before <= 1  # at most the next limit, which fell due meanwhile


def test_an_unanswered_objection_keeps_the_notice_open_and_is_marked_overdue(noticed):
    house = Acting.system("board", DECIDED + timedelta(days=1))
    object_to_notice(acting=house, case_id=noticed.pk, key="notice", receipt="r1", handed=Handed(house.at))
    sweep(DECIDED + timedelta(days=30))
    noticed.refresh_from_db()
    assert list(noticed.state["open"]) == ["notice"]
    assert Entry.objects.filter(kind="cases.overdue").count() == 1


def test_a_notice_is_in_time_when_it_goes_up_in_time_however_long_it_hangs(cast, adopt_flow):
    made = adopt_flow(FLOW.replace("board: finance,", "board: finance, within: 3 days,"))
    clerk = cast.acting("clerk", at=DECIDED)
    case = open_case(
        acting=clerk, edition=made, power="small-buy", village=cast.one, title="示例公示", happened_at=DECIDED
    ).case
    posted = DECIDED + timedelta(days=2)
    later = cast.acting("clerk", at=posted)
    post_notice(acting=later, case_id=case.pk, key="notice", role="village-clerk", handed=Handed(posted))
    sweep(DECIDED + timedelta(days=30))
    within = Deadline.objects.get(case=case, name="within:notice")
    assert (within.judged, within.ended_at, within.missed_at) == ("done", posted, None)
    assert Deadline.objects.get(case=case, name="notice:notice").judged == "done"


def calendar(year: int, off: list[str]) -> str:
    days = "\n".join(f"  {day}: 国庆节" for day in off)
    head = f"year: {year}\nsource: {{notice: {{zh: 测试, en: test}}}}"
    return f"{head}\nenglish: {{国庆节: National Day}}\nholidays:\n{days}\nmake_up: []\n"


def test_working_days_are_provisional_until_the_year_is_published_and_then_counted_again(noticed):
    due = Deadline.objects.get(case=noticed, name="notice:notice").due_at
    sweep(due + timedelta(seconds=1))
    row = Deadline.objects.get(case=noticed, name="within:sign")
    assert (local_date(row.due_at).isoformat(), row.provisional) == ("2026-10-12", True)
    off = [f"2026-10-0{n}" for n in range(1, 8)]
    publish_years(
        acting=Acting.system("示例数据", timezone.now()),
        years=prepare_years({"calendar/2026.yaml": calendar(2026, off)}),
    )
    recount_deadlines(acting=Acting.system("calendar", timezone.now()))
    row.refresh_from_db()
    assert (local_date(row.due_at).isoformat(), row.provisional) == ("2026-10-14", False)
    assert Case.objects.get(pk=noticed.pk).tasks.get(key="sign").due_at == row.due_at
