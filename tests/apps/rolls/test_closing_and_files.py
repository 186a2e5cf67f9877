"""A roll closed for posting stays as it was; a roll taken away as a file carries no formula and says who took it."""

from __future__ import annotations

import io
import zipfile
from datetime import date, timedelta

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse
from openpyxl import load_workbook

from qingdan.domain.rules.rolls import posted_digest
from qingdan.records.register.models import Entry
from qingdan.records.rolls import acts
from qingdan.records.rolls.models import ClosedNames, ClosedRoll
from qingdan.records.rolls.newcomers import Newcomer
from qingdan.records.rolls.queries.lists import closed_by_digest
from tests.apps.permissions.test_faults import words_of
from tests.apps.rolls.stage import LONG_AGO, MEMBERS, VILLAGERS, VOTERS, Stage, id_number, names_on, years_ago
from tests.apps.rolls.stage import saved as as_upload
from tests.apps.rolls.test_broken_sheets import rows_of_every_table
from tests.cast import client_for, today

pytestmark = pytest.mark.django_db
NUMBER = id_number(date(1970, 5, 3), seq=51)


def close(stage: Stage, kind: str = VILLAGERS, as_of: date | None = None) -> ClosedRoll:
    return acts.close_roll(
        acting=stage.cast["clerk"].acting, village=stage.one, roll=stage.roll(kind), as_of=as_of or today(),
        purpose="第十届村委会选举张榜",
    )  # fmt: skip


# -- closing ---------------------------------------------------------------------------------------------------------
@pytest.mark.both_databases
def test_a_closed_roll_is_a_picture_that_later_changes_do_not_touch(stage: Stage):
    house = stage.household("1", "示例·陈甲")
    stage.member(house, "示例·陈乙")
    stage.household("2", "示例·林甲", group=stage.other)
    closed = close(stage)
    assert (closed.persons, closed.households, closed.capable) == (3, 2, 3)
    assert closed.by_group == [[stage.group.pk, "第一村民小组", 2, 1, 2], [stage.other.pk, "第二村民小组", 1, 1, 1]]
    stage.enter("示例·后来的")
    member = house.members.get(relation="child")
    acts.end_membership(
        acting=stage.cast["clerk"].acting, member=member, keeping=stage.rolls.households, last_day=LONG_AGO,
        why="died", also=[stage.roll()],
    )  # fmt: skip
    page = stage.get("clerk", "closed", closed.pk)
    said = " ".join(words_of(page).split())
    for words in ("3 人", "示例·陈乙", "第二村民小组", closed.digest, "第十届村委会选举张榜"):
        assert words in said
    assert "示例·后来的" not in said


@pytest.mark.both_databases
def test_the_digest_proves_the_names_and_outlives_them(stage: Stage):
    stage.household("1", "示例·陈甲")
    closed = close(stage)
    names = closed.names
    assert posted_digest(names.salt, names.rows) == closed.digest
    changed = [[*names.rows[0][:1], "示例·别人", *names.rows[0][2:]]]
    assert posted_digest(names.salt, changed) != closed.digest
    ClosedNames.objects.all().delete()  # what erasure does
    page = stage.get("clerk", "closed", closed.pk)
    assert "姓名已按规定删除" in words_of(page)
    assert closed.digest in words_of(page)


def test_names_that_were_tampered_with_are_called_so(stage: Stage):
    stage.enter()
    closed = close(stage)
    assert "校验码对不上" not in words_of(stage.get("clerk", "closed", closed.pk))
    rows = [[row[0], "示例·别人", *row[2:]] for row in closed.names.rows]
    ClosedNames.objects.filter(closed=closed).update(rows=rows)
    assert "校验码对不上" in words_of(stage.get("clerk", "closed", closed.pk))


