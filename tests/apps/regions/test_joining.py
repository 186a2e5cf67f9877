"""Joining: by which meeting, with which edition, from when; leaving as a pilot; and on which days duties run."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from django.db import IntegrityError, transaction

from qingdan.records.regions import queries
from qingdan.records.regions.acts import AdoptedEdition, Decision, join_village, leave_pilot
from qingdan.records.regions.models import Adoption, Division
from qingdan.records.regions.running import require_running, runs_duties
from qingdan.records.register.acts import Refused
from qingdan.records.register.models import Entry
from tests.apps.regions.files import CITY, OTHER, TOWN, VILLAGE, acting, load_rows

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]
DAY = date(2026, 3, 1)
EDITION = AdoptedEdition("a" * 64, "参考清单 1.0")


@pytest.fixture
def place(tmp_path: Path) -> dict[str, Division]:
    """济源市, 坡头镇, 毛岭村 and 清涧村 by short name."""
    load_rows(tmp_path, CITY, TOWN, VILLAGE, OTHER)
    return {d.short_name: d for d in Division.objects.all()}


def decided(by: str = "村民代表会议", on: date = DAY, document: str = "第3号", body: str | None = "representatives"):
    return Decision(by, on, document, body=body)


def join(village: Division, state: str = "joined", day: date = DAY, decision=None, edition=EDITION) -> Division:
    decision = decision or decided(on=day)
    return join_village(
        acting=acting(), village=village, state=state, joined_on=day, decision=decision, edition=edition
    )


def test_a_village_joins_by_a_meeting_with_an_edition(place: dict[str, Division]) -> None:
    village = join(place["毛岭村"])
    assert (village.state, village.joined_on) == ("joined", DAY)
    assert village.adopted_by == "村民代表会议 2026-03-01 第3号"
    kept = Adoption.objects.get()
    assert (kept.body, kept.decided_by, kept.decided_on, kept.document) == (
        "representatives",
        "村民代表会议",
        DAY,
        "第3号",
    )
    assert (kept.edition, kept.edition_name, kept.until) == ("a" * 64, "参考清单 1.0", None)
    assert list(Division.objects.running()) == [village]
    data = Entry.objects.latest("pk").data
    assert (data["since"], data["body"], data["edition_name"]) == ("2026-03-01", "representatives", "参考清单 1.0")


def test_no_duty_runs_before_the_day(place: dict[str, Division]) -> None:
    before, village = date(2026, 2, 28), join(place["毛岭村"])
    assert [runs_duties(village, day) for day in (before, DAY)] == [False, True]
    assert not runs_duties(place["清涧村"], DAY)
    with pytest.raises(Refused, match="还没有开始用"):
        require_running(village, before)


def test_a_pilot_that_joins_goes_on_without_a_break(place: dict[str, Division]) -> None:
    first = date(2025, 5, 1)
    join(place["毛岭村"], "pilot", first, decided("坡头镇党委", first, "坡发〔2025〕7号", body=None))
    village = join(place["毛岭村"])
    assert (village.state, village.joined_on) == ("joined", first)
    assert [(a.state, a.since, a.until) for a in queries.adoptions_of(village)] == [
        ("joined", DAY, None),
        ("pilot", first, date(2026, 2, 28)),
    ]
    assert all(runs_duties(village, day) for day in (first, date(2026, 2, 28), DAY))


def test_a_later_edition_is_adopted_without_a_break(place: dict[str, Division]) -> None:
    join(place["毛岭村"])
    later = date(2026, 9, 1)
    village = join(place["毛岭村"], "joined", later, edition=AdoptedEdition("b" * 64, "清单 2.0"))
    assert village.joined_on == DAY
    assert [a.edition_name for a in queries.adoptions_of(village)] == ["清单 2.0", "参考清单 1.0"]


def test_a_pilot_leaves_and_may_begin_again(place: dict[str, Division]) -> None:
    first, last = date(2025, 5, 1), date(2025, 10, 31)
    join(place["毛岭村"], "pilot", first)
    village = leave_pilot(
        acting=acting(), village=place["毛岭村"], last_day=last, why="试点到期", document="坡发〔2025〕31号"
    )
    assert (village.state, village.joined_on, village.adopted_by) == ("not-joined", None, None)
    assert [runs_duties(village, d) for d in (first, last, date(2025, 11, 1))] == [True, True, False]
    with pytest.raises(Refused, match="上一次用清单用到 2025-10-31"):
        join(place["毛岭村"], day=last)
    village = join(place["毛岭村"])
    assert [runs_duties(village, d) for d in (last, date(2025, 12, 1), DAY)] == [True, False, True]


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"last_day": date(2026, 11, 24)}, "还没有到"),
        ({"last_day": date(2024, 12, 31)}, "早于试点开始"),
        ({"why": " "}, "为什么退出"),
        ({"document": ""}, "为什么退出"),
    ],
)
def test_leaving_is_refused(place: dict[str, Division], change: dict[str, object], words: str) -> None:
    join(place["毛岭村"], "pilot", date(2025, 1, 1))
    good = {"last_day": DAY, "why": "试点到期", "document": "坡发〔2026〕1号"}
    with pytest.raises(Refused, match=words):
        leave_pilot(acting=acting(), village=place["毛岭村"], **{**good, **change})
    with pytest.raises(Refused, match="不是试点"):
        leave_pilot(acting=acting(), village=place["清涧村"], **good)


@pytest.mark.parametrize(
    ("name", "state", "day", "decision", "words"),
    [
        ("坡头镇", "joined", DAY, decided(), "只有村"),
        ("毛岭村", "not-joined", DAY, decided(), "不是可以登记的状态"),
        ("毛岭村", "elsewhere", DAY, decided(), "不是可以登记的状态"),
        ("毛岭村", "joined", DAY, decided(by="  "), "哪次会议"),
        ("毛岭村", "joined", DAY, decided(document=" "), "哪次会议"),
        ("毛岭村", "joined", DAY, decided(document="长" * 121), "最多 120"),
        ("毛岭村", "joined", DAY, decided(body=None), "要由村里的会议通过"),
        ("毛岭村", "joined", DAY, decided(on=date(2026, 3, 2)), "不能晚于开始"),
        ("毛岭村", "joined", date(2026, 11, 24), decided(), "2026-11-24 还没有到"),
        ("清涧村", "pilot", date(2025, 2, 1), decided(on=date(2025, 1, 1)), "已经是"),
        ("清涧村", "joined", date(2025, 1, 1), decided(on=date(2025, 1, 1)), "要晚于上一次登记"),
    ],
)
def test_joining_is_refused(place: dict[str, Division], name: str, state: str, day: date, decision, words: str) -> None:
    join(place["清涧村"], "pilot", date(2025, 1, 1))
    entries = Entry.objects.count()
    with pytest.raises(Refused, match=words):
        join(place[name], state, day, decision)
    assert Entry.objects.count() == entries


def test_joined_does_not_become_a_pilot_again(place: dict[str, Division]) -> None:
    join(place["毛岭村"])
    with pytest.raises(Refused, match="不能再改成试点"):
        join(place["毛岭村"], "pilot", date(2026, 4, 1))
    with pytest.raises(Refused, match="已经是"):
        join(place["毛岭村"], "joined", date(2026, 4, 1))


@pytest.mark.parametrize("change", [{"until": date(2026, 2, 1)}, {"state": "not-joined"}])
def test_the_database_keeps_stretches_in_order(place: dict[str, Division], change: dict[str, object]) -> None:
    join(place["毛岭村"])
    with pytest.raises(IntegrityError), transaction.atomic():
        Adoption.objects.update(**change)
    with pytest.raises(IntegrityError), transaction.atomic():
        Adoption.objects.create(
            village=place["毛岭村"], state="joined", since=DAY, decided_by="会", decided_on=DAY, document="1"
        )
