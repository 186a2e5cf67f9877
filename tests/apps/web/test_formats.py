"""How days, times and money are written, in both languages."""

from datetime import UTC, date, datetime

import pytest
from django.template import Context, Template
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from qingdan.domain.words import Words
from qingdan.web import formats

DAY = date(2026, 11, 23)
AT = datetime(2026, 11, 23, 0, 40, tzinfo=UTC)  # 8:40 in Shanghai


def shown(source, language="zh-hans", **context):
    with translation.override(language):
        return Template(source).render(Context(context))


@pytest.mark.parametrize(
    ("source", "chinese", "english"),
    [
        ("{{ d|zh_date }}", "2026年11月23日", "23 Nov 2026"),
        ('{{ d|zh_date:"weekday" }}', "2026年11月23日 星期一", "Mon 23 Nov 2026"),
        ('{{ d|zh_date:"short" }}', "11月23日", "23 Nov"),
        ("{{ at|zh_date }}", "2026年11月23日", "23 Nov 2026"),
        ("{{ at|zh_time }}", "2026年11月23日 8:40", "23 Nov 2026, 8:40"),
        ('{{ at|zh_time:"short" }}', "11月23日 8:40", "23 Nov, 8:40"),
        ("{{ d|zh_weekday }}", "周一", "Mon"),
        ('{{ "2026-11-23"|zh_date }}', "2026年11月23日", "23 Nov 2026"),
        ("{{ fen|yuan }}", "¥12,300.00", "¥12,300.00"),
        ("{{ 5|yuan }}", "¥0.05", "¥0.05"),
        ("{{ debt|yuan }}", "-¥5.00", "-¥5.00"),
        ("{{ pair|local }}", "申请低保", "Apply"),
        ("{{ words|local }}", "申请低保", "Apply"),
        ("{{ half|local }}", "申请低保", "申请低保"),
        ('{{ "原样"|local }}', "原样", "原样"),
        ("{{ none|zh_date }}{{ none|zh_time }}{{ none|yuan }}{{ none|local }}{{ none|zh_weekday }}", "", ""),
    ],
)
def test_texts(source, chinese, english):
    values = {
        "d": DAY,
        "at": AT,
        "fen": 1_230_000,
        "debt": -500,
        "pair": {"zh": "申请低保", "en": "Apply"},
        "half": {"zh": "申请低保", "en": ""},
        "words": Words("申请低保", "Apply"),
        "none": None,
    }
    assert shown(source, "zh-hans", **values) == chinese
    assert shown(source, "en", **values) == english


def test_a_time_is_shown_in_the_time_of_the_place():
    late = datetime(2026, 11, 22, 16, 5, tzinfo=UTC)
    assert shown("{{ at|zh_date }} {{ at|zh_time }}", at=late) == "2026年11月23日 2026年11月23日 0:05"


@given(st.integers(min_value=-(10**14), max_value=10**14))
def test_a_sum_reads_back_to_the_same_fen(fen):
    text = formats.yuan_text(fen)
    sign = -1 if text.startswith("-") else 1
    assert sign * int(text.lstrip("-¥").replace(",", "").replace(".", "")) == fen


@pytest.mark.parametrize("wrong", [12.5, "12.50", True, object()])
def test_money_that_is_not_whole_fen_is_refused(wrong):
    with pytest.raises(ValueError, match="whole fen"):
        formats.yuan_text(wrong)


def test_what_is_not_a_day_or_a_time_is_refused():
    with pytest.raises(ValueError, match="not a date"):
        formats.day_text(20261123, "zh-hans")
    with pytest.raises(ValueError, match="no time of day"):
        formats.time_text(DAY, "zh-hans")
    with pytest.raises(ValueError, match="zh_date knows"):
        try:
            shown('{{ d|zh_date:"long" }}', d=DAY)
        except Exception as wrong:
            raise ValueError(str(wrong)) from wrong
