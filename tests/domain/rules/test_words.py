"""The two tables in words that a jurist reads (``words/*.yaml``), held against the catalogue and the rules."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import reduce
from pathlib import Path
from typing import Any

import pytest

from qingdan.domain.flow.values import Matter
from qingdan.domain.rules.attendance import Attendance, Votes
from qingdan.domain.rules.bodies import Body
from qingdan.domain.rules.composition import made_up
from qingdan.domain.rules.convening import Convening, Demand, hear
from qingdan.domain.rules.election import Poll, elect
from qingdan.domain.rules.limits import parse_limit
from qingdan.domain.rules.quorum import judge
from tests.domain.rules.files import bodies, plain, work_calendar
from tests.loaded import shipped

WORDS = Path(__file__).parent / "words"
ROWS = plain(WORDS / "bodies.yaml")
CLOCKS = plain(WORDS / "clocks.yaml")
CASES = [pytest.param(row["body"], case, id=f"{row['row']}：{case['say']}") for row in ROWS for case in row["cases"]]


def day(case: Mapping[str, Any], key: str) -> date | None:
    return date.fromisoformat(str(case[key])) if key in case else None


# -- bodies ------------------------------------------------------------------------------------------------------
def test_every_body_of_the_catalogue_stands_in_the_table_and_none_twice() -> None:
    told = [row["body"] for row in ROWS]
    assert sorted(told) == sorted(bodies())


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["row"])
def test_a_body_rests_on_the_articles_that_the_table_names(row: dict) -> None:
    cited = {f"{b.law} {a}" for b in bodies()[row["body"]].bases() for a in b.articles or ("",)}
    assert {str(law) for law in row["law"]} <= {c.strip() for c in cited}


FACTS = {
    "called_by": lambda body: list(body.called_by),
    "at_least": lambda body: f"{body.frequency.times} a {body.frequency.per}",
    "delegable": lambda body: body.delegable,
    "setting": lambda body: body.setting,
    "notice": lambda body: str(body.notice.limit),
    "says": lambda body: list(body.notice.says),
    "at_short_term": lambda body: body.notice.urgent,
    "proxy": lambda body: body.proxy is not None,
    "proxies_each": lambda body: body.proxy.most,
    "candidates_carry": lambda body: body.proxy.candidates,
    "online": lambda body: body.online,
    "secret": lambda body: body.secret,
    "years": lambda body: body.years,
    "fewest": lambda body: body.size[0],
    "most": lambda body: body.size[1],
    "chair": lambda body: body.chair.by.zh,
    "more_candidates": lambda body: body.candidates.more,
    "bans": lambda body: len(body.candidates.bans),
    "roll_before": lambda body: str(body.roll.before),
    "roll_objections": lambda body: str(body.roll.objections),
    "roll_ruling": lambda body: str(body.roll.ruling),
    "within_after_demand": lambda body: str(body.on_demand.within),
    "else_by": lambda body: list(body.on_demand.else_by),
    "else_within": lambda body: str(body.on_demand.else_within),
}


@pytest.mark.parametrize("row", [r for r in ROWS if "is" in r], ids=lambda row: row["row"])
def test_what_a_body_is(row: dict) -> None:
    body = bodies()[row["body"]]
    for key, expected in row["is"].items():
        if key in ("not_for", "may"):
            assert [bool(body.bars(matter(m))) for m in expected] == [key == "not_for"] * len(expected), key
        else:
            assert FACTS[key](body) == expected, key


def matter(written: str) -> Matter:
    """``农村集体经济组织法 26(8)``."""
    law, article = written.split()
    number, _, item = article.rstrip(")").partition("(")
    return Matter(law, number, int(item) if item else None)


@pytest.mark.parametrize(("slug", "case"), CASES)
def test_what_the_law_says_of_the_numbers(slug: str, case: dict) -> None:
    body = bodies()[slug]
    if "who_asks" in case or "told" in case:
        convened(body, case)
    elif "part" in case:
        reason = made_up(body, case["of"], {case["part"]: case["are"]})[0]
        assert (reason.code == "part-enough") is case["enough"]
    elif "seats" in case:
        elected(body, case)
    else:
        met(body, case)


def convened(body: Body, case: dict) -> None:
    demand = Demand(case["who_asks"], case["ask"], case["of"], day(case, "asked_on")) if "who_asks" in case else None
    held = day(case, "held") or date(2026, 11, 14)
    how = Convening(held, day(case, "told"), urgent=case.get("urgent", False), demand=demand)
    heard = hear(body, how, work_calendar())
    codes = {reason.code for reason in (*heard.reasons, *heard.flaws)}
    if "must_be_called" in case:
        assert ("demand-reached" if case["must_be_called"] else "demand-open") in codes
    if "in_time" in case:
        assert ("asked-in-time" if case["in_time"] else "asked-late") in codes
    if "notice" in case:
        assert f"notice-{case['notice']}" in codes
        assert bool(heard.flaws) is (case["notice"] == "short")


def counted(body: Body, value: int | Mapping[str, int]) -> dict[str, int]:
    return dict(value) if isinstance(value, Mapping) else {body.voters: value}


def record(body: Body, case: dict, votes: Votes | None = None) -> Attendance:
    more = {"recused": case.get("aside", 0), "proxies": case.get("proxies", 0), "online": case.get("online", 0)}
    return Attendance(counted(body, case["whole"]), counted(body, case["came"]), votes, **more)


def met(body: Body, case: dict) -> None:
    voters = max(counted(body, case["came"]).values()) - case.get("aside", 0)
    votes = Votes(case["in_favour"], voters - case["in_favour"]) if "in_favour" in case else None
    verdict = judge(body, record(body, case, votes))
    if "refused" in case:
        assert case["refused"] in {e.code for e in verdict.errors}
        return
    assert not verdict.errors
    assert verdict.quorate is case.get("quorate", True)
    assert verdict.passed is case.get("passed")
    assert all("第" in r.words.zh or r.code in ("no-quorum-rule", "not-cast") or body.setting for r in verdict.reasons)


def elected(body: Body, case: dict) -> None:
    came = case["came"]
    votes = {name: Votes(n) for name, n in case["votes"].items()}
    poll = Poll(case["seats"], case.get("issued", came), came, votes, case.get("invalid", 0))
    found = elect(body, record(body, {"aside": 0, **case}), poll)
    assert not found.errors
    assert found.void is case.get("void", False)
    if not found.void:
        assert (found.quorate, list(found.elected)) == (True, case["elected"])
        assert found.open_seats == case.get("open", 0)
        assert list(found.tied) == case.get("again", [])


# -- clocks ------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("row", [r for r in CLOCKS if r["limit"] != "no number"], ids=lambda row: row["clock"])
def test_a_clock_runs_to_the_day_worked_out_by_hand(row: dict) -> None:
    start, last = day(row, "from"), day(row, "last")
    assert start and last
    count = work_calendar().before if row.get("before") else work_calendar().add
    assert count(start, parse_limit(row["limit"])).due == last


@pytest.mark.parametrize("row", [r for r in CLOCKS if "said_by" in r], ids=lambda row: row["clock"])
def test_the_catalogue_says_the_same_number(row: dict) -> None:
    owner, *path = row["said_by"].split()
    assert str(said(owner, path)) == row["limit"]


def said(owner: str, path: list[str]) -> object:
    """``body SLUG PART``, ``limit NAME``, ``POWER clocks.NAME`` or ``POWER STEP.PART``."""
    if owner == "body":
        value = reduce(getattr, path[1].split("."), shipped().bodies[path[0]])
        return getattr(value, "limit", value)
    if owner == "limit":
        return f"{shipped().limits[path[0]]} days"
    flow, (name, *rest) = shipped().powers[owner].flow, path[0].split(".")
    if name == "clocks":
        return getattr(flow.clocks[rest[0]], rest[1] if rest[1:] else "limit")
    block: Any = next(b for b in flow.blocks() if getattr(b, "id", None) == name)
    return block.disclosure.objections if rest == ["objections"] else getattr(block, rest[0])


@pytest.mark.parametrize("row", [r for r in CLOCKS if "said_by" in r], ids=lambda row: row["clock"])
def test_the_article_of_a_clock_is_in_the_catalogue(row: dict) -> None:
    law, _, article = row["law"].rpartition(" ")
    assert article in shipped().laws[law].articles


def test_a_clock_without_a_number_names_no_days() -> None:
    open_ones = [row for row in CLOCKS if row["limit"] == "no number"]
    assert open_ones and not any({"from", "last", "said_by"} & row.keys() for row in open_ones)
