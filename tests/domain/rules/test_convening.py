"""How a meeting was called: what is in order, what is a flaw, what is only unknown. Rows of the law: test_words."""

from __future__ import annotations

from datetime import date

from qingdan.domain.rules.convening import Convening, Demand, hear, latest_notice
from qingdan.domain.rules.limits import parse_limit
from tests.domain.rules.files import bodies, work_calendar

HELD = date(2026, 11, 14)


def heard(slug: str, **how: object):
    return hear(bodies()[slug], Convening(HELD, **how), work_calendar())  # type: ignore[arg-type]


def test_the_days_and_the_article_are_said() -> None:
    found = heard("villagers-assembly", noticed_on=date(2026, 11, 5))
    said = "2026年11月5日通知，2026年11月14日开会，提前9天，要求提前10日，通知晚了，最迟2026年11月4日"
    assert [r.words.zh for r in found.flaws] == [f"{said}（村民委员会组织法 第25条）"]
    assert found.reasons == ()
    assert found.flaws[0].data["days"] == 9


def test_a_day_of_notice_that_nobody_wrote_down_is_a_flaw_too() -> None:
    assert [r.code for r in heard("villagers-assembly").flaws] == ["notice-unknown"]


def test_where_no_law_asks_for_notice_nothing_is_said() -> None:
    assert heard("representatives") == heard("council")
    assert latest_notice(bodies()["council"], Convening(HELD), work_calendar()) is None


def test_a_flow_may_ask_for_more_days_and_no_law_is_quoted_for_them() -> None:
    found = heard("representatives", noticed_on=date(2026, 11, 13), notice=parse_limit("3 days"))
    assert "（本流程规定）" in found.flaws[0].words.zh


def test_a_meeting_called_again_too_soon_is_found() -> None:
    how = {"noticed_on": date(2026, 11, 3), "again_after": parse_limit("3 days")}
    assert [r.code for r in heard("representatives", last=date(2026, 11, 11), **how).reasons] == ["again-kept"]
    assert [r.code for r in heard("representatives", last=date(2026, 11, 12), **how).flaws] == ["again-soon"]


def test_too_few_who_ask_is_no_flaw_the_conveners_decide() -> None:
    found = heard("representatives", demand=Demand(0, 3, 41))
    assert [r.code for r in found.reasons] == ["demand-open"]
    assert "还差6人，由召集人决定" in found.reasons[0].words.zh


def test_a_meeting_held_on_another_day_than_called_is_found() -> None:
    how = {"noticed_on": date(2026, 11, 1), "called_for": date(2026, 11, 13)}
    assert [r.code for r in heard("villagers-assembly", **how).flaws] == ["held-elsewhen"]


def test_a_demand_of_a_group_that_the_body_does_not_know_says_nothing() -> None:
    assert heard("council", demand=Demand(3, 3, 41)).reasons == ()
