"""``qingdan flow simulate`` and ``flow separation``: what they print, write and refuse."""

from __future__ import annotations

import json

import pytest

from qingdan.web.management import simulating
from tests.apps.editions.conftest import catalogue as catalogue  # the fixture
from tests.apps.editions.test_commands import fails, run
from tests.loaded import shipped

POWER = "small-buy"
SHIPPED = "minimum-living"


def test_a_power_is_searched_and_simulated(catalogue):
    said = run("flow", "simulate", POWER, "--cases", "50", "--seed", "4")
    for words in ("Every way", "Nothing is stuck anywhere.", "How many days", "These are assumptions", "Seed  4"):
        assert words in said
    assert run("flow", "simulate", POWER, "--cases", "50", "--seed", "4") == said


def test_the_same_as_json(catalogue):
    found = json.loads(run("flow", "simulate", POWER, "--cases", "20", "--json"))
    assert found["missing"] == [] and found["dead_ends"] == [] and found["simulated"]["cases"] == 20
    assert set(found["endings"]) >= {"bought"} or found["endings"]


@pytest.mark.parametrize(("name", "begins"), [("r.html", "<!doctype html>"), ("r.md", "# ")])
def test_a_report_is_written(catalogue, tmp_path, name, begins):
    file = tmp_path / name
    assert "Written" in run("flow", "simulate", POWER, "--cases", "20", "--report", str(file))
    text = file.read_text(encoding="utf-8")
    assert text.startswith(begins) and "Who must not be one person" in text and "Digest of the list" in text


def test_all_powers_are_searched_in_the_list_s_order(catalogue):
    lines = run("flow", "simulate", "--all").strip().splitlines()
    assert len(lines) == 2 and all("states" in line and "need a remedy" in line for line in lines)
    assert len(json.loads(run("flow", "simulate", "--all", "--json"))) == 2


def test_separation_of_one_power_and_of_all(catalogue):
    assert "held by one person" in run("flow", "separation", "--power", POWER) or run("flow", "separation")
    rows = json.loads(run("flow", "separation", "--json"))
    assert rows and {"power", "posts", "causes", "step", "checks", "verdict", "with_deputies", "remedy"} == set(rows[0])
    alone = json.loads(run("flow", "separation", "--json", "--together", "1"))
    assert all(len(row["causes"]) == 1 for row in alone)
    assert [row for row in rows if len(row["causes"]) == 1] == alone


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("simulate",), "Name one power, or write --all."),
        (("simulate", POWER, "--all"), "Name one power, or write --all."),
        (("simulate", POWER, "--cases", "-1"), "--cases must be from 0 to"),
        (("simulate", POWER, "--report", "r.pdf"), "A report is a file .html or .md, of one power."),
        (("simulate", "smal-buy"), "small-buy"),
        (("separation", "--power", "smal-buy"), "small-buy"),
        (("separation", "--together", "0"), "--together must be from 1 to 6."),
        (("separation", "--together", "7"), "--together must be from 1 to 6."),
    ],
)
def test_what_cannot_be_is_refused_in_words(catalogue, words, message):
    assert message in fails("flow", *words)[1]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("village", "message"),
    [("没有这个村", "No village is called"), ("419001999999", "No village has the code 419001999999.")],
)
def test_a_village_that_is_not_there_is_said(catalogue, village, message):
    assert message in fails("flow", "separation", "--village", village)[1]
    assert message in fails("flow", "simulate", POWER, "--village", village)[1]


@pytest.mark.django_db
def test_a_village_is_judged_with_its_people_and_simulated_with_its_times(cast, monkeypatch):
    monkeypatch.setattr(simulating, "edition_from_files", lambda command: shipped())  # read once for all tests
    asked = ("flow", "separation", "--village", cast.one.name, "--power", SHIPPED)
    assert "the holder must stand aside" in run(*asked)
    groups = json.loads(run(*asked, "--json"))
    assert groups and all(row["power"] == SHIPPED for group in groups for row in group["rows"])
    assert cast.one.short_name in run("flow", "simulate", SHIPPED, "--village", cast.one.name, "--cases", "10")
