"""Clocks that stand still and go on, and that are made longer: rows, calculation shown, who may, what is refused."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from qingdan.features.cases.acts.clocks import extend_clock
from qingdan.features.cases.acts.recounting import recount_deadlines
from qingdan.features.cases.models import Case, Deadline, DeadlineStop, Extension
from qingdan.features.cases.sweep import sweep
from qingdan.records.editions.acts import prepare_years, publish_years
from qingdan.records.people.models import KinTie
from qingdan.records.regions.days import local_date
from qingdan.records.register.acts import Acting, Refused
from qingdan.records.register.models import Entry, PersonalWords
from tests.apps.asking import MISSING, Asking
from tests.apps.asking import asking as asking  # the fixture
from tests.apps.asking import stage as stage  # the fixture
from tests.apps.cases.test_clocks import calendar
from tests.apps.permissions.scene import photo
from tests.cast import client_for

pytestmark = pytest.mark.django_db
OFF = [f"2026-10-0{n}" for n in range(1, 8)]  # 1 to 7 October 2026 are days off


def at(day: str, hour: int = 10) -> datetime:
    """A moment of the place, 10 o'clock."""
    return datetime.fromisoformat(f"{day}T{hour:02}:00:00+08:00").astimezone(UTC)


@pytest.fixture
def autumn(asking: Asking, monkeypatch) -> Asking:
    """It is autumn 2026, and the holidays of the year are known; the clock is moved with ``on``."""
    now = {"is": at("2026-09-28")}
    monkeypatch.setattr(timezone, "now", lambda: now["is"])
    house = Acting.system("示例数据", timezone.now())
    publish_years(acting=house, years=prepare_years({"calendar/2026.yaml": calendar(2026, OFF)}))
    asking.on = lambda day: now.update({"is": at(day)})  # type: ignore[attr-defined]
    return asking


def clock_of(case: Case) -> Deadline:
    return Deadline.objects.get(case=case, name="clock:answer")


def due(case: Case) -> str:
    return local_date(clock_of(case).due_at).isoformat()


def supplement(asking: Asking, case: Case, code: str) -> None:
    client, _text = asking.follow(case, code)
    answer = client.post(f"/track/{case.pk}/do/supplement/", {"e-photo": photo()})
    assert answer.status_code == 302, answer.content.decode()


def test_the_day_it_is_due_moves_by_the_time_it_stood(autumn: Asking):
    """Asked on Monday 28 September: five working days are 29, 30, 8, 9 and 12 October. It stops on the 29th (which
    still counts) and goes on on 9 October (which does not): 29 September, 12, 13, 14, 15 October."""
    case, code = autumn.lodged()
    assert due(case) == "2026-10-12"
    autumn.on("2026-09-29")
    case = autumn.ask_supplement(case)
    row = clock_of(case)
    assert row.state == Deadline.STOPPED
    assert sweep(at("2026-10-08")) == 0  # nothing falls due while it stands; the supplement's own ten days run
    autumn.on("2026-10-09")
    supplement(autumn, case, code)
    assert (clock_of(case).state, due(case)) == (Deadline.RUNNING, "2026-10-15")
    stop = DeadlineStop.objects.get()
    assert (stop.key, stop.began_at, stop.ended_at) == ("supplement", at("2026-09-29"), at("2026-10-09"))


def test_the_pages_show_the_calculation_and_what_is_left(autumn: Asking):
    case, code = autumn.lodged()
    autumn.on("2026-09-29")
    case = autumn.ask_supplement(case)
    town = client_for(autumn.stage.cast["accounting"])
    page = town.get(f"/desk/cases/{case.pk}/").content.decode()
    assert "停着" in page and "停算（补交材料），续上以后还剩4个工作日" in page
    autumn.on("2026-10-09")
    supplement(autumn, case, code)
    town = client_for(autumn.stage.cast["accounting"])  # signed in anew: the session of September is over
    page = town.get(f"/desk/cases/{case.pk}/").content.decode()
    assert "计入5天：2026年9月29日、2026年10月12日至2026年10月15日" in page
    assert "停算（补交材料）不算：2026年9月30日至2026年10月9日" in page
    # The inbox of the step at which the clock ends follows it.
    assert case.tasks.get(key="accept").due_at == clock_of(case).due_at


def test_a_case_that_lapses_while_its_clock_stands_leaves_no_clock_and_no_open_stop(autumn: Asking):
    case, _code = autumn.lodged()
    autumn.on("2026-09-29")
    case = autumn.ask_supplement(case)
    sweep(at("2026-10-20"))
    case.refresh_from_db()
    assert case.outcome == "lapsed"
    assert clock_of(case).state == Deadline.DROPPED
    assert not DeadlineStop.objects.filter(ended_at=None).exists()


def test_paper_that_comes_late_stops_it_from_the_day_on_which_it_happened(autumn: Asking):
    """The sweep has marked it as missed; then the notice of 9 October is typed in, which was in time."""
    case, _code = autumn.lodged()
    sweep(at("2026-10-13"))
    assert clock_of(case).missed_at is not None
    autumn.on("2026-10-13")
    autumn.ask_supplement(case, at=at("2026-10-09"))
    row = clock_of(case)
    assert (row.state, row.missed_at) == (Deadline.STOPPED, None)


def test_one_that_was_over_before_does_not_stand_still_afterwards(autumn: Asking):
    case, _code = autumn.lodged()
    autumn.on("2026-10-15")
    sweep(timezone.now())
    case = autumn.ask_supplement(case)
    row = clock_of(case)
    assert (row.state, row.missed_at is None, row.stops.count()) == (Deadline.RUNNING, False, 0)


