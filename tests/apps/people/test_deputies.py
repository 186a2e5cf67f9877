"""The standing rule of a village: who may stand in for whom, and what the law keeps apart."""

from __future__ import annotations

from datetime import timedelta

import pytest

from qingdan.domain.rules.standing_in import ALL, Why
from qingdan.records.people import acts, queries
from qingdan.records.people.bench import Bench, kept_apart
from qingdan.records.people.models import Deputy
from qingdan.records.people.wording import stand_in_of, words_of
from qingdan.records.register.acts import Refused
from qingdan.records.register.models import Entry
from tests.cast import Cast, give_post, house, today

pytestmark = pytest.mark.django_db
DIRECTOR = {"post": "village-director", "why": "2026年3月1日村两委会议"}


def name(cast: Cast, **changes: object) -> Deputy:
    return acts.name_deputy(**{"acting": house(), "village": cast.one, **DIRECTOR, **changes})


def test_a_rule_names_posts_and_persons_in_order(cast: Cast, django_assert_max_num_queries) -> None:
    name(cast, deputy_post="village-deputy-director", order=2)
    rule = name(cast, deputy_person=cast["clerk"].person, order=1, reasons=[Why.ABSENT])
    with django_assert_max_num_queries(2):
        bench = Bench(cast.one, today())
        first, second = sorted(bench.candidates("village-director"), key=lambda c: c.order)
    assert (first.person, first.reasons) == (cast["clerk"].person.pk, {Why.ABSENT})
    assert (second.person, second.reasons) == (cast["deputy"].person.pk, set(ALL))
    assert (stand_in_of(rule), words_of(rule)) == (cast["clerk"].person.name, "生病或者外出，不在岗")
    entry = Entry.objects.filter(kind="people.deputy-named").latest("pk")
    assert entry.data["when"] == "生病或者外出，不在岗" and "赵文书" not in str(entry.data)


def test_a_rule_ends_with_the_day(cast: Cast) -> None:
    rule = name(cast, deputy_post="village-deputy-director")
    acts.end_deputy(acting=house(), rule=rule)
    assert queries.rules_of(cast.one, today()) and not queries.rules_of(cast.one, today() + timedelta(days=1))
    with pytest.raises(Refused, match="已经取消"):
        acts.end_deputy(acting=house(), rule=rule)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({}, "两样选一样"),
        ({"deputy_post": "village-director"}, "不能是同一个职务"),
        ({"deputy_post": "mayor"}, "没有这个职务"),
        ({"deputy_post": "village-clerk", "why": " "}, "哪次会议"),
        ({"deputy_post": "town-leader"}, "镇里不能代（《村民委员会组织法》第6条）"),
        ({"deputy_post": "representative"}, "按人头表决"),
        ({"post": "representative", "deputy_post": "village-clerk"}, "按人头表决"),
        ({"deputy_post": "supervision-member"}, "要分开.*《村民委员会组织法》第37条"),
        ({"post": "supervision-head", "deputy_post": "village-director"}, "要分开.*第37条"),
        ({"deputy_post": "village-clerk", "reasons": []}, "什么时候由他代签"),
        ({"deputy_post": "village-clerk", "order": 0}, "什么时候由他代签"),
    ],
)
def test_a_senseless_rule_is_refused(cast: Cast, changes: dict, words: str) -> None:
    with pytest.raises(Refused, match=words):
        name(cast, **changes)
    assert not Deputy.objects.exists()


@pytest.mark.parametrize(
    ("who", "words"), [("supervisor", "要分开"), ("villager", "没有职务"), ("clerk_two", "没有职务")]
)
def test_a_person_is_one_of_the_villages_officials_and_no_supervisor(cast: Cast, who: str, words: str) -> None:
    with pytest.raises(Refused, match=words):
        name(cast, deputy_person=cast[who].person)


def test_one_place_of_the_order_is_given_once(cast: Cast) -> None:
    name(cast, deputy_post="village-deputy-director")
    with pytest.raises(Refused, match="已经定了"):
        name(cast, deputy_post="village-clerk")


def test_whoever_takes_a_barred_post_later_stands_in_no_more(cast: Cast) -> None:
    name(cast, deputy_person=cast["group_leader"].person)
    give_post(cast, "group_leader", "supervision-member", cast.one)
    bench = Bench(cast.one, today())
    assert cast["group_leader"].person.pk in bench.barred_from("village-director")
    assert {"supervision-head", "supervision-member"} <= kept_apart("village-director")
    assert "village-clerk" in kept_apart("supervision-head")
