"""The village picker's reads: towns, villages page by page, search by name and initials, at a constant cost."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from qingdan.records.regions import queries
from qingdan.records.regions.acts import set_contact
from qingdan.records.regions.models import Division
from tests.apps.regions.files import JIYUAN, acting, load

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


@pytest.fixture
def city() -> Division:
    load(JIYUAN)
    return queries.cities()[0]


def found(text: str, within: Division) -> list[str]:
    return [village.short_name for village in queries.find_villages(text, within, size=200).items]


def test_towns_carry_the_names_people_say(city: Division) -> None:
    towns = [town.short_name for town in queries.towns_of(city)]
    assert len(towns) == 16
    assert towns[:2] == ["沁园街道", "济水街道"] and towns[10] == "坡头镇"


def test_the_pages_of_a_town_together_are_its_villages(city: Division) -> None:
    for town in queries.towns_of(city):
        names, after, pages = [], None, 0
        while pages == 0 or after:
            page = queries.villages_of(town, after=after, size=7)
            names += [village.pk for village in page.items]
            after, pages = page.after, pages + 1
        assert names == list(town.children.order_by("path").values_list("pk", flat=True))


def test_the_pages_of_a_search_together_are_its_results(city: Division) -> None:
    whole = found("d", city)
    names, after, pages = [], None, 0
    while pages == 0 or after:
        page = queries.find_villages("d", city, after=after, size=3)
        names += [village.short_name for village in page.items]
        after, pages = page.after, pages + 1
    assert len(whole) > 20 and names == whole


@pytest.mark.parametrize(
    ("text", "name"),
    [("毛岭", "毛岭村"), ("mlc", "毛岭村"), (" ML ", "毛岭村"), ("沁园社区", "沁园社区"), ("wqsq", "万泉社区")],
)
def test_a_village_is_found_by_the_beginning_of_its_name_or_initials(city: Division, text: str, name: str) -> None:
    assert name in found(text, city)


@pytest.mark.parametrize("text", ["", "  ", "没有这个村", "%", "_", "zzzzzz", "'; --"])
def test_what_is_no_village_finds_nothing(city: Division, text: str) -> None:
    assert found(text, city) == []


@pytest.mark.parametrize("after", ["", "nonsense", "a.b", ".", "²", "x.99999999999999999999999999"])
def test_a_made_up_page_key_does_no_harm(city: Division, after: str) -> None:
    assert isinstance(queries.find_villages("m", city, after=after).items, list)
    assert isinstance(queries.villages_of(queries.towns_of(city)[0], after=after).items, list)


def test_a_search_stays_within_its_town(city: Division) -> None:
    town = queries.towns_of(city)[10]
    assert found("mlc", town) == ["毛岭村"]
    assert set(found("mlc", city)) == {"毛岭村", "马岭村"}


def test_codes_and_ids_lead_to_villages_only(city: Division) -> None:
    village = queries.village_by_code("419001105213")
    assert village is not None and village.short_name == "毛岭村"
    assert queries.village_by_id(village.pk) == village
    assert queries.village_by_code("419001105000") is None
    assert queries.village_by_id(city.pk) is None
    assert queries.village_by_code("000000000000") is None
    assert queries.village_by_code("419001105213", date(2001, 1, 1)) is None
    assert queries.code_of(village) == "419001105213"
    assert Division.objects.with_code().get(pk=village.pk).code == "419001105213"
    assert queries.count_below(city, "village") == 557


@pytest.mark.parametrize(
    "read",
    [
        lambda city, town, village: queries.cities(),
        lambda city, town, village: queries.towns_of(city),
        lambda city, town, village: queries.villages_of(town),
        lambda city, town, village: [v.parent.short_name for v in queries.find_villages("d", city).items],
        lambda city, town, village: queries.village_by_code("419001105213").parent.short_name,
        lambda city, town, village: queries.village_by_id(village.pk).parent.short_name,
        lambda city, town, village: [c.division.short_name for c in queries.contacts_for(village)],
        lambda city, town, village: queries.full_name(village),
        lambda city, town, village: [d.code for d in Division.objects.below(city).with_code()],
    ],
)
def test_every_read_is_one_query_however_many_places_there_are(
    city: Division,
    django_assert_num_queries: Callable[[int], object],
    read: Callable[[Division, Division, Division], object],
) -> None:
    town, village = queries.towns_of(city)[10], queries.village_by_code("419001105213")
    for place in (city, town, village):
        set_contact(acting=acting(), division=place, name="监督", phone="12388", verified_on=date(2026, 1, 1))
    with django_assert_num_queries(1):
        read(city, town, village)