def test_a_stopped_and_provisional_limit_is_counted_again_when_the_year_is_published(asking: Asking, monkeypatch):
    now = {"is": at("2026-09-28")}
    monkeypatch.setattr(timezone, "now", lambda: now["is"])
    case, code = asking.lodged()
    now["is"] = at("2026-09-29")
    case = asking.ask_supplement(case)
    now["is"] = at("2026-09-30")
    supplement(asking, case, code)
    assert (due(case), clock_of(case).provisional) == ("2026-10-06", True)
    house = Acting.system("示例数据", timezone.now())
    publish_years(acting=house, years=prepare_years({"calendar/2026.yaml": calendar(2026, OFF)}))
    recount_deadlines(acting=house)
    assert (due(case), clock_of(case).provisional) == ("2026-10-13", False)


# -- longer --------------------------------------------------------------------------------------------------------
def extend(asking: Asking, case: Case, who: str = "accounting", **change: str) -> Deadline:
    given = {"reason": "示例：要到外县核实", "approved_by": "示例·许镇长", **change}
    return extend_clock(
        acting=asking.stage.cast.acting(who, at=timezone.now()), case_id=case.pk, clock="answer", **given
    )


def test_it_is_extended_once_from_the_same_beginning_with_the_same_stops(autumn: Asking):
    case, code = autumn.lodged()
    autumn.on("2026-09-29")
    case = autumn.ask_supplement(case)
    autumn.on("2026-10-09")
    supplement(autumn, case, code)
    row = extend(autumn, case)
    assert (row.limit, due(case)) == ("10 wd", "2026-10-22")
    kept = Extension.objects.get()
    assert (kept.was, kept.limit, kept.approved_by) == ("5 wd", "10 wd", "示例·许镇长")
    entry = Entry.objects.get(kind="cases.extended")
    assert PersonalWords.objects.get(entry=entry).words == {
        "reason": "示例：要到外县核实",
        "approved_by": "示例·许镇长",
    }
    with pytest.raises(Refused, match="已经延长过一次"):
        extend(autumn, case)
    _client, text = autumn.follow(case, code)
    assert "从5个工作日延长到10个工作日，示例·许镇长批准" in text


def test_while_it_stands_it_may_be_extended_and_goes_on_with_the_longer_limit(autumn: Asking):
    case, code = autumn.lodged()
    autumn.on("2026-09-29")
    case = autumn.ask_supplement(case)
    extend(autumn, case)
    assert clock_of(case).state == Deadline.STOPPED
    autumn.on("2026-10-09")
    supplement(autumn, case, code)
    assert due(case) == "2026-10-22"


@pytest.mark.parametrize(
    ("change", "said"),
    [({"reason": " "}, "要写明理由"), ({"approved_by": ""}, "谁批准"), ({"who": "secretary"}, "要由.*镇会计.*来延长"),
     ({"who": "kin_of_applicant"}, "要由")],
)  # fmt: skip
def test_without_reason_or_approval_and_by_others_it_is_refused(autumn: Asking, change, said):
    case, _code = autumn.lodged()
    if change.get("who") == "kin_of_applicant":
        change = {"who": "accounting"}
        party, cast = case.parties.get(role="applicant").person, autumn.stage.cast
        KinTie.objects.create(
            person=cast["accounting"].person, relative=party, relation="sibling", declared_on=local_date(timezone.now())
        )
    with pytest.raises(Refused, match=said):
        extend(autumn, case, **change)
    assert (clock_of(case).limit, Extension.objects.count()) == ("5 wd", 0)


def test_when_it_is_over_it_is_too_late(autumn: Asking):
    case, _code = autumn.lodged()
    autumn.on("2026-10-13")
    with pytest.raises(Refused, match="过了期就不能再延长"):
        extend(autumn, case)


def test_a_clock_that_is_done_or_knows_no_longer_limit_is_not_extended(autumn: Asking):
    case, _code = autumn.lodged()
    autumn.do(case, "check")
    autumn.do(case, "accept", personal={"noted": "示例"})
    with pytest.raises(Refused, match="现在没有在走"):
        extend(autumn, case)
    town = client_for(autumn.stage.cast["accounting"])
    assert town.post(f"/desk/cases/{case.pk}/extend/nothing/", {"reason": "x"}).status_code == 404


def test_it_is_done_on_the_page_of_the_case_by_those_who_answer_for_it(autumn: Asking):
    case, _code = autumn.lodged()
    url = f"/desk/cases/{case.pk}/"
    town, secretary = client_for(autumn.stage.cast["accounting"]), client_for(autumn.stage.cast["secretary"])
    assert "延长到10个工作日" in town.get(url).content.decode()
    assert "延长到10个工作日" not in secretary.get(url).content.decode()
    assert town.post(f"{url}extend/answer/", {"reason": "", "approved_by": "x"}).status_code == 409
    given = {"reason": "示例：要到外县核实", "approved_by": "示例·许镇长"}
    assert town.post(f"{url}extend/answer/", given).status_code == 302
    page = town.get(url).content.decode()
    assert "从5个工作日延长到10个工作日，示例·许镇长批准：示例：要到外县核实" in page


def test_it_costs_nothing_where_nothing_stops(autumn: Asking, django_assert_max_num_queries):
    case, _code = autumn.lodged()
    with django_assert_max_num_queries(16):
        autumn.do(case, "check")


def test_the_missing_list_is_what_holds_it(autumn: Asking):
    """Not the check, not the notice: only the step that the definition names."""
    case, _code = autumn.lodged()
    autumn.do(case, "check", result="incomplete")
    assert clock_of(case).state == Deadline.RUNNING
    autumn.do(case, "list-missing", personal={"missing": MISSING})
    assert clock_of(case).state == Deadline.STOPPED
    assert timedelta(0) == DeadlineStop.objects.get().began_at - timezone.now()
