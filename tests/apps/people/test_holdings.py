"""Taking and leaving posts: what is refused, and that a term ends by its date alone."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from qingdan.records.people import acts, queries
from qingdan.records.people.models import Holding
from qingdan.records.register.acts import Refused
from qingdan.records.register.models import Entry
from tests.cast import Cast, give_post, house, join, today
from tests.places import group_of

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def test_a_term_counts_on_its_first_and_last_day_and_not_after(cast: Cast):
    join(cast, "new", "示例·姜委员")
    give_post(cast, "new", "representative", cast.one, starts=today(), ends=today() + 2 * DAY)
    person = cast["new"].person
    held = {n: bool(queries.holdings_on(person, today() + n * DAY)) for n in (-1, 0, 2, 3)}
    assert held == {-1: False, 0: True, 2: True, 3: False}


def test_an_expired_term_gives_no_right(cast: Cast):
    assert queries.posts_of(cast["expired"].person, cast.two.path, today()) == []
    assert queries.who_may(["village-committee-member"], cast.two, today()) == []


def test_an_appointment_is_one_entry_with_place_post_and_basis(cast: Cast):
    entry = Entry.objects.filter(kind="people.post-taken", subject_id=cast["clerk"].person.pk).get()
    assert entry.place == cast.one.path
    assert entry.data["post_name"] == "村文书兼报账员"
    assert entry.personal.words == {"name": "示例·赵文书", "basis": "示例选举"}


REFUSALS = [
    ("villager", "village-mayor", "one", {}, "没有“village-mayor”这个职务"),
    ("villager", "village-clerk", "town", {}, "不在这一级任职"),
    ("villager", "town-leader", "one", {}, "不在这一级任职"),
    ("villager", "representative", "one", {"ends": -1}, "结束日期比开始日期早"),
    ("villager", "representative", "one", {"basis": " "}, "请写明任职依据"),
    ("clerk", "village-clerk", "one", {}, "任期不能重叠"),
    ("villager", "party-secretary", "one", {}, "最多 1 人"),
    ("clerk", "supervision-member", "one", {}, "《河南省实施村民委员会组织法办法》第56条"),
    ("member", "supervision-member", "one", {}, "《村民委员会组织法》第37条"),
    ("supervisor", "village-committee-member", "one", {}, "《村民委员会组织法》第37条"),
    ("kin", "supervision-member", "one", {}, "近亲属正在任“村民委员会委员”"),
    ("kin", "village-committee-member", "one", {}, "《村民委员会组织法》第8条"),
]


@pytest.mark.parametrize(("key", "post", "where", "changes", "words"), REFUSALS)
def test_an_appointment_that_the_law_or_the_record_forbids_is_refused(
    cast: Cast, key: str, post: str, where: str, changes: dict, words: str
):
    before = Holding.objects.count(), Entry.objects.count()
    ends = today() + changes["ends"] * DAY if "ends" in changes else None
    with pytest.raises(Refused) as refusal:
        acts.appoint(
            acting=house(),
            person=cast[key].person,
            post=post,
            division=getattr(cast, where),
            starts=today(),
            ends=ends,
            basis=changes.get("basis", "示例选举"),
        )
    assert words in str(refusal.value.message)
    assert (Holding.objects.count(), Entry.objects.count()) == before


def test_the_same_posts_in_two_villages_are_not_barred(cast: Cast):
    give_post(cast, "kin", "supervision-member", cast.two)
    give_post(cast, "supervisor", "village-committee-member", cast.two)


def test_one_person_may_be_secretary_and_director(cast: Cast):
    posts = queries.posts_of(cast["both"].person, cast.two.path, today())
    assert posts == ["party-secretary", "village-director"]
    holders = queries.who_may(["party-secretary", "village-director"], cast.two, today())
    assert {h.person for h in holders} == {cast["both"].person}


def test_a_post_is_free_again_after_the_last_day(cast: Cast):
    acts.end_holding(acting=house(), holding=cast["clerk"].holding, last_day=today(), why="辞职")
    with pytest.raises(Refused):
        give_post(cast, "villager", "village-clerk", cast.one, starts=today())
    give_post(cast, "villager", "village-clerk", cast.one, starts=today() + DAY)


def test_ending_a_term_refuses_crossed_days_and_missing_reasons(cast: Cast):
    holding = cast["clerk"].holding
    for last_day, why, words in (
        (holding.starts - DAY, "辞职", "比任期开始还早"),
        (today(), "", "请写明为什么结束"),
    ):
        with pytest.raises(Refused, match=words):
            acts.end_holding(acting=house(), holding=holding, last_day=last_day, why=why)
    with pytest.raises(Refused, match="就结束了"):
        acts.end_holding(acting=house(), holding=cast["expired"].holding, last_day=today(), why="辞职")


def test_the_database_itself_refuses_crossed_days_and_a_second_open_term(cast: Cast):
    clerk = cast["clerk"]
    rows = [
        {"starts": today(), "ends": today() - DAY, "post": "representative"},
        {"starts": today(), "ends": None, "post": "village-clerk"},
    ]
    for row in rows:
        with pytest.raises(IntegrityError), transaction.atomic():
            Holding.objects.create(person=clerk.person, division=cast.one, basis="x", **row)


def test_who_may_asks_village_town_and_city_in_one_query(cast: Cast, django_assert_num_queries):
    roles = ["village-clerk", "town-accounting", "city-inspection", "group-leader"]
    with django_assert_num_queries(1):
        holders = queries.who_may(roles, cast.one, today())
    assert {h.person.name for h in holders} == {"示例·赵文书", "示例·韩会计", "示例·曹督查", "示例·冯组长"}
    assert queries.who_may(["town-accounting"], cast.other_town, today()) == []
    assert [h.person for h in queries.who_may(["village-clerk"], cast.two, today())] == [cast["clerk_two"].person]
    assert queries.who_may(["village-clerk"], cast.town, today()) == []


def test_a_group_leader_counts_in_the_whole_village(cast: Cast):
    group = group_of(cast.two)
    give_post(cast, "villager", "group-leader", group)
    assert [h.person for h in queries.who_may(["group-leader"], cast.two, today())] == [cast["villager"].person]
    assert queries.posts_of(cast["villager"].person, cast.two.path, today()) == ["group-leader"]
    assert queries.posts_of(cast["villager"].person, cast.one.path, today()) == []
