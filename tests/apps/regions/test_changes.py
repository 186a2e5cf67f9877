"""Names, codes and towns change dated, villages merge and split, and what they were is still found."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from django.db import IntegrityError, transaction

from qingdan.records.regions import queries
from qingdan.records.regions.acts import (
    NewVillage,
    add_group,
    merge_villages,
    move_village,
    recode_village,
    rename_village,
    set_contact,
    split_village,
)
from qingdan.records.regions.models import Change, Division, FormerPath
from qingdan.records.regions.running import runs_duties
from qingdan.records.regions.wording import change_words, state_of
from qingdan.records.register.acts import Refused
from qingdan.records.register.models import Entry
from qingdan.web.portal.queries import village_by_sign
from tests.apps.regions.files import CITY, OTHER, TOWN, VILLAGE, acting, codes_of, everything, load_rows
from tests.places import joined

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]
FIRST, DAY = date(2024, 1, 1), date(2026, 3, 1)
SECOND_TOWN = "419001103000,济源市承留镇,town,419001000000,"
PAPER = "济政文〔2026〕12号"


@pytest.fixture
def place(tmp_path: Path) -> dict[str, Division]:
    """济源市, 坡头镇 with 毛岭村 (joined) and 清涧村 (not), 承留镇; by short name."""
    load_rows(tmp_path, CITY, TOWN, SECOND_TOWN, VILLAGE, OTHER, since=FIRST)
    found = {d.short_name: d for d in Division.objects.all()}
    joined(found["毛岭村"])
    return found


def merge(place, names=("毛岭村", "清涧村"), into=None, on=DAY, document=PAPER, **given):
    into = into or NewVillage("岭涧村民委员会", "419001105298")
    return merge_villages(
        acting=acting(), villages=[place[n] for n in names], into=into, on=on, document=document, **given
    )


# -- names, codes, towns --------------------------------------------------------------------------------------------
def test_a_new_name_is_found_and_the_old_one_stays_dated(place) -> None:
    village = rename_village(
        acting=acting(), village=place["毛岭村"], name="毛岭社区居民委员会", on=DAY, document=PAPER
    )
    assert (village.pk, village.short_name, village.initials) == (place["毛岭村"].pk, "毛岭社区", "mlsq")
    assert codes_of("毛岭社区") == [
        ("419001105213", "毛岭村民委员会", "2026-03-01"), ("419001105213", "毛岭社区居民委员会", None),
    ]  # fmt: skip
    assert change_words(queries.changes_of(village)[0]) == "由毛岭村更名为毛岭社区"
    assert Entry.objects.latest("pk").data["document"] == PAPER


def test_a_new_code_and_the_old_one_lead_to_the_same_village(place) -> None:
    village = recode_village(acting=acting(), village=place["毛岭村"], code="419001105299", on=DAY, document=PAPER)
    for sign in ("419001105213", "419001105299", str(village.pk)):
        assert village_by_sign(sign) == village


def test_another_town_and_what_stood_below_follows(place) -> None:
    group = add_group(acting=acting(), village=place["毛岭村"], name="一组")
    old = place["毛岭村"].path
    village = move_village(
        acting=acting(), village=place["毛岭村"], town=place["承留镇"], code="419001103299", on=DAY, document=PAPER
    )
    village.refresh_from_db()
    group.refresh_from_db()
    assert village.path == f"{place['承留镇'].path}{village.pk:07d}"
    assert group.path == f"{village.path}{group.pk:07d}"
    assert queries.as_of(village, date(2026, 2, 28)).path == old
    assert queries.as_of(village, DAY).path == village.path
    assert queries.former_paths_below([place["承留镇"].path]) == [old]


@pytest.mark.parametrize(
    ("act", "given", "words"),
    [
        (rename_village, {"name": "清涧村民委员会"}, "已经有"),
        (rename_village, {"name": " "}, "填写名称"),
        (rename_village, {"name": "新村民委员会", "document": " "}, "批准文件"),
        (rename_village, {"name": "新村民委员会", "on": date(2026, 11, 24)}, "还没有到"),
        (rename_village, {"name": "新村民委员会", "on": FIRST}, "要比它晚"),
        (recode_village, {"code": "419001105213"}, "现在的代码就是"),
        (recode_village, {"code": "419001105215"}, "已经是清涧村的"),
        (recode_village, {"code": "419001103299"}, "不属于坡头镇"),
    ],
)
def test_what_cannot_be_is_refused(place, act, given, words) -> None:
    unchanged = everything()
    with pytest.raises(Refused, match=words):
        act(acting=acting(), village=place["毛岭村"], **{"on": DAY, "document": PAPER, **given})
    assert everything() == unchanged and not Change.objects.exists()


@pytest.mark.parametrize(
    ("town", "code", "words"),
    [
        ("坡头镇", "419001105299", "现在就归"),
        ("济源市", "419001105299", "同一个市的镇"),
        ("承留镇", "419001105299", "不属于"),
    ],
)
def test_a_wrong_town_is_refused(place, town, code, words) -> None:
    with pytest.raises(Refused, match=words):
        move_village(acting=acting(), village=place["毛岭村"], town=place[town], code=code, on=DAY, document=PAPER)


# -- merging --------------------------------------------------------------------------------------------------------
def test_two_become_a_new_one_and_are_still_found(place) -> None:
    one, two = place["毛岭村"], place["清涧村"]
    village = merge(place)
    assert (village.name, village.parent) == ("岭涧村民委员会", place["坡头镇"])
    for sign in ("419001105213", "419001105215", str(one.pk), str(two.pk), "419001105298"):
        assert village_by_sign(sign).pk == village.pk
    one.refresh_from_db()
    assert (one.ended_on, one.successor_id, one.name) == (DAY, village.pk, "毛岭村民委员会")
    assert queries.villages_of(place["坡头镇"]).items == [village]
    found = queries.find_villages("毛岭", place["济源市"]).items
    assert [(v.pk, v.successor.pk) for v in found] == [(one.pk, village.pk)]
    assert {change_words(c) for c in queries.changes_of(village)} == {"毛岭村并进来", "清涧村并进来"}
    assert state_of(one, []).text == "毛岭村从2026年3月1日起并入岭涧村。"
    entries = Entry.objects.filter(kind="regions.villages-merged")
    assert (entries.count(), entries.get().data["names"]) == (1, "毛岭村、清涧村")


def test_one_goes_into_another_that_stays(place) -> None:
    village = merge(place, ["清涧村"], into=place["毛岭村"])
    assert village.pk == place["毛岭村"].pk
    assert village_by_sign("419001105215").pk == village.pk
    assert codes_of("毛岭村") == [("419001105213", "毛岭村民委员会", None)]


def test_the_new_one_may_take_the_code_of_one_of_them(place) -> None:
    village = merge(place, into=NewVillage("毛岭村民委员会", "419001105213"))
    assert village.pk != place["毛岭村"].pk
    assert queries.village_by_code("419001105213") == village
    assert queries.division_by_code("419001105213", date(2026, 2, 1)).pk == place["毛岭村"].pk


def test_what_the_villagers_of_one_could_watch_those_of_the_new_one_can(place) -> None:
    village = merge(place)
    assert village.state == "joined"
    assert [runs_duties(village, d) for d in (date(2026, 2, 28), DAY)] == [False, True]
    assert runs_duties(queries.as_of(village, date(2026, 2, 28), place["毛岭村"]), date(2026, 2, 28))
    kept = queries.adoptions_of(village)[0]
    assert (kept.document, kept.edition, kept.body) == (PAPER, "0" * 64, "representatives")
    place["毛岭村"].refresh_from_db()
    assert queries.adoptions_of(place["毛岭村"])[0].until == date(2026, 2, 28)


def test_one_that_has_not_begun_begins_with_the_one_that_comes_to_it(place) -> None:
    village = merge(place, ["毛岭村"], into=place["清涧村"])
    village.refresh_from_db()
    assert (village.pk, village.state, village.joined_on) == (place["清涧村"].pk, "joined", DAY)


def test_groups_and_numbers_follow_and_names_that_meet_are_told_apart(place) -> None:
    for name in ("毛岭村", "清涧村"):
        add_group(acting=acting(), village=place[name], name="一组")
        set_contact(acting=acting(), division=place[name], name="监委会", phone="12388", verified_on=DAY)
    add_group(acting=acting(), village=place["清涧村"], name="二组")
    village = merge(place)
    groups = queries.groups_of(village)
    assert sorted(g.name for g in groups) == sorted(["毛岭村一组", "清涧村一组", "二组"])
    assert all(g.path == f"{village.path}{g.pk:07d}" for g in groups)
    assert sorted(c.name for c in queries.contacts_for(village)) == ["监委会", "监委会（清涧村）"]


def test_merged_again_everything_of_before_leads_to_the_last(place, tmp_path) -> None:
    load_rows(tmp_path, CITY, TOWN, "419001105217,东岭村民委员会,village,419001105000,", since=FIRST)
    first = merge(place)
    second = merge(
        {**place, "岭涧村": first, "东岭村": Division.objects.get(short_name="东岭村")}, ["岭涧村", "东岭村"],
        into=NewVillage("大岭村民委员会", "419001105297"), on=date(2026, 6, 1),
    )  # fmt: skip
    for sign in ("419001105213", "419001105215", "419001105298", str(place["毛岭村"].pk)):
        assert village_by_sign(sign).pk == second.pk
    days = [date(2026, 2, 1), date(2026, 4, 1), date(2026, 7, 1)]
    place["毛岭村"].refresh_from_db()
    assert [queries.as_of(second, d, place["毛岭村"]).short_name for d in days] == ["毛岭村", "岭涧村", "大岭村"]
    assert {f.path for f in FormerPath.objects.filter(division=second)} >= {place["毛岭村"].path, first.path}


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"names": ["毛岭村"]}, "至少要两个村"),
        ({"names": []}, "至少要两个村"),
        ({"names": ["毛岭村", "坡头镇"]}, "只有村"),
        ({"document": " "}, "批准文件"),
        ({"on": date(2026, 11, 24)}, "还没有到"),
        ({"on": FIRST}, "要比它晚"),
        ({"on": date(2024, 6, 1)}, "才用清单"),
        ({"into": NewVillage("岭涧村民委员会", "419001103298")}, "不属于"),
        ({"into": NewVillage("", "419001105298")}, "填写名称"),
    ],
)
def test_a_merger_is_refused_and_nothing_is_written(place, given, words) -> None:
    unchanged = everything()
    with pytest.raises(Refused, match=words):
        merge(place, **given)
    assert everything() == unchanged and not Change.objects.exists()


def test_villages_of_two_towns_and_of_a_demonstration_do_not_merge(place, tmp_path) -> None:
    load_rows(tmp_path, CITY, SECOND_TOWN, "419001103217,南岭村民委员会,village,419001103000,", since=FIRST)
    place["南岭村"] = Division.objects.get(short_name="南岭村")
    with pytest.raises(Refused, match="不在同一个镇"):
        merge(place, ["毛岭村", "南岭村"])
    Division.objects.filter(pk=place["清涧村"].pk).update(is_demo=True)
    with pytest.raises(Refused, match="示例村不能"):
        merge(place)


def test_what_is_no_more_is_changed_no_more(place) -> None:
    merge(place)
    with pytest.raises(Refused, match="已经并入岭涧村"):
        rename_village(
            acting=acting(), village=place["毛岭村"], name="新村民委员会", on=date(2026, 4, 1), document=PAPER
        )


def test_the_database_knows_no_end_without_an_heir(place) -> None:
    for change in ({"ended_on": DAY}, {"successor": place["清涧村"]}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Division.objects.filter(pk=place["毛岭村"].pk).update(**change)


# -- splitting ------------------------------------------------------------------------------------------------------
def test_groups_become_a_village_that_runs_the_same_lists(place) -> None:
    one, two = (add_group(acting=acting(), village=place["毛岭村"], name=n) for n in ("一组", "二组"))
    new = NewVillage("小岭村民委员会", "419001105298")
    made = split_village(acting=acting(), village=place["毛岭村"], new=new, groups=[two], on=DAY, document=PAPER)
    assert [g.pk for g in queries.groups_of(made)] == [two.pk]
    assert [g.pk for g in queries.groups_of(place["毛岭村"])] == [one.pk]
    two.refresh_from_db()
    assert two.path == f"{made.path}{two.pk:07d}"
    assert (made.state, made.joined_on) == ("joined", DAY)
    assert {c.kind for c in Change.objects.all()} == {"split-off", "split-from"}
    with pytest.raises(Refused, match="也不能是全部"):
        split_village(
            acting=acting(), village=place["毛岭村"], new=NewVillage("又一村民委员会", "419001105296"), groups=[one],
            on=date(2026, 4, 1), document=PAPER,
        )  # fmt: skip


# -- a table that was made before -----------------------------------------------------------------------------------
def test_an_older_table_does_not_undo_what_an_act_changed(place, tmp_path) -> None:
    merge(place)
    unchanged = everything()
    report = load_rows(tmp_path, CITY, TOWN, VILLAGE, OTHER)
    assert (report.added, report.changed, report.skipped) == (0, 0, 2)
    assert everything() == unchanged


def test_an_older_table_does_not_give_an_old_name_back(place, tmp_path) -> None:
    rename_village(acting=acting(), village=place["毛岭村"], name="毛岭社区居民委员会", on=DAY, document=PAPER)
    assert load_rows(tmp_path, CITY, TOWN, VILLAGE, OTHER).changed == 0
    assert load_rows(tmp_path, CITY, TOWN, VILLAGE.replace("毛岭村民", "大毛岭村民"), OTHER).changed == 1
