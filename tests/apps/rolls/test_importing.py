"""Spreadsheets as they are found in practice: read, previewed, taken over whole, and harmless when they come again."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from openpyxl import Workbook

from qingdan.records.people.models import Person
from qingdan.records.regions.models import Division
from qingdan.records.register.models import Entry
from qingdan.records.rolls import drafts, queries
from qingdan.records.rolls.models import Change, Household, HouseholdMember, Identity, ImportDraft, RollEntry
from tests.apps.permissions.test_faults import words_of
from tests.apps.rolls.stage import (
    LONG_AGO,
    MEMBERS,
    VILLAGERS,
    VOTERS,
    Stage,
    commas,
    id_number,
    names_on,
    person_named,
    saved,
    workbook,
    years_ago,
)
from tests.apps.rolls.test_broken_sheets import rows_of_every_table
from tests.cast import today

pytestmark = pytest.mark.django_db

HEAD = id_number(date(1980, 1, 5), seq=11)
WIFE = id_number(date(1982, 3, 7), "f", seq=12)
SON = id_number(date(2005, 9, 9), seq=13)
OTHER = id_number(date(1955, 5, 5), seq=14)


def full_width(text: str) -> str:
    return "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in text)


def village_sheet() -> Workbook:
    """A title over merged cells, odd headers, merged household numbers, a blank line, a sum, a signature."""
    book = Workbook()
    page = book.active
    page.append(["示例一村村民花名册（2026年）"])
    page.merge_cells("A1:I1")
    page.append(
        ["序号", "组 别", "户编号", "成员\n姓名", "与户主的关系", "公民身份号码*", "出生年月日", "联系电话", "备注"]
    )
    page.append([1, "一组", "0101", "丁  一", "户主", HEAD, date(1980, 1, 5), "１３８００００００００", "示例"])
    page.append([2, None, None, "丁二", "妻", WIFE.lower(), "1982.3.7", None, None])
    page.append([3, None, None, "丁三", "长子", full_width(SON), 20050909, None, "在外打工"])
    page.merge_cells("C3:C5")
    page.append([])
    page.append([4, "第２组", "0102", "戊一", "本人", f"'{OTHER}", "=MID(F7,7,8)", "无", None])
    page.append(["合计", None, None, "4人"])
    page.append(["填表人：示例·赵文书"])
    return book


def state(stage: Stage) -> list[tuple[object, ...]]:
    """Households with their members, and the entries of the roll, as rows to compare."""
    homes = HouseholdMember.objects.filter(village=stage.one).values_list(
        "household__number", "household__group__name", "person__name", "relation", "starts", "ends"
    )
    entries = RollEntry.objects.filter(village=stage.one).values_list(
        "person__name", "kind", "starts", "ends", "why_on"
    )
    return sorted(map(tuple, homes), key=str) + sorted(map(tuple, entries), key=str)


@pytest.mark.both_databases
def test_a_sheet_as_villages_have_it_becomes_households_and_a_roll(stage: Stage):
    answer = stage.take_over(saved(village_sheet()), effective="2026-01-01", why="first-count")
    assert answer.status_code == 302
    assert names_on(stage) == ["丁一", "丁二", "丁三", "戊一"]
    members = HouseholdMember.objects.filter(household__number="0101").order_by("pk")
    assert [(m.person.name, m.relation) for m in members] == [("丁一", "head"), ("丁二", "spouse"), ("丁三", "child")]
    assert Household.objects.get(number="0101").group == stage.group
    assert Household.objects.get(number="0102").group == stage.other
    head = person_named("丁一")
    assert (head.mobile, head.identity.born_on, head.identity.sex) == ("13800000000", date(1980, 1, 5), "m")
    assert set(Identity.objects.values_list("id_number", flat=True)) == {HEAD, WIFE, SON, OTHER}
    son = RollEntry.objects.get(person__name="丁三")
    assert (son.since, son.starts) == (date(2026, 1, 1), date(2026, 1, 1))
    assert not Person.objects.filter(name__contains="合计").exists()


def test_the_preview_says_what_will_be_done_and_what_was_left_aside(stage: Stage):
    answer = stage.upload(saved(village_sheet()))
    page = stage.browser("clerk").get(answer["Location"])
    assert page.context["counts"] == {"added": 4, "changed": 0, "struck": 0, "same": 0}
    said = words_of(page)
    for words in (
        "列“备注”没有用到",
        "列“序号”没有用到",
        "第8行没有读：合计 4人",
        "填表人",
        "新立2户",
        "0101户 · 户主",
    ):
        assert words in said
    assert HEAD not in said
    assert "999*************" in said
    assert not RollEntry.objects.exists()
    assert not Household.objects.exists()


def test_the_same_file_again_changes_nothing(stage: Stage):
    stage.take_over(saved(village_sheet()), effective="2026-01-01")
    before, rows = state(stage), rows_of_every_table()
    answer = stage.upload(saved(village_sheet()), effective=today().isoformat())
    client = stage.browser("clerk")
    page = client.get(answer["Location"])
    assert page.context["plan"].is_empty
    assert "都已经登记过了" in words_of(page)
    client.post(answer["Location"], {"expected": page.context["expected"], "once": "x"})
    assert state(stage) == before
    client.post(reverse("rolls:cancel", args=[ImportDraft.objects.get().pk]))
    assert rows_of_every_table() == rows


@pytest.mark.both_databases
def test_a_confirmation_sent_twice_is_one_import(stage: Stage):
    answer = stage.upload(saved(village_sheet()))
    client = stage.browser("clerk")
    form = {"expected": client.get(answer["Location"]).context["expected"], "once": "the-same"}
    assert client.post(answer["Location"], form).status_code == 302
    assert client.post(answer["Location"], form).status_code == 404  # the draft is gone with the import
    assert Entry.objects.filter(kind="rolls.imported").count() == 1


def test_one_entry_of_the_register_names_nobody(stage: Stage):
    stage.take_over(saved(village_sheet(), "丁家的名册.xlsx"))
    entry = Entry.objects.get(kind="rolls.imported")
    assert (entry.data["added"], entry.data["houses"]) == (4, 2)
    assert "丁" not in str(entry.data)
    assert entry.personal.words == {"file": "丁家的名册.xlsx"}
    assert entry.place == stage.one.path
    assert not ImportDraft.objects.exists()
    assert Change.objects.filter(what="entered", words__source="import").count() == 4


@pytest.mark.parametrize("encoding", ["gbk", "gb18030", "utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("separator", [",", "\t", ";"])
def test_text_in_every_encoding_and_with_every_separator(stage: Stage, encoding: str, separator: str):
    text = separator.join(["姓名", "身份证号", "性别"]) + "\r\n" + separator.join(["丁一", HEAD, "男"]) + "\r\n"
    stage.take_over(commas(text, encoding))
    assert names_on(stage) == ["丁一"]


@pytest.mark.parametrize(
    "written",
    ["1980.1.5", "1980-01-05", "1980/1/5", "19800105", "1980年1月5日", "１９８０．１．５", "29225", "1980/1/5 0:00:00"],
)
def test_days_in_every_spelling(stage: Stage, written: str):
    stage.take_over(commas(f"姓名,出生日期\n丁一,{written}\n"))
    assert person_named("丁一").identity.born_on == date(1980, 1, 5)


@pytest.mark.parametrize("cell", [date(1980, 1, 5), 19800105, 29225, 29225.0, "1980.1.5"])
def test_days_in_every_kind_of_cell(stage: Stage, cell: object):
    stage.take_over(workbook(["姓名", "出生日期"], ["丁一", cell]))
    assert person_named("丁一").identity.born_on == date(1980, 1, 5)


@pytest.mark.parametrize(
    "header", ["身份证号", "身份证号码", "公民身份号码", "身份证", "证件号码", "*身份证号(18位)："]
)
def test_headers_in_every_spelling(stage: Stage, header: str):
    stage.take_over(commas(f"姓 名,{header}\n丁一,{HEAD}\n"))
    assert Identity.objects.get().id_number == HEAD


def test_sheets_for_each_group_are_read_together_and_hidden_ones_are_not(stage: Stage):
    book = Workbook()
    for name, who, number in (("一组", "丁一", HEAD), ("二组", "戊一", OTHER), ("草稿", "己一", WIFE)):
        page = book.create_sheet(name)
        page.append(["姓名", "身份证号", "村民小组"])
        page.append([who, number, "一组" if name == "一组" else "二组"])
    book["草稿"].sheet_state = "hidden"
    book["Sheet"].append(["封面"])
    answer = stage.upload(saved(book))
    page = stage.browser("clerk").get(answer["Location"])
    assert page.context["counts"]["added"] == 2
    for words in ("表“草稿”是隐藏的，没有读", "表“Sheet”没有表头，没有读"):
        assert words in words_of(page)


# -- who is meant ---------------------------------------------------------------------------------------------------
def test_who_is_registered_without_number_gets_it_and_the_preview_says_so(stage: Stage):
    stage.enter("丁一", born=None, kind=MEMBERS)
    answer = stage.upload(commas(f"姓名,身份证号\n丁一,{HEAD}\n"), kind=MEMBERS)
    page = stage.browser("clerk").get(answer["Location"])
    assert page.context["merged"] == "丁一"
    assert "会认作同一个人：丁一" in words_of(page)
    stage.take_over(commas(f"姓名,身份证号\n丁一,{HEAD}\n"), kind=MEMBERS)
    assert Person.objects.filter(name="丁一").count() == 1
    assert person_named("丁一").identity.id_number == HEAD


def test_two_of_one_name_are_never_guessed_at(stage: Stage):
    stage.enter("丁一", born=date(1980, 1, 5))
    stage.enter("丁一", born=date(1960, 1, 5))
    said = words_of(stage.upload(commas("姓名,手机号\n丁一,13800000000\n"), kind=MEMBERS))
    assert "村里有2个叫这个名字的人，分不清是哪一个。请填身份证号" in said
    stage.take_over(commas("姓名,出生日期,手机号\n丁一,1960.1.5,13800000000\n"), kind=MEMBERS)
    assert Person.objects.get(mobile="13800000000").identity.born_on == date(1960, 1, 5)


def test_a_person_with_an_account_keeps_it(stage: Stage):
    clerk = stage.cast["clerk"].person
    stage.take_over(commas(f"姓名,身份证号\n{clerk.name},{HEAD}\n"))
    assert Person.objects.filter(name=clerk.name).count() == 1
    assert RollEntry.objects.get().person == clerk


def test_a_number_of_another_name_elsewhere_is_refused_without_saying_whose(stage: Stage):
    stage.enter("示例·林秘密", number=HEAD, born=None, village=stage.cast.two, acting=stage.cast["clerk_two"].acting)
    said = words_of(stage.upload(commas(f"姓名,身份证号\n丁一,{HEAD}\n")))
    assert "已经登记在别的姓名下" in said
    assert "林秘密" not in said


def test_a_changed_name_and_telephone_are_shown_before_and_after(stage: Stage):
    stage.take_over(commas(f"姓名,身份证号,手机号\n丁一,{HEAD},13800000000\n"))
    answer = stage.upload(commas(f"姓名,身份证号,手机号\n丁壹,{HEAD},13900000000\n"))
    page = stage.browser("clerk").get(answer["Location"])
    assert page.context["counts"]["changed"] == 1
    assert "姓名：丁一 → 丁壹" in words_of(page)
    stage.take_over(commas(f"姓名,身份证号,手机号\n丁壹,{HEAD},13900000000\n"))
    assert Person.objects.get(identity__id_number=HEAD).name == "丁壹"


# -- what changes ---------------------------------------------------------------------------------------------------
@pytest.mark.both_databases
def test_the_whole_roll_strikes_who_is_not_in_it_the_day_before(stage: Stage):
    stage.take_over(saved(village_sheet()), effective="2026-01-01")
    less = f"姓名,身份证号\n丁一,{HEAD}\n戊一,{OTHER}\n"
    answer = stage.upload(commas(less), whole="yes", effective="2026-06-01", why_off="moved-out")
    page = stage.browser("clerk").get(answer["Location"])
    assert page.context["counts"] == {"added": 0, "changed": 0, "struck": 2, "same": 2}
    stage.take_over(commas(less), whole="yes", effective="2026-06-01", why_off="moved-out")
    assert names_on(stage) == ["丁一", "戊一"]
    gone = RollEntry.objects.get(person__name="丁二")
    assert (gone.ends, gone.why_off) == (date(2026, 5, 31), "moved-out")
    answer = stage.upload(commas(less), whole="yes", effective="2026-06-01", why_off="moved-out")
    assert stage.browser("clerk").get(answer["Location"]).context["plan"].is_empty


def test_additions_alone_strike_nobody(stage: Stage):
    stage.take_over(saved(village_sheet()))
    stage.take_over(commas("姓名,出生日期\n己一,1970-01-01\n"))
    assert len(names_on(stage)) == 5


def test_a_line_with_a_last_day_strikes(stage: Stage):
    stage.take_over(saved(village_sheet()), effective="2026-01-01")
    gone = f"姓名,身份证号,退出日期,退出原因\n戊一,{OTHER},2026.3.31,死亡\n"
    stage.take_over(commas(gone))
    entry = RollEntry.objects.get(person__name="戊一")
    assert (entry.ends, entry.why_off) == (date(2026, 3, 31), "died")
    assert stage.browser("clerk").get(stage.upload(commas(gone))["Location"]).context["plan"].is_empty


def test_a_household_divides_and_the_old_one_is_closed_when_it_is_empty(stage: Stage):
    stage.take_over(saved(village_sheet()), effective="2026-01-01")
    moved = f"姓名,身份证号,户号,与户主关系\n戊一,{OTHER},0103,户主\n丁三,{SON},0104,户主\n"
    stage.take_over(commas(moved), effective="2026-05-01")
    assert Household.objects.get(number="0102").closed_on == date(2026, 4, 30)
    assert Household.objects.get(number="0101").closed_on is None
    rows = (
        HouseholdMember.objects.filter(person__name="丁三")
        .order_by("starts")
        .values_list("household__number", "ends", "why_off", "why_on")
    )
    assert list(rows) == [
        ("0101", date(2026, 4, 30), "divided", "first-count"),
        ("0104", None, None, "divided"),
    ]


def test_another_head_needs_the_old_one_in_the_file(stage: Stage):
    stage.take_over(saved(village_sheet()))
    alone = f"姓名,身份证号,户号,与户主关系\n丁二,{WIFE},0101,户主\n"
    assert "这一户登记的户主是“丁一”" in words_of(stage.upload(commas(alone)))
    both = alone + f"丁一,{HEAD},0101,配偶\n"
    stage.take_over(commas(both))
    now = HouseholdMember.objects.filter(household__number="0101", ends=None).values_list("person__name", "relation")
    assert dict(now) == {"丁一": "spouse", "丁二": "head", "丁三": "child"}


def test_groups_that_are_not_there_are_shown_and_registered(stage: Stage):
    text = f"姓名,身份证号,户号,小组\n丁一,{HEAD},1,3\n戊一,{OTHER},2,东庄组\n"
    page = stage.browser("clerk").get(stage.upload(commas(text))["Location"])
    assert "会一起登记：第三村民小组、东庄组" in words_of(page)
    stage.take_over(commas(text))
    names = set(Division.objects.filter(parent=stage.one, level="group").values_list("name", flat=True))
    assert names == {"第一村民小组", "第二村民小组", "第三村民小组", "东庄组"}
    assert Entry.objects.filter(kind="regions.group-added", data__group="东庄组").exists()


def test_children_are_entered_ahead(stage: Stage):
    born = years_ago(12)
    answer = stage.upload(commas(f"姓名,出生日期\n丁小,{born}\n"))
    page = stage.browser("clerk").get(answer["Location"])
    assert page.context["ahead"] == 1
    stage.take_over(commas(f"姓名,出生日期\n丁小,{born}\n"))
    assert names_on(stage) == []
    assert RollEntry.objects.get().starts.year == born.year + 18


@pytest.mark.both_databases
def test_nobody_registers_in_two_villages(stage: Stage):
    roll = stage.roll(VOTERS)
    stage.enter("丁一", VOTERS, number=HEAD, born=None, village=stage.cast.two, acting=stage.cast["clerk_two"].acting)
    said = words_of(stage.upload(commas(f"姓名,身份证号\n丁一,{HEAD}\n"), kind=VOTERS, why=roll.keeping.on[0].slug))
    assert "还在另一个村的这份名册上" in said
    assert stage.cast.two.short_name not in said.replace("示例一村", "")


# -- between the preview and the word -------------------------------------------------------------------------------
def test_a_preview_that_is_out_of_date_is_shown_again(stage: Stage):
    answer = stage.upload(commas(f"姓名,身份证号\n丁一,{HEAD}\n戊一,{OTHER}\n"))
    client = stage.browser("clerk")
    expected = client.get(answer["Location"]).context["expected"]
    stage.enter("丁一", number=HEAD, born=None)
    page = client.post(answer["Location"], {"expected": expected, "once": "a"}, follow=True)
    assert "名册刚才有人改过" in words_of(page)
    assert RollEntry.objects.count() == 1
    assert page.context["counts"]["added"] == 1


def test_an_edited_preview_takes_nothing_over(stage: Stage):
    answer = stage.upload(commas(f"姓名,身份证号\n丁一,{HEAD}\n"))
    stage.browser("clerk").post(answer["Location"], {"expected": "0" * 64, "once": "a"})
    assert not RollEntry.objects.exists()


def test_a_draft_is_its_owners_alone_and_goes_after_a_day(stage: Stage):
    address = stage.upload(commas(f"姓名,身份证号\n丁一,{HEAD}\n"))["Location"]
    for other in ("director", "clerk_two", "supervision_head", "secretary"):
        assert stage.browser(other).get(address).status_code == 404
        assert stage.browser(other).post(address, {"once": "a"}).status_code == 404
    assert drafts.sweep(timezone.now()) == 0
    assert drafts.sweep(timezone.now() + timedelta(days=1, minutes=1)) == 1
    assert stage.browser("clerk").get(address).status_code == 404


def test_a_new_file_takes_the_place_of_the_one_before(stage: Stage):
    for who in ("丁一", "丁二"):
        stage.upload(commas(f"姓名,出生日期\n{who},1980-01-05\n"))
    assert [draft.rows[0]["name"] for draft in ImportDraft.objects.all()] == ["丁二"]


def test_who_does_not_keep_households_imports_none(stage: Stage):
    """The Party secretary keeps the roll of Party members, and no households."""
    text = "姓名,出生日期,户号,与户主关系,小组,转正日期\n丁一,1970-01-01,1,户主,一组,1999-07-01\n"
    stage.take_over(commas(text), kind="party-members", who="secretary")
    assert not Household.objects.exists()
    entry = RollEntry.objects.get()
    assert (entry.group, entry.since) == (stage.group, date(1999, 7, 1))


@pytest.mark.both_databases
def test_an_import_costs_a_few_statements_and_not_some_for_each_person(stage: Stage, django_assert_max_num_queries):
    """SQLite takes 999 values in one statement, so that a bulk of rows is several; PostgreSQL takes them in one."""

    def sheet(count: int, first: int) -> object:
        people = (f"丁{chr(0x4E00 + first + n)}某,1980-01-05" for n in range(count))
        lines = (f"一组,{first + n // 3},{person}" for n, person in enumerate(people))
        return commas("小组,户号,姓名,出生日期\n" + "\n".join(lines) + "\n")

    stage.take_over(sheet(3, 1))
    with django_assert_max_num_queries(100) as small:
        stage.take_over(sheet(30, 1000))
    with django_assert_max_num_queries(len(small) + 570 // 8):
        stage.take_over(sheet(600, 3000))
    assert queries.count_on_roll(stage.one, VILLAGERS, today()).persons == 633


@pytest.mark.both_databases
def test_what_stood_before_stands_when_a_file_is_refused(stage: Stage):
    stage.take_over(saved(village_sheet()), effective=LONG_AGO.isoformat())
    before = state(stage)
    assert stage.upload(commas("姓名,身份证号\n丁一,123\n")).status_code == 422
    assert state(stage) == before
