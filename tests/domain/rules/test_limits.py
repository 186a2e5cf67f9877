"""Time limits as definitions write them, and the answer to what cannot be read."""

from __future__ import annotations

import pytest

from qingdan.domain.complaints import Miswritten
from qingdan.domain.rules.limits import Limit, Unit, parse_limit


@pytest.mark.parametrize(
    ("text", "amount", "unit", "zh", "en"),
    [
        ("3 wd", 3, Unit.WORKING_DAYS, "3个工作日", "3 working days"),
        ("45 wd", 45, Unit.WORKING_DAYS, "45个工作日", "45 working days"),
        ("1 wd", 1, Unit.WORKING_DAYS, "1个工作日", "1 working day"),
        ("7 days", 7, Unit.DAYS, "7日", "7 days"),
        ("1 day", 1, Unit.DAYS, "1日", "1 day"),
        ("24 hours", 24, Unit.HOURS, "24小时", "24 hours"),
        ("1 months", 1, Unit.MONTHS, "1个月", "1 month"),
        ("12 months", 12, Unit.MONTHS, "12个月", "12 months"),
        ("  5   wd ", 5, Unit.WORKING_DAYS, "5个工作日", "5 working days"),
    ],
)
def test_a_limit_is_read(text: str, amount: int, unit: Unit, zh: str, en: str) -> None:
    limit = parse_limit(text)
    assert limit == Limit(amount, unit)
    assert (limit.words.zh, limit.words.en) == (zh, en)
    assert parse_limit(str(limit)) == limit


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "needs a whole number, a space and a unit"),
        ("wd", "needs a whole number"),
        ("5wd", "needs a whole number, a space and a unit"),
        ("five days", "needs a whole number"),
        ("1.5 days", "needs a whole number"),
        ("-3 days", "needs a whole number"),
        ("３ days", "needs a whole number"),
        ("3 weeks", "'weeks' is not a unit of time"),
        ("1 year", "'year' is not a unit of time"),
        ("5 WD", "'WD' is not a unit of time"),
        ("0 days", "from 1 to 9999"),
        ("10000 days", "from 1 to 9999"),
    ],
)
def test_what_cannot_be_read_is_named_with_all_forms(text: str, says: str) -> None:
    with pytest.raises(Miswritten) as caught:
        parse_limit(text)
    english = caught.value.to("en")
    assert says in english
    assert repr(text) in english
    assert "5 wd (working days), 15 days, 24 hours or 12 months" in english
    assert f"“{text}”" in caught.value.to("zh") and "工作日" in caught.value.to("zh")
