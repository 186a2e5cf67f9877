"""Reads when something was, as people and programs write it: a day, or a moment with or without a zone."""

from __future__ import annotations

import re
from datetime import datetime, time, timedelta, tzinfo
from functools import lru_cache

from qingdan.domain.rules.reasons import Unusable
from qingdan.domain.rules.written import parse_day, plain

_CLOCK = re.compile(
    r"^(?P<day>.*?)\s*(?P<half>上午|下午|中午|晚上)?\s*(?P<hour>\d{1,2})[:时点](?P<minute>\d{1,2})?分?(?::(?P<second>\d{2}))?$"
)
_DAY_SECONDS = 86_400


def seconds(text: str, zone: tzinfo) -> float:
    """A moment as seconds since 1970 in UTC; one without a zone is in ``zone``, a day alone begins it.

    :raises Unusable: with what to write.
    """
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        found = _as_people_write(text)
    return found.timestamp() if found.tzinfo else found.replace(tzinfo=zone).timestamp()


@lru_cache(maxsize=65_536)  # the same days stand in a ledger again and again
def _as_people_write(written: str) -> datetime:
    text = plain(written)
    clock = _CLOCK.match(text)
    if clock and clock["day"]:
        hour = int(clock["hour"]) + (12 if clock["half"] in ("下午", "晚上") and int(clock["hour"]) < 12 else 0)
        minute, second = int(clock["minute"] or 0), int(clock["second"] or 0)
        if hour < 24 and minute < 60 and second < 60:
            return datetime.combine(parse_day(clock["day"]), time(hour, minute, second))
        raise Unusable("time-none", f"没有“{text[:30]}”这个时间，请核对", f"There is no time “{text[:30]}”: check it.")
    whole, dot, part = text.partition(".")
    if dot and whole.isdigit() and part.isdigit() and len(whole) == 5:  # a spreadsheet's days, and part of a day
        return datetime.combine(parse_day(whole), time()) + timedelta(seconds=round(float("0." + part) * _DAY_SECONDS))
    return datetime.combine(parse_day(text), time())
