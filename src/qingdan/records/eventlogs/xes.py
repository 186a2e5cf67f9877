"""Event logs in XES (IEEE 1849), plain or compressed, trace by trace."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import tzinfo
from typing import IO, Any

from lxml import etree

from qingdan.domain.complaints import Complaint, DefinitionError
from qingdan.domain.flow.conform.log import Case, Event
from qingdan.domain.rules.reasons import Unusable
from qingdan.domain.safe_xml import OPTIONS, PROLOG, local_name, not_xml, refuse_document_type
from qingdan.domain.words import Words
from qingdan.records.eventlogs.columns import FIELDS
from qingdan.records.eventlogs.moments import seconds

NAME, WHEN, PERSON, ROLE, TRANSITION = (
    "concept:name",
    "time:timestamp",
    "org:resource",
    "org:role",
    "lifecycle:transition",
)
COMPLETE = frozenset({"complete", "autoskip", "manualskip"})
START = "start"
STANDARD = frozenset({NAME, WHEN, PERSON, ROLE, TRANSITION})


def xes_cases(file: str, stream: IO[bytes], zone: tzinfo) -> Iterator[Case]:
    """The cases of a log, their events in the order written. An event that only begins a step (lifecycle ``start``)
    gives the next completion of that step its beginning; other transitions are no steps.

    :raises DefinitionError: for what is not XES, naming the line.
    """
    prolog = stream.read(PROLOG)
    refuse_document_type(file, prolog.decode("utf-16" if prolog[:2] in (b"\xff\xfe", b"\xfe\xff") else "latin-1"))
    stream.seek(0)
    number = 0
    try:
        for _event, element in etree.iterparse(
            stream, events=("end",), tag="{*}trace", remove_comments=True, **OPTIONS
        ):
            number += 1
            yield _case(file, element, number, zone)
            element.clear(keep_tail=False)
            while element.getprevious() is not None:  # what was read is let go of, so that memory stays bounded
                del element.getparent()[0]
    except etree.XMLSyntaxError as fault:
        raise not_xml(file, fault) from fault
    if not number:
        what = Words("里面没有一个案件（trace）", "there is no trace in it")
        raise DefinitionError([Complaint(file, 1, what, Words("请导出为 XES 事件日志。", "Export it as an XES log."))])


def _case(file: str, trace: Any, number: int, zone: tzinfo) -> Case:
    events: list[Event] = []
    name = str(number)
    begun: dict[str, float | None] = {}
    for child in trace:
        kind = local_name(child)
        if kind == "event":
            _add(file, child, zone, events, begun)
        elif child.get("key") == NAME:
            name = child.get("value", name)
    return Case(name, events)


def _add(file: str, element: Any, zone: tzinfo, events: list[Event], begun: dict[str, float | None]) -> None:
    values = {a.get("key"): a.get("value", "") for a in element if a.get("key")}
    activity = values.get(NAME)
    if activity is None:
        what = Words("有一个事件没有名称（concept:name）", "an event has no name (concept:name)")
        raise DefinitionError([Complaint(file, _line(element), what, Words("请补上名称。", "Name it."))])
    time = _moment(file, element, values.get(WHEN), zone)
    transition = values.get(TRANSITION, "complete").casefold()
    if transition == START:
        begun[activity] = time
    elif transition in COMPLETE:
        more = _ours(values)
        recorded = _moment(file, element, more.pop("recorded", None), zone)
        result = more.pop("result", None)
        events.append(
            Event(
                activity, time, _line(element), begun.pop(activity, None), recorded,
                values.get(PERSON), values.get(ROLE), result, more or None,
            )
        )  # fmt: skip


def _ours(values: Mapping[str, str]) -> dict[str, str]:
    """Attributes beside the standard ones, by field where we know one."""
    more = {k: v for k, v in values.items() if k not in STANDARD}
    return {FIELDS.get(key.rpartition(":")[2], key): value for key, value in more.items()} if more else more


def _moment(file: str, element: Any, text: str | None, zone: tzinfo) -> float | None:
    if not text:
        return None
    try:
        return seconds(text, zone)
    except Unusable as fault:
        remedy = Words("请改好再试。", "Correct it and try again.")
        raise DefinitionError([Complaint(file, _line(element), fault.reason.words, remedy)]) from fault


def _line(element: Any) -> int:
    return int(element.sourceline or 1)
