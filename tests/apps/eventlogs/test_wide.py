"""Ledgers with a line for each case, as they are found: headers, merged cells, days, rounds; and their faults."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from qingdan.domain.flow.conform.flows import FlowModel
from qingdan.domain.flow.machine import machine
from qingdan.records.eventlogs.layout import Form, Steps, layout_of, letters
from qingdan.records.eventlogs.wide import WideReader
from tests.domain.catalogue.helpers import mini_files
from tests.loaded import load

HERE = ZoneInfo("Asia/Shanghai")


@pytest.fixture(scope="module")
def steps() -> Steps:
    edition = load(mini_files()).edition
    return Steps.of(FlowModel(machine(edition.powers["small-buy"].flow, edition.limits)))


def lines(*rows: list[Any]) -> list[tuple[int, list[Any]]]:
    return list(enumerate(rows, start=1))


def told(steps: Steps, *rows: list[Any], guess: bool = False) -> tuple[dict[str, list[str]], WideReader]:
    """Each case with its events as ``step@month-day``, a beginning before it; and the reader."""
    table = lines(*rows)
    layout = layout_of(table, steps, guess=guess)
    assert layout is not None and layout.form is Form.WIDE
    reader = WideReader("台账", layout, steps, HERE)
    found = {row.number: [_said(event) for event in row.case(steps).events] for row in reader.rows(table)}
    return found, reader


def _said(event: Any) -> str:
    days = [event.began, event.time] if event.began is not None else [event.time]
    words = "…".join("?" if d is None else datetime.fromtimestamp(d, HERE).strftime("%m-%d") for d in days)
    return f"{event.activity}@{words}"


def columns(steps: Steps, *rows: list[Any], guess: bool = False) -> list[str]:
    layout = layout_of(lines(*rows), steps, guess=guess)
    return [column.key for column in layout.columns] if layout else []


def test_steps_are_known_by_name_id_and_english_with_what_stands_behind_them(steps: Steps) -> None:
    header = ["编号", "事项名称", "申请日期", "sign", "Reimburse date", "公示开始", "公示结束时间（年月日）", "备注"]
    keys = ["case", "title", "done:request", "done:sign", "done:paid-back", "began:result", "done:result", ""]
    assert columns(steps, header) == keys


def test_how_many_came_belongs_to_the_meeting_and_hands_to_the_step_on_their_left(steps: Steps) -> None:
    header = ["编号", "经办人", "申请日期", "开会日期", "签批", "签批人", "应到人数", "实到"]
    assert columns(steps, header) == [
        "case", "", "done:request", "done:decide", "done:sign", "person:sign", "entitled:decide", "present:decide",
    ]  # fmt: skip


def test_titles_and_headers_of_two_lines(steps: Steps) -> None:
    rows = (["示例村台账"], [], ["编号", "申请", None, "公示", None], ["", "日期", "经办人", "开始", "结束"])
    layout = layout_of([line for line in lines(*rows) if line[1]], steps)
    assert layout is not None and (layout.first, layout.last) == (3, 4)
    assert [c.key for c in layout.columns] == ["case", "done:request", "person:request", "began:result", "done:result"]


def test_a_line_for_each_event_is_told_from_a_line_for_each_case(steps: Steps) -> None:
    layout = layout_of(lines(["台账"], ["案号", "步骤", "日期"], ["1", "申请", "2024-05-01"]), steps)
    assert layout is not None and layout.form is Form.LONG and layout.first == 2
    assert layout_of(lines(["甲", "乙"], ["1", "2"]), steps) is None


def test_what_only_resembles_a_step_is_a_guess_and_only_where_asked_for(steps: Steps) -> None:
    header = ["编号", "申请日期", "张榜公示日期"]
    assert columns(steps, header) == ["case", "done:request", ""]
    assert columns(steps, header, guess=True) == ["case", "done:request", "done:result"]


def test_days_in_every_form_rounds_spans_ticks_and_what_was_not_done(steps: Steps) -> None:
    found, reader = told(
        steps,
        ["编号", "申请", "签批", "报账", "公示"],
        ["1", date(2024, 5, 1), "2024.5.2、2024年5月3日", 45416, "2024.5.10-2024.5.20"],
        ["2", datetime(2024, 5, 1, 9), "2024/5/2；\n2024/5/4", "√", "2024年5月10日至5月20日"],
        ["3", "20240501", "无", "/", "—"],
    )
    assert not reader.faults
    assert found["1"] == ["request@05-01", "sign@05-02", "sign@05-03", "paid-back@05-04", "result@05-10…05-20"]
    assert found["2"] == ["request@05-01", "sign@05-02", "sign@05-04", "paid-back@?", "result@05-10…05-20"]
    assert found["3"] == ["request@05-01"]


def test_what_was_done_on_one_day_stands_in_the_order_of_the_definition(steps: Steps) -> None:
    found, _reader = told(steps, ["编号", "公示", "签批", "申请"], ["1", "2024-05-01", "2024-05-01", "2024-05-01"])
    assert found == {"1": ["request@05-01", "sign@05-01", "result@05-01"]}


def test_merged_numbers_sums_feet_empty_lines_and_the_header_again(steps: Steps) -> None:
    header = ["编号", "申请", "签批"]
    found, reader = told(
        steps, header, ["1", "2024-05-01", None], ["", None, "2024-05-02"], [], ["2", "2024-05-03", ""], header,
        ["3", None, None], ["合计", "2"], ["填表人：示例甲", "2024-06-01"],
    )  # fmt: skip
    assert found == {"1": ["request@05-01", "sign@05-02"], "2": ["request@05-03"]}
    assert reader.unread == [6, 7, 8, 9] and not reader.faults


def test_a_beginning_alone_does_not_say_that_it_was_done(steps: Steps) -> None:
    found, _reader = told(steps, ["编号", "申请", "公示开始", "公示结束"], ["1", "2024-05-01", "2024-05-02", ""])
    assert found == {"1": ["request@05-01"]}


BAD = [
    (["1", "2024-02-30", ""], "B2：没有“2024-02-30”这一天", "B2: There is no day"),
    (["1", "去年春天", ""], "B2：“去年春天”不像日期", "B2: “去年春天” is no day"),
    (["", "2024-05-01", "", "买灯"], "A2：没有编号", "A2: the number is missing"),
]


@pytest.mark.parametrize(("row", "zh", "en"), BAD)
def test_what_cannot_be_read_is_named_by_its_cell(steps: Steps, row: list[Any], zh: str, en: str) -> None:
    _found, reader = told(steps, ["编号", "申请", "签批", "事项"], row)
    assert zh in reader.faults[0].to("zh") and en in reader.faults[0].to("en")


def test_a_number_that_stands_twice_is_named_with_its_first_line(steps: Steps) -> None:
    _found, reader = told(steps, ["编号", "申请"], ["1", "2024-05-01"], ["1", "2024-05-02"])
    assert "A3：编号“1”和第2行重复" in reader.faults[0].to("zh")
    assert "A3: number “1” stands in line 2 too" in reader.faults[0].to("en")


def test_columns_have_letters() -> None:
    assert [letters(n) for n in (0, 25, 26, 51, 52, 701, 702)] == ["A", "Z", "AA", "AZ", "BA", "ZZ", "AAA"]
