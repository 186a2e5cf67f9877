"""A town may set a limit where the law lets it, and only so that every process still fits."""

from __future__ import annotations

from datetime import date

import pytest

from qingdan.records.editions.acts import adopt_edition, prepare
from qingdan.records.editions.acts.limits import Setting, end_limit, set_limit
from qingdan.records.editions.models import LimitOverride
from qingdan.records.editions.queries import current_edition, limits_for
from qingdan.records.editions.sources import read_sources
from qingdan.records.register.acts import Refused
from qingdan.records.register.models import Entry
from tests.places import mini_jiyuan

DAY = date(2026, 11, 23)
pytestmark = pytest.mark.django_db


@pytest.fixture
def places(adopt):
    adopt()
    return mini_jiyuan()


@pytest.fixture
def limit(places, acting):
    def do(place: str = "town", **given: object) -> LimitOverride:
        values = {"name": "petty", "value": 300000, "starts": date(2026, 11, 1), "basis": "镇〔2026〕1号"} | given
        return set_limit(acting=acting, wanted=Setting(places[place], **values))

    return do


def petty(places, village: str = "one", day: date = DAY) -> int:
    return limits_for(places[village], day)["petty"]


def test_without_overrides_the_edition_holds(places) -> None:
    assert limits_for(places["one"], DAY) == {"petty": 500000, "standing": 15}


def test_a_town_sets_its_limit_for_its_villages(places, limit) -> None:
    limit()
    assert petty(places) == 300000
    assert limits_for(places["other_town"], DAY)["petty"] == 500000


def test_the_entry_says_place_limit_and_value(places, limit) -> None:
    limit()
    entry = Entry.objects.filter(kind="editions.limit-set").get()
    assert (entry.data["limit"], entry.data["shown"], entry.place) == ("零星采购", "¥3,000.00", places["town"].path)


def test_the_nearer_place_counts_and_of_one_place_the_last(places, limit) -> None:
    limit("town", value=100000)
    limit("city", value=900000)
    assert petty(places) == 100000
    limit("town", value=200000)
    assert petty(places) == 200000
    assert limits_for(places["other_town"], DAY)["petty"] == 900000


@pytest.mark.parametrize(
    ("day", "value"),
    [("2026-10-31", 500000), ("2026-11-01", 300000), ("2026-11-30", 300000), ("2026-12-01", 500000)],
)
def test_first_and_last_day_are_included(places, limit, day: str, value: int) -> None:
    limit(ends=date(2026, 11, 30))
    assert petty(places, day=date.fromisoformat(day)) == value


def test_ending_a_limit(places, limit, acting) -> None:
    row = limit()
    end_limit(acting=acting, override=row, ends=date(2026, 11, 22))
    assert petty(places) == 500000
    assert petty(places, day=date(2026, 11, 22)) == 300000
    with pytest.raises(Refused, match="已停用"):
        end_limit(acting=acting, override=row, ends=date(2026, 11, 25))


def test_a_limit_may_not_end_before_it_began(limit, acting) -> None:
    with pytest.raises(Refused, match="不能在那以前停用"):
        end_limit(acting=acting, override=limit(), ends=date(2026, 10, 1))


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"name": "pety"}, "清单里没有限额“pety”。可以定的有：petty"),
        ({"name": "standing", "value": 10}, "由法律或上级规定"),
        ({"value": -1}, "不能小于零"),
        ({"value": 2**62}, "这个数太大"),
        ({"basis": "  "}, "请写明依据"),
        ({"ends": date(2026, 10, 1)}, "早于开始的那天"),
        ({"place": "one"}, "只有市和镇"),
    ],
)
def test_what_is_refused(limit, given: dict[str, object], words: str) -> None:
    with pytest.raises(Refused, match=words):
        limit(**given)
    assert not LimitOverride.objects.exists()


BULK = "limits:\n  bulk: {type: money, value: 800000, setting: true, title: {zh: 大宗采购, en: Bulk purchase}}\n"


@pytest.fixture
def two_limits(catalogue, change, acting):
    """Up to petty two sign, up to bulk a meeting decides, above it nothing is bought: petty may not be above bulk."""
    change("mini/edition.yaml", "limits:\n", BULK)
    change(
        "mini/powers/buying/small-buy.yaml",
        "      - when: budget > limits.petty\n",
        "      - when: budget > limits.bulk\n        then: [{end: refused}]\n"
        "      - when: budget > limits.petty and budget <= limits.bulk\n",
    )
    adopt_edition(acting=acting, prepared=prepare(read_sources(catalogue, "mini")))
    return mini_jiyuan()


@pytest.fixture
def own(two_limits, acting):
    def do(place: str, name: str, value: int, starts: date = DAY, ends: date | None = None) -> LimitOverride:
        return set_limit(acting=acting, wanted=Setting(two_limits[place], name, value, starts, "文件", ends))

    return do


def test_a_limit_that_opens_a_gap_in_a_process_is_refused(own) -> None:
    with pytest.raises(Refused, match="流程出现漏洞"):
        own("town", "petty", 900000)
    own("town", "petty", 800000)


def test_a_limit_is_held_against_what_the_place_has_set_already(own) -> None:
    own("town", "bulk", 600000)
    with pytest.raises(Refused, match="流程出现漏洞"):
        own("town", "petty", 700000)


def test_the_citys_limit_is_held_against_what_each_town_has_set(own, two_limits) -> None:
    own("town", "bulk", 600000)
    with pytest.raises(Refused, match=f"使{two_limits['town'].short_name}的流程"):
        own("city", "petty", 700000)
    assert LimitOverride.objects.count() == 1


def test_only_the_days_count_on_which_both_hold(own) -> None:
    own("town", "bulk", 600000, ends=date(2026, 11, 30))
    own("city", "petty", 700000, starts=date(2026, 12, 1))
    with pytest.raises(Refused, match="流程出现漏洞"):
        own("city", "petty", 700000, starts=date(2026, 11, 30))


def test_a_limit_that_others_rest_on_does_not_end(own, acting) -> None:
    bulk = own("town", "bulk", 900000)
    own("town", "petty", 850000)
    with pytest.raises(Refused, match="流程出现漏洞"):
        end_limit(acting=acting, override=bulk, ends=DAY)
    assert LimitOverride.objects.get(pk=bulk.pk).ends is None


def test_a_new_edition_is_held_against_what_places_have_set(own, catalogue, change, acting) -> None:
    own("town", "petty", 700000)
    change("mini/edition.yaml", "value: 800000", "value: 600000")
    change("mini/edition.yaml", "in_force: 2026-01-01", "in_force: 2026-12-01")
    with pytest.raises(Refused, match="流程出现漏洞"):
        adopt_edition(acting=acting, prepared=prepare(read_sources(catalogue, "mini")))
    assert current_edition(date(2026, 12, 31)).limits["bulk"] == 800000


def test_one_query_for_a_village_once_warm(places, limit, django_assert_num_queries) -> None:
    limit()
    edition = current_edition(DAY)
    with django_assert_num_queries(1):
        limits_for(places["one"], DAY, edition)