@pytest.mark.both_databases
def test_the_database_refuses_to_change_a_closed_roll(stage: Stage):
    stage.enter()
    closed = close(stage)
    for change in (
        lambda: ClosedRoll.objects.filter(pk=closed.pk).update(persons=99),
        lambda: ClosedRoll.objects.filter(pk=closed.pk).delete(),
    ):
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            ClosedNames.objects.all().delete()
            change()


def test_the_register_keeps_number_and_digest_and_no_name(stage: Stage):
    stage.enter()
    closed = close(stage)
    entry = Entry.objects.get(kind="rolls.closed")
    assert entry.data["whole_digest"] == closed.digest
    assert entry.data["persons"] == 1
    assert "陈甲" not in str(entry.data)


def test_of_an_election_the_age_counts_up_to_its_day(stage: Stage):
    election = today() + timedelta(days=20)
    stage.enter("示例·陈小", VOTERS, born=years_ago(18) + timedelta(days=12))
    stage.enter("示例·更小", VOTERS, born=years_ago(18) + timedelta(days=40))
    stage.enter("示例·陈甲", VOTERS)
    closed = close(stage, VOTERS, as_of=election)
    assert [row[1] for row in closed.names.rows] == ["示例·陈小", "示例·陈甲"]
    assert closed.names.persons == [e.person_id for e in stage.one.roll_entries.exclude(person__name="示例·更小")]


def test_a_notice_finds_the_roll_by_its_digest(stage: Stage, django_assert_num_queries):
    stage.enter()
    closed = close(stage)
    with django_assert_num_queries(1):
        found = closed_by_digest(closed.digest)
    assert found == closed
    assert found.names.rows[0][1] == "示例·陈甲"
    assert closed_by_digest("0" * 64) is None


def test_the_same_roll_closed_twice_is_two_with_two_digests(stage: Stage):
    stage.enter()
    assert close(stage).digest != close(stage).digest
    assert len(stage.get("clerk", "roll", stage.one.pk, VILLAGERS).context["closed"]) == 2


def test_closing_at_the_desk(stage: Stage):
    form = {"as_of": today().isoformat(), "purpose": "第十届村委会选举张榜"}
    empty = stage.post("clerk", "close", stage.one.pk, VILLAGERS, **form)
    assert empty.status_code == 422
    assert "没有可以定稿的" in words_of(empty)
    stage.enter()
    assert "这里要填" in words_of(stage.post("clerk", "close", stage.one.pk, VILLAGERS, **{**form, "purpose": ""}))
    page = stage.post("clerk", "close", stage.one.pk, VILLAGERS, follow=True, **form)
    assert "以后再改名册，这一份也不会变" in words_of(page)
    assert "第十届村委会选举张榜" in words_of(stage.get("clerk", "village", stage.one.pk))


# -- taking away -----------------------------------------------------------------------------------------------------
def export(stage: Stage, kind: str = VILLAGERS, **form: object):
    return stage.post("clerk", "export", stage.one.pk, kind, **{"purpose": "核对医保参保名单", **form})


def lines_of(answer) -> list[tuple]:
    return [tuple(row) for row in load_workbook(io.BytesIO(answer.content)).active.iter_rows(values_only=True)]


def test_a_roll_is_taken_away_with_masked_numbers(stage: Stage):
    house = stage.household("1", newcomer=stage.person("示例·陈甲", None, NUMBER))
    stage.member(house, "示例·陈乙")
    answer = export(stage)
    assert answer.status_code == 200
    assert "attachment" in answer["Content-Disposition"]
    assert "no-store" in answer["Cache-Control"]
    title, header, first, second = lines_of(answer)
    assert "示例一村十八周岁以上村民名册" in title[0]
    assert header[:6] == ("村民小组", "户号", "姓名", "与户主关系", "性别", "身份证号")
    assert first[:6] == ("第一村民小组", "1", "示例·陈甲", "户主", "男", f"999{'*' * 13}{NUMBER[-2:]}")
    assert second[2:4] == ("示例·陈乙", "子女")
    assert NUMBER.encode() not in answer.content
    entry = Entry.objects.get(kind="rolls.exported")
    assert entry.data["count"] == 2
    assert entry.personal.words == {"purpose": "核对医保参保名单"}


