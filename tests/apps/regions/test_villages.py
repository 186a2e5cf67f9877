"""Adding single places, supervision numbers: what is done, what is refused, what the database refuses."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from django.db import IntegrityError, transaction

from qingdan.records.regions import queries
from qingdan.records.regions.acts import add_group, add_village, remove_contact, set_contact
from qingdan.records.regions.models import Division, DivisionCode, SupervisionContact
from qingdan.records.register.acts import Refused
from qingdan.records.register.models import Entry
from tests.apps.regions.files import AT, CITY, OTHER, TOWN, VILLAGE, acting, load_rows

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]
DAY = date(2026, 3, 1)


@pytest.fixture
def place(tmp_path: Path) -> dict[str, Division]:
    """济源市, 坡头镇, 毛岭村 and 清涧村 by short name."""
    load_rows(tmp_path, CITY, TOWN, VILLAGE, OTHER)
    return {d.short_name: d for d in Division.objects.all()}


def test_groups_stand_below_a_village_without_a_code(place: dict[str, Division]) -> None:
    group = add_group(acting=acting(), village=place["毛岭村"], name=" 第一组 ")
    assert (group.name, group.level, queries.code_of(group)) == ("第一组", "group", None)
    assert queries.groups_of(place["毛岭村"]) == [group]
    assert queries.full_name(group) == "济源市坡头镇毛岭村第一组"
    for village, name, words in (
        (place["毛岭村"], "第一组", "已经有"),
        (place["坡头镇"], "一组", "先选村"),
        (place["毛岭村"], " ", "填写名称"),
    ):
        with pytest.raises(Refused, match=words):
            add_group(acting=acting(), village=village, name=name)


@pytest.mark.parametrize(
    ("town", "name", "code", "demo", "words"),
    [
        ("济源市", "示例一村民委员会", "419001105901", True, "先选镇"),
        ("坡头镇", "", "419001105901", True, "填写名称"),
        ("坡头镇", "示例一村民委员会", "419001105000", True, "不是村级代码"),
        ("坡头镇", "示例一村民委员会", "41900110590", True, "不是村级代码"),
        ("坡头镇", "示例一村民委员会", "419001105201", True, "用错了范围"),
        ("坡头镇", "新村村民委员会", "419001105901", False, "用错了范围"),
        ("坡头镇", "新村村民委员会", "419001103201", False, "不属于坡头镇"),
        ("坡头镇", "新村村民委员会", "419001105213", False, "已经是毛岭村的"),
        ("坡头镇", "毛岭村民委员会", "419001105299", False, "已经有"),
    ],
)
def test_a_village_is_refused(
    place: dict[str, Division], town: str, name: str, code: str, demo: bool, words: str
) -> None:
    with pytest.raises(Refused, match=words):
        add_village(acting=acting(), town=place[town], name=name, code=code, since=DAY, is_demo=demo)
    assert Division.objects.count() == 4


def test_ids_given_by_a_load_and_by_hand_do_not_meet(place: dict[str, Division], tmp_path: Path) -> None:
    one = add_village(acting=acting(), town=place["坡头镇"], name="甲村民委员会", code="419001105298", since=DAY)
    load_rows(tmp_path, CITY, TOWN, "419001105299,乙村民委员会,village,419001105000,")
    two = add_group(acting=acting(), village=one, name="一组")
    assert len({one.pk, two.pk, *Division.objects.values_list("pk", flat=True)}) == Division.objects.count() == 7


def test_contacts_of_a_village_come_first_and_town_and_city_always_follow(place: dict[str, Division]) -> None:
    for name, office in (("济源市", "市纪委监委"), ("坡头镇", "镇纪委"), ("毛岭村", "村务监督委员会")):
        set_contact(acting=acting(), division=place[name], name=office, phone="0391-1234567", verified_on=DAY)
    group = add_group(acting=acting(), village=place["毛岭村"], name="一组")
    own = ["村务监督委员会", "镇纪委", "市纪委监委"]
    assert [c.name for c in queries.contacts_for(place["毛岭村"])] == own
    assert [c.name for c in queries.contacts_for(group)] == own
    assert [c.name for c in queries.contacts_for(place["清涧村"])] == own[1:]


def test_setting_a_contact_again_changes_its_number_and_removing_takes_it_down(place: dict[str, Division]) -> None:
    for phone in ("12388", "+86 391 1234567"):
        kept = set_contact(acting=acting(), division=place["毛岭村"], name="监委会", phone=phone, verified_on=DAY)
    assert [c.phone for c in queries.contacts_for(place["毛岭村"])] == ["+86 391 1234567"]
    entry = Entry.objects.latest("pk")
    assert "phone" not in entry.data and entry.personal.words["phone"] == "+86 391 1234567"
    gone = SupervisionContact.objects.get(pk=kept.pk)
    remove_contact(acting=acting(), contact=kept)
    assert queries.contacts_for(place["毛岭村"]) == []
    with pytest.raises(Refused, match="已经撤下"):
        remove_contact(acting=acting(), contact=gone)


@pytest.mark.parametrize(
    ("name", "phone", "day", "words"),
    [
        ("", "12388", DAY, "谁的电话"),
        ("监委会", "call me", DAY, "不像电话号码"),
        ("监委会", "1", DAY, "不像电话号码"),
        ("监委会", "１２３８８", DAY, "不像电话号码"),
        ("监委会", "12388", date(2026, 11, 24), "还没有到"),
    ],
)
def test_a_contact_is_refused(place: dict[str, Division], name: str, phone: str, day: date, words: str) -> None:
    with pytest.raises(Refused, match=words):
        set_contact(acting=acting(), division=place["毛岭村"], name=name, phone=phone, verified_on=day)


def test_a_group_has_no_number_of_its_own(place: dict[str, Division]) -> None:
    group = add_group(acting=acting(), village=place["毛岭村"], name="一组")
    with pytest.raises(Refused, match="三级"):
        set_contact(acting=acting(), division=group, name="组长", phone="12388", verified_on=DAY)


@pytest.mark.parametrize(
    "change",
    [
        {"state": None},
        {"state": "joined"},
        {"joined_on": DAY},
        {"path": "0000001"},
        {"parent": None},
        {"level": "city"},
    ],
    ids=str,
)
def test_the_database_itself_refuses_what_no_act_would_write(
    place: dict[str, Division], change: dict[str, object]
) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Division.objects.filter(pk=place["毛岭村"].pk).update(**change)


@pytest.mark.parametrize("code", ["419001105215", "419001105299", "41900"])
def test_the_database_keeps_one_current_code_per_place_and_place_per_code(
    place: dict[str, Division], code: str
) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        DivisionCode.objects.create(division=place["毛岭村"], code=code, name="毛岭", valid_from=AT.date())
