"""Event logs as they are found: encodings, separators, days, workbooks, XES; and what is said of those that are not."""

from __future__ import annotations

import gzip
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import openpyxl
import pytest

from qingdan.domain.complaints import DefinitionError
from qingdan.records.eventlogs.columns import asked_columns
from qingdan.records.eventlogs.opening import read_log

HERE = ZoneInfo("Asia/Shanghai")
ROWS = [
    ["案号", "步骤", "办理时间", "经办人", "备注"],
    ["甲-2", "申请", "2024年5月3日", "示例甲", ""],
    ["甲-1", "公示", "2024-05-09T08:30:00+08:00", "示例乙", "补"],
    ["甲-1", "申请", "2024.5.2", "", ""],
    ["甲-1", "归档", "2024/5/9 下午3:05", "", ""],
]


def told(path: Path, asked: str = ""):
    return {
        case.name: [
            (event.activity, datetime.fromtimestamp(event.time, HERE).strftime("%m-%d %H:%M"), event.person)
            for event in case.events
        ]
        for case in read_log(path, HERE, asked_columns(asked))
    }


EXPECTED = {
    "甲-1": [("申请", "05-02 00:00", None), ("公示", "05-09 08:30", "示例乙"), ("归档", "05-09 15:05", None)],
    "甲-2": [("申请", "05-03 00:00", "示例甲")],
}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("separator", [",", "\t", ";", "，"])
def test_a_table_as_spreadsheets_save_it(tmp_path, encoding, separator):
    path = tmp_path / "台账.csv"
    path.write_bytes("\r\n".join(separator.join(row) for row in ROWS).encode(encoding))
    assert told(path) == EXPECTED


def test_a_workbook(tmp_path):
    book = openpyxl.Workbook()
    for row in ROWS:
        book.active.append(row)
    book.active["C2"] = datetime(2024, 5, 3)
    path = tmp_path / "台账.xlsx"
    book.save(path)
    assert told(path) == EXPECTED


def test_columns_of_other_tools_and_columns_that_are_named(tmp_path):
    path = tmp_path / "log.csv"
    path.write_text("case:concept:name,concept:name,time:timestamp\n1,a,2024-01-01\n", encoding="utf-8")
    assert told(path) == {"1": [("a", "01-01 00:00", None)]}
    path.write_text("哪件,哪步,几时\n1,a,2024-01-01\n", encoding="utf-8")
    assert told(path, "case=哪件，activity=哪步,time=几时") == {"1": [("a", "01-01 00:00", None)]}


def test_without_times_the_order_is_that_of_the_lines(tmp_path):
    path = tmp_path / "log.csv"
    path.write_text("case,activity\n1,b\n2,x\n1,a\n", encoding="utf-8")
    found = {case.name: [(e.activity, e.line) for e in case.events] for case in read_log(path, HERE)}
    assert found == {"1": [("b", 2), ("a", 4)], "2": [("x", 3)]}


XES = """<?xml version="1.0" encoding="UTF-8"?>
<log xmlns="http://www.xes-standard.org/"><trace><string key="concept:name" value="c1"/>
<event><string key="concept:name" value="post"/><string key="lifecycle:transition" value="start"/>
<date key="time:timestamp" value="2024-05-02T08:00:00+08:00"/></event>
<event><string key="concept:name" value="post"/><string key="lifecycle:transition" value="complete"/>
<date key="time:timestamp" value="2024-05-09T08:00:00+08:00"/><string key="org:resource" value="示例甲"/>
<string key="qingdan:result" value="clear"/></event></trace></log>"""


@pytest.mark.parametrize("packed", [False, True])
def test_xes_and_its_transitions(tmp_path, packed):
    path = tmp_path / ("log.xes.gz" if packed else "log.xes")
    path.write_bytes(gzip.compress(XES.encode()) if packed else XES.encode())
    ((name, (event,)),) = read_log(path, HERE)
    assert (name, event.activity, event.person, event.result) == ("c1", "post", "示例甲", "clear")
    assert event.time - event.began == 7 * 86_400


BAD = {
    "empty.csv": (b"", "文件是空的", "the file is empty"),
    "header.csv": ("甲,乙\n1,2\n".encode(), "认不出哪一列是案号、步骤", "no column is known as case or activity"),
    "day.csv": (b"case,activity,time\n1,a,2024-02-30\n", "没有“2024-02-30”这一天", "There is no day “2024-02-30”"),
    "time.csv": (b"case,activity,time\n1,a,\n", "没有时间", "the time is missing"),
    "case.csv": (b"case,activity\n,a\n", "没有案号或步骤", "case or step is missing"),
    "quote.csv": (b'case,activity\n1,"' + b"a" * 200_000, "这一行读不出", "this line cannot be read"),
    "cut.xes": (XES[:400].encode(), "这不是完整的 XML", "This is not well-formed XML"),
    "none.xes": (b"<log/>", "里面没有一个案件", "there is no trace in it"),
    "name.xes": (b"<log><trace><event/></trace></log>", "有一个事件没有名称", "an event has no name"),
    "laughs.xes": (
        b'<!DOCTYPE l [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><log><trace/></log>',
        "文件里有 <!DOCTYPE>",
        "It has a <!DOCTYPE>",
    ),
    "broken.xlsx": (b"PK\x03\x04nothing", "这个工作簿打不开", "This workbook cannot be opened"),
    "broken.xes.gz": (b"\x1f\x8b\x08nothing", "压缩文件是坏的", "the packed file is damaged"),
}


@pytest.mark.parametrize("name", BAD)
def test_what_is_said_of_a_log_that_cannot_be_read(tmp_path, name):
    content, zh, en = BAD[name]
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(DefinitionError) as refused:
        list(read_log(path, HERE))
    assert zh in refused.value.to("zh") and name in refused.value.to("zh")
    assert en in refused.value.to("en")


def test_every_line_that_cannot_be_read_is_named_and_nothing_is_half_read(tmp_path):
    path = tmp_path / "log.csv"
    lines = "".join(f"{n},a,{'2024-01-01' if n % 2 else 'soon'}\n" for n in range(10))
    path.write_text("case,activity,time\n" + lines, encoding="utf-8")
    with pytest.raises(DefinitionError) as refused:
        next(read_log(path, HERE))
    assert [complaint.line for complaint in refused.value.complaints] == [2, 4, 6, 8, 10]


def test_columns_that_there_are_not(tmp_path):
    with pytest.raises(DefinitionError, match="看不懂“cas=x”"):
        asked_columns("cas=x")
    path = tmp_path / "log.csv"
    path.write_text("case,activity\n1,a\n", encoding="utf-8")
    with pytest.raises(DefinitionError, match="表头里没有“步驟”这一列"):
        list(read_log(path, HERE, {"activity": "步驟"}))
