"""Logs as they are written: read again they say the same, whatever stands in them."""

from __future__ import annotations

from datetime import UTC, datetime

from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from qingdan.domain.words import Words
from qingdan.records.eventlogs import writing
from qingdan.records.eventlogs.opening import read_log
from qingdan.records.eventlogs.writing import Written, WrittenCase
from tests.budget import rounds

texts = st.text(min_size=1, max_size=12).map(lambda text: f"例{text.strip()}例")
moments = st.datetimes(datetime(2020, 1, 1), datetime(2030, 1, 1)).map(lambda at: at.replace(microsecond=0, tzinfo=UTC))
events = st.builds(
    Written, activity=texts, name=st.builds(Words, texts, texts), at=moments, recorded=moments, role=texts,
    result=texts, facts=st.dictionaries(st.sampled_from(["sum", "what"]), texts | st.booleans() | st.integers()),
)  # fmt: skip
cases = st.lists(
    st.builds(WrittenCase, name=texts, power=texts, village=texts, events=st.lists(events, min_size=1).map(tuple)),
    min_size=1, max_size=3, unique_by=lambda case: case.name,
)  # fmt: skip


@settings(max_examples=rounds(40), deadline=None)
@given(cases=cases)
def test_a_log_in_xes_is_read_as_it_was_written(tmp_path_factory, cases):
    path = tmp_path_factory.mktemp("log") / "log.xes"
    path.write_text("".join(writing.xes(cases)), encoding="utf-8")
    found = list(read_log(path, UTC))
    clean = [writing._NOT_IN_XML.sub("�", case.name) for case in cases]
    assert [case.name for case in found] == clean
    for case, read in zip(cases, found, strict=True):
        assert [e.time for e in read.events] == [e.at.timestamp() for e in case.events]
        assert [e.recorded for e in read.events] == [e.recorded.timestamp() for e in case.events]
        assert [e.result for e in read.events] == [writing._NOT_IN_XML.sub("�", e.result) for e in case.events]


def one(**kwargs: object) -> WrittenCase:
    at = datetime(2026, 1, 5, tzinfo=UTC)
    event = Written("pay", Words("付款", "Pay"), at, at, **kwargs)  # type: ignore[arg-type]
    return WrittenCase("示例-1", "small-buy", "示例一村", (event,))


def test_the_head_names_the_extensions_and_a_start_is_no_completion():
    log = "".join(writing.xes([one(completes=False)]))
    root = etree.fromstring(log.encode())
    assert {e.get("prefix") for e in root.iter("extension")} == {"concept", "time", "org", "lifecycle"}
    (event,) = root.iter("event")
    assert {a.get("key"): a.get("value") for a in event}["lifecycle:transition"] == "start"
    assert "pay" not in "".join(writing.table([one(completes=False)]))


def test_facts_keep_their_types():
    log = "".join(writing.xes([one(facts={"sum": 5, "urgent": True, "what": "a<b", "items": [{"sum": 1}]}, item=2)]))
    assert '<int key="qingdan:fact.sum" value="5"/>' in log
    assert '<boolean key="qingdan:fact.urgent" value="true"/>' in log
    assert '<string key="qingdan:fact.what" value="a&lt;b"/>' in log
    assert '<int key="qingdan:item" value="2"/>' in log


def test_no_cell_is_taken_for_a_formula_and_spreadsheets_know_the_encoding():
    table = "".join(writing.table([one(result="=HYPERLINK(1)", role="+1")]))
    assert table.startswith("\ufeffcase,activity,")
    assert "'=HYPERLINK(1)" in table and "'+1" in table
