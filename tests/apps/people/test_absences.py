"""Being away: the days that count, who may say so of whom, and what is kept of it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from qingdan.records.people import acts, queries, staffing
from qingdan.records.people.models import Absence
from qingdan.records.people.staffing import Staffing
from qingdan.records.register.acts import Refused
from qingdan.records.register.models import Entry
from tests.cast import Cast, today

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def away(cast: Cast, who: str = "director", by: str | None = None, days: int | None = 3, **given: object) -> Absence:
    given = {"starts": today(), "ends": None if days is None else today() + days * DAY, **given}
    return acts.declare_absence(acting=cast[by or who].acting, person=cast[who].person, **given)


def is_away(cast: Cast, days: int) -> bool:
    return bool(queries.absent_on([cast["director"].person.pk], today() + days * DAY))


def test_both_days_count(cast: Cast) -> None:
    away(cast, starts=today() + DAY)
    assert [is_away(cast, n) for n in range(5)] == [False, True, True, True, False]


def test_an_open_one_lasts_until_the_person_is_back_and_that_day_is_none_of_it(cast: Cast) -> None:
    absence = away(cast, days=None)
    assert is_away(cast, 300)
    acts.end_absence(acting=cast["director"].acting, absence=absence)
    assert not is_away(cast, 0)
    with pytest.raises(Refused, match="已经结束"):
        acts.end_absence(acting=cast["director"].acting, absence=absence)
    away(cast)  # and may be away again


def test_another_says_how_he_knows_and_no_illness_is_kept(cast: Cast) -> None:
    with pytest.raises(Refused, match="怎么知道"):
        away(cast, "clerk", by="director")
    absence = away(cast, "clerk", by="director", why="家属打来电话")
    assert absence.declared_by == cast["director"].person
    assert not {f.name for f in Absence._meta.concrete_fields} & {"why", "reason", "kind"}
    entry = Entry.objects.latest("pk")
    assert (entry.place, entry.personal.words["why"]) == (cast.one.path, "家属打来电话")
    assert "家属" not in str(entry.data)


def test_nobody_sets_aside_who_supervises_him_but_the_town_may(cast: Cast) -> None:
    with pytest.raises(Refused, match="监督您的工作"):
        away(cast, "supervision_head", by="director", why="他病了")
    with pytest.raises(Refused, match="监督您的工作"):
        away(cast, "director", by="supervisor", why="他病了")
    assert away(cast, "supervision_head", by="leader", why="本人打来电话")


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"starts": today() - DAY}, "不能往前填"),
        ({"starts": today() + 5 * DAY}, "比开始的日期早"),
        ({"ends": today() + 400 * DAY}, "最多填一年"),
        ({"starts": today() + 400 * DAY, "ends": None}, "最多填一年"),
    ],
)
def test_days_out_of_order_are_refused(cast: Cast, given: dict, words: str) -> None:
    with pytest.raises(Refused, match=words):
        away(cast, **given)


def test_a_day_is_declared_once(cast: Cast) -> None:
    away(cast)
    for given in ({"starts": today() + 3 * DAY, "ends": None}, {"ends": today()}):
        with pytest.raises(Refused, match="已经登记为不在岗"):
            away(cast, **given)
    away(cast, starts=today() + 4 * DAY, ends=None)


def test_every_app_hears_who_came_and_went(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    heard: list[Staffing] = []
    monkeypatch.setattr(staffing, "_HOOKS", {"test": heard.append})
    person, village = cast["member"].person, frozenset({cast.one.path})
    away(cast, "member")
    acts.end_absence(acting=cast["member"].acting, absence=Absence.objects.get())
    acts.declare_kin(acting=cast["member"].acting, person=person, relation="child", relative=cast["clerk"].person)
    acts.declare_interest(acting=cast["member"].acting, person=person, organisation="示例商店", role="owner")
    acts.end_holding(acting=cast["member"].acting, holding=cast["member"].holding, last_day=today() - DAY, why="辞职")
    acts.appoint(
        acting=cast["member"].acting,
        person=person,
        post="group-leader",
        division=cast.one,
        starts=today(),
        basis="选举",
    )
    told = [(h.villages, person.pk in h.persons) for h in heard]
    assert told == [(village, True), (village, True), (village, True), (village, False), *[(village, True)] * 3]
