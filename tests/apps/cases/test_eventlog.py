"""The event log for auditors: it tells what was done, it fits the process, and it tells nobody more than he may see."""

from __future__ import annotations

import csv
import gzip
import json
from io import StringIO
from zoneinfo import ZoneInfo

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse

from qingdan.domain.rules.audience import Audience
from qingdan.features.cases.acts import open_case
from qingdan.features.cases.models import Case, PersonalFact
from qingdan.features.cases.running import machine_of
from qingdan.records.eventlogs.opening import read_log
from qingdan.records.people.acts import declare_kin
from qingdan.records.people.models import Person
from qingdan.records.regions.models import DivisionCode
from tests.apps.cases.test_desk import KIN
from tests.apps.cases.test_walk import requested
from tests.cast import client_for
from tests.editions import load_shipped
from tests.journeys.conftest import people_more
from tests.journeys.staging import Stage


def run(*words: object) -> str:
    said = StringIO()
    try:
        call_command("flow", *map(str, words), stdout=said, stderr=StringIO())
    except CommandError as refused:
        return f"{said.getvalue()}{refused}"
    return said.getvalue()


@pytest.fixture
def stage(cast) -> Stage:
    load_shipped()
    people_more(cast)
    return Stage(cast)


@pytest.mark.slow  # reads the whole catalogue
def test_the_log_fits_the_process_and_tells_an_outsider_no_more_than_the_board(stage, tmp_path):
    bought = stage.carry("petty-goods", "over")
    running, private = (
        stage.carry("petty-goods", "limit-check"),
        stage.open("minimum-living", "示例：陶家申请低保").case,
    )
    for name in ("log.xes", "log.xes.gz", "log.csv"):
        file = tmp_path / name
        assert "1件事" in run("log", file, "--power", "petty-goods")
        if name == "log.xes":  # the others hold the same events, see below
            assert "1件里有1件完全照流程办" in run("conform", "--model", "petty-goods", "--log", file)
        (case,) = read_log(file, ZoneInfo("Asia/Shanghai"))
        assert case.name == bought.number
        assert [e.activity for e in case.events] == completed(bought)
        assert all(event.recorded is not None and event.person is None for event in case.events)
        assert any(event.role for event in case.events)
        first = file.read_bytes()
        run("log", file, "--power", "petty-goods")
        assert file.read_bytes() == first
    run("log", tmp_path / "all.xes")
    told = (tmp_path / "all.xes").read_text(encoding="utf-8")
    assert running.number not in told and private.number not in told
    outsider_learns_nothing(told)
    outsider_learns_nothing((tmp_path / "log.csv").read_text(encoding="utf-8-sig"))
    assert gzip.decompress((tmp_path / "log.xes.gz").read_bytes()) == (tmp_path / "log.xes").read_bytes()


def completed(case: Case) -> list[str]:
    """The steps of a case that went straight on, in the order in which they were done."""
    found: dict[str, int] = {}
    for event in case.events.order_by("seq"):
        if event.key in case.state["results"]:
            found[event.key] = event.seq
    return [key for key, _seq in sorted(found.items(), key=lambda pair: pair[1])]


def outsider_learns_nothing(told: str) -> None:
    assert not [name for name in Person.objects.values_list("name", flat=True) if name in told]
    assert not [p.value for p in PersonalFact.objects.all() if isinstance(p.value, str) and p.value in told]
    assert not [case.title for case in Case.objects.all() if case.title in told]
    for case in Case.objects.all():
        for name, fact in machine_of(case).flow.facts.items():
            if fact.audience is not Audience.INTERNET:
                assert f'qingdan:fact.{name}"' not in told, name
                assert f'""{name}"":' not in told, name


def test_a_case_is_public_from_its_first_notice_for_everybody(cast, opened, tmp_path):
    case = requested(cast, opened)
    run("log", tmp_path / "log.csv")
    assert case.number not in (tmp_path / "log.csv").read_text(encoding="utf-8-sig")


def test_an_official_reads_the_log_of_his_place_with_names_and_without_personal_facts(cast, opened):
    case = requested(cast, opened)
    rows = downloaded(cast["secretary"])
    (row,) = rows
    assert (row["case"], row["activity"], row["activity_zh"], row["role"]) == (
        case.number, "request", "申请", "village-clerk",
    )  # fmt: skip
    assert row["person"] == cast["clerk"].person.name
    assert json.loads(row["facts"]) == {"budget": 300_000}
    assert "6222" not in str(rows)
    assert downloaded(cast["clerk_two"]) == []  # another village


def test_the_list_offers_the_log_to_who_may_have_it(cast, opened):
    opened()
    assert "导出事件日志" in client_for(cast["secretary"]).get(reverse("cases:list")).content.decode()
    assert "导出事件日志" not in client_for(cast["villager"]).get(reverse("cases:list")).content.decode()


def downloaded(member) -> list[dict[str, str]]:
    answer = client_for(member).get(reverse("cases:log-csv"))
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    return list(csv.DictReader(StringIO(text)))


def test_who_must_stand_aside_does_not_read_it_in_the_log(cast, adopt_flow, yesterday):
    declare_kin(
        acting=cast["clerk"].acting, person=cast["clerk"].person, relation="sibling", relative=cast["villager"].person
    )
    case = open_case(
        acting=cast.acting("director"), edition=adopt_flow(KIN), power="small-buy", village=cast.one,
        title="陶村民的事", happened_at=yesterday, parties={"applicant": cast["villager"].person.pk},
    ).case  # fmt: skip
    texts = {}
    for key in ("clerk", "secretary"):
        answer = client_for(cast[key]).get(reverse("cases:log-xes"))
        texts[key] = b"".join(answer.streaming_content).decode()
    assert case.number not in texts["clerk"]
    assert case.number in texts["secretary"]


def test_the_queries_do_not_grow_with_the_cases(cast, opened):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client = client_for(cast["secretary"])

    def count() -> int:
        with CaptureQueriesContext(connection) as queries:
            b"".join(client.get(reverse("cases:log-csv")).streaming_content)
        return len(queries)

    requested(cast, opened)
    count()
    one = count()
    for _ in range(3):
        opened()
    assert count() == one


@pytest.mark.parametrize(
    ("words", "zh", "en"),
    [
        (["log.txt"], "看不出“log.txt”要写成哪一种", "“log.txt” does not say which kind of log it is to be"),
        (["nowhere/log.csv"], "没有这个文件夹", "there is no such folder"),
        (["log.csv", "--power", "nothing"], "没有“nothing”这项权力的事项", "there is no case of “nothing”"),
        (["log.csv", "--village", "1"], "没有代码是“1”的村", "no village has the code “1”"),
        (["log.csv", "--since", "2026-02-30"], "--since", "For example 2026-01-05."),
    ],
)
def test_what_cannot_be_written_is_said(db, tmp_path, words, zh, en):
    file, *more = words
    assert zh in run("log", tmp_path / file, *more)
    assert en in run("log", tmp_path / file, *more, "--language", "en")


def test_since_and_village_narrow_the_log(cast, opened, tmp_path):
    opened()
    code = DivisionCode.objects.get(division=cast.one).code
    assert "看了1件" in run("log", tmp_path / "log.csv", "--village", code, "--since", "2020-01-01")
    assert "看了0件" in run("log", tmp_path / "log.csv", "--since", "2999-01-01")