def test_with_numbers_whoever_is_on_it_sees_who_took_them(stage: Stage):
    villager = stage.cast["villager"]
    stage.enter(kind=MEMBERS, newcomer=Newcomer(person=villager.person))
    stage.enter("示例·陈甲", MEMBERS, number=NUMBER, born=None)
    answer = export(stage, MEMBERS, with_numbers="on")
    assert NUMBER in {cell for line in lines_of(answer) for cell in line}
    mine = words_of(client_for(villager).get(reverse("people:me")))
    assert "导出了“集体经济组织成员名册”，带身份证号" in mine
    assert "核对医保参保名单" in mine
    other = words_of(stage.browser("representative").get(reverse("people:me")))
    assert "核对医保参保名单" not in other


def test_an_export_without_purpose_or_twice_gives_no_file(stage: Stage):
    stage.enter()
    before = rows_of_every_table()
    assert export(stage, purpose="看看").status_code == 422
    assert rows_of_every_table() == before
    assert export(stage, once="a").status_code == 200
    again = export(stage, once="a")
    assert again.status_code == 422
    assert "已经交过了" in words_of(again)


def test_no_cell_of_a_file_is_a_formula_whatever_was_typed(stage: Stage):
    for n, note in enumerate(("=1+1", "+1", "-1", "@SUM(1)", "\t=1", "=cmd|'/C calc'!A0")):
        stage.enter(f"示例·陈{'甲乙丙丁戊己'[n]}", note=note, born=date(1960 + n, 1, 1))
    answer = export(stage)
    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        page = archive.read("xl/worksheets/sheet1.xml").decode()
    assert "<f>" not in page and "<f " not in page
    assert 't="n"' not in page
    book = load_workbook(io.BytesIO(answer.content))
    assert {cell.data_type for row in book.active.iter_rows() for cell in row if cell.value} == {"s"}
    assert "=1+1" in {cell.value for row in book.active.iter_rows() for cell in row}


def test_an_exported_roll_is_read_again_and_changes_nothing(stage: Stage):
    house = stage.household("1", newcomer=stage.person("示例·陈甲", None, NUMBER))
    stage.member(house, "示例·陈乙")
    answer = export(stage, with_numbers="on")
    upload = stage.upload(as_upload(load_workbook(io.BytesIO(answer.content))))
    page = stage.browser("clerk").get(upload["Location"])
    assert page.context["plan"].is_empty, words_of(page)


def test_the_empty_workbook_is_filled_in_and_read(stage: Stage):
    answer = stage.get("clerk", "blank", stage.one.pk, VILLAGERS)
    assert "attachment" in answer["Content-Disposition"]
    book = load_workbook(io.BytesIO(answer.content))
    page = book.worksheets[0]
    header = [cell.value for cell in page[1]]
    assert page.column_dimensions["F"].number_format == "@"
    values = {
        "村民小组": "第一村民小组", "户号": "0101", "姓名": "示例·陈甲", "与户主关系": "户主", "身份证号": NUMBER,
        "列入原因": "迁入",
    }  # fmt: skip
    for place, name in enumerate(header, start=1):
        page.cell(2, place).value = values.get(name)
    assert stage.take_over(as_upload(book)).status_code == 302
    assert names_on(stage) == ["示例·陈甲"]
    said = "\n".join(str(row[0]) for row in book.worksheets[1].iter_rows(values_only=True))
    for words in ("一行填一个人", "不要写公式", "第一村民小组、第二村民小组", "迁入"):
        assert words in said


def test_the_empty_workbook_alone_says_that_nobody_is_in_it(stage: Stage):
    answer = stage.get("clerk", "blank", stage.one.pk, VILLAGERS)
    said = words_of(stage.upload(as_upload(load_workbook(io.BytesIO(answer.content)))))
    assert "表头下面一个人也没有" in said
