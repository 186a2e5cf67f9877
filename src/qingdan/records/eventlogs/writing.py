"""Event logs written to files, case by case: XES (IEEE 1849) and CSV. The same cases give the same bytes.

What is written here ``opening.read_log`` reads. Attributes of our own begin with ``qingdan:``.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from xml.sax.saxutils import quoteattr

from qingdan.domain.words import Words
from qingdan.records.eventlogs.cells import as_text

Value = str | int | bool | Sequence[object]

EXTENSIONS = (
    ("Concept", "concept", "http://www.xes-standard.org/concept.xesext"),
    ("Time", "time", "http://www.xes-standard.org/time.xesext"),
    ("Organizational", "org", "http://www.xes-standard.org/org.xesext"),
    ("Lifecycle", "lifecycle", "http://www.xes-standard.org/lifecycle.xesext"),
)
COLUMNS = (
    "case", "activity", "activity_zh", "activity_en", "time", "began", "recorded", "role", "person", "result", "item",
    "power", "village", "facts",
)  # fmt: skip
_NOT_IN_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True, slots=True)
class Written:
    """One event: a step that was completed, or with ``completes`` False one that has begun (a notice put up, a meeting
    called). ``item``: which item of a list, from 1; ``facts`` are values that the reader may see."""

    activity: str
    name: Words
    at: datetime
    recorded: datetime
    completes: bool = True
    began: datetime | None = None
    role: str = ""
    person: str = ""
    result: str = ""
    item: int | None = None
    facts: Mapping[str, Value] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class WrittenCase:
    """One case with its events in the order in which they were recorded."""

    name: str
    power: str
    village: str
    events: tuple[Written, ...]


# -- XES ---------------------------------------------------------------------------------------------------------
def xes(cases: Iterable[WrittenCase]) -> Iterator[str]:
    """An XES log, in pieces: its head, each trace, its end."""
    yield '<?xml version="1.0" encoding="UTF-8"?>\n<log xes.version="1849.2016" xes.features="">\n'
    for name, prefix, uri in EXTENSIONS:
        yield f'<extension name="{name}" prefix="{prefix}" uri="{uri}"/>\n'
    yield '<global scope="trace">\n<string key="concept:name" value=""/>\n</global>\n'
    yield (
        '<global scope="event">\n<string key="concept:name" value=""/>\n'
        '<date key="time:timestamp" value="1970-01-01T00:00:00.000+00:00"/>\n'
        '<string key="lifecycle:transition" value="complete"/>\n</global>\n'
        '<classifier name="step" keys="concept:name"/>\n'
    )
    for case in cases:
        yield "".join(_trace(case))
    yield "</log>\n"


def _trace(case: WrittenCase) -> Iterator[str]:
    yield "<trace>\n"
    yield _attribute("concept:name", case.name)
    yield _attribute("qingdan:power", case.power)
    yield _attribute("qingdan:village", case.village)
    for event in case.events:
        yield "<event>\n"
        for key, value in _attributes(event):
            yield _attribute(key, value)
        yield "</event>\n"
    yield "</trace>\n"


def _attributes(event: Written) -> Iterator[tuple[str, Value | datetime]]:
    yield "concept:name", event.activity
    yield "qingdan:name-zh", event.name.zh
    yield "qingdan:name-en", event.name.en
    yield "time:timestamp", event.at
    yield "lifecycle:transition", "complete" if event.completes else "start"
    yield "qingdan:recorded", event.recorded
    for key, text in (("org:role", event.role), ("org:resource", event.person), ("qingdan:result", event.result)):
        if text:
            yield key, text
    if event.item is not None:
        yield "qingdan:item", event.item
    for name, value in event.facts.items():
        yield f"qingdan:fact.{name}", value


def _attribute(key: str, value: Value | datetime) -> str:
    match value:
        case datetime():
            kind, text = "date", _moment(value)
        case bool():
            kind, text = "boolean", "true" if value else "false"
        case int():
            kind, text = "int", str(value)
        case str():
            kind, text = "string", value
        case _:
            kind, text = "string", json.dumps(value, ensure_ascii=False, sort_keys=True)
    return f"<{kind} key={_quoted(key)} value={_quoted(text)}/>\n"


def _quoted(text: str) -> str:
    return quoteattr(_NOT_IN_XML.sub("�", text), {"\n": "&#10;", "\r": "&#13;", "\t": "&#9;"})


# -- CSV ---------------------------------------------------------------------------------------------------------
def table(cases: Iterable[WrittenCase]) -> Iterator[str]:
    """A CSV table with a line for each completed step, in pieces of one case; it begins with a byte order mark, so that
    spreadsheets read it as UTF-8, and no cell is taken for a formula."""
    yield "\ufeff" + _lines([COLUMNS])
    for case in cases:
        yield _lines(_cells(case, event) for event in case.events if event.completes)


def _cells(case: WrittenCase, event: Written) -> list[str]:
    facts = json.dumps(dict(event.facts), ensure_ascii=False, sort_keys=True) if event.facts else ""
    cells = (
        case.name, event.activity, event.name.zh, event.name.en, _moment(event.at),
        _moment(event.began) if event.began else "", _moment(event.recorded), event.role, event.person, event.result,
        "" if event.item is None else event.item, case.power, case.village, facts,
    )  # fmt: skip
    return [as_text(cell) for cell in cells]


def _lines(rows: Iterable[Sequence[str]]) -> str:
    out = io.StringIO()
    csv.writer(out, lineterminator="\r\n").writerows(rows)
    return out.getvalue()


def _moment(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="milliseconds")
