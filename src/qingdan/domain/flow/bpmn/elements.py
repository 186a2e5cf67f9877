"""Reads the elements of a BPMN file: one process, its flow nodes and flows by scope. Text is data, nothing is run."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NoReturn

from lxml import etree

from qingdan.domain.flow.bpmn.names import BPMN, QINGDAN
from qingdan.domain.safe_xml import local_name, parsed, refuse
from qingdan.domain.words import Words

MOST = 8000  # nodes and flows
DEEPEST = 40  # sub-processes within sub-processes
_WORK = "task userTask manualTask serviceTask scriptTask businessRuleTask sendTask receiveTask callActivity"
TASKS = frozenset(_WORK.split(" "))
NESTED = frozenset({"subProcess", "transaction"})
GATEWAYS = frozenset({"exclusiveGateway", "parallelGateway", "inclusiveGateway", "eventBasedGateway"})
EVENTS = frozenset({"startEvent", "endEvent", "intermediateCatchEvent", "intermediateThrowEvent", "boundaryEvent"})
NODES = TASKS | NESTED | GATEWAYS | EVENTS
REFUSED = {
    "complexGateway": Words("复杂网关的规则写在别处，读不出来", "the rule of a complex gateway stands elsewhere"),
    "adHocSubProcess": Words("临时子流程没有先后次序", "an ad-hoc sub-process has no order"),
}
PLAIN = Words(
    "请改用互斥、并行或包容网关，或者普通子流程。",
    "Use an exclusive, parallel or inclusive gateway, or a plain sub-process.",
)


@dataclass(slots=True, eq=False)
class Item:
    """A flow node as it stands in the file."""

    id: str
    tag: str
    element: etree._Element
    outgoing: list[Sequence] = field(default_factory=list)
    incoming: list[Sequence] = field(default_factory=list)
    borders: list[Item] = field(default_factory=list)
    inside: Level | None = None

    @property
    def name(self) -> str:
        """Its name on one line; its id without one."""
        return " ".join((self.element.get("name") or "").split()) or self.id

    @property
    def line(self) -> int:
        return int(self.element.sourceline or 1)

    def has(self, part: str) -> bool:
        """Whether an element of BPMN stands directly inside it."""
        return self.element.find(f"{{{BPMN}}}{part}") is not None

    @property
    def event(self) -> str:
        """Its event definition: ``terminate``, ``timer`` …; empty without one."""
        found = [local_name(e) for e in self.element if isinstance(e.tag, str)]
        return next((f.removesuffix("EventDefinition") for f in found if f.endswith("EventDefinition")), "")

    @property
    def signal(self) -> str:
        """What an error, escalation or signal is known by; empty: any."""
        for part in self.element:
            if isinstance(part.tag, str) and local_name(part).endswith("EventDefinition"):
                return part.get("errorRef") or part.get("escalationRef") or ""
        return ""


@dataclass(slots=True, eq=False)
class Sequence:
    """A sequence flow."""

    id: str
    source: Item
    target: Item
    element: etree._Element

    @property
    def conditional(self) -> bool:
        return self.element.find(f"{{{BPMN}}}conditionExpression") is not None


@dataclass(slots=True, eq=False)
class Level:
    """The inside of a process or sub-process. ``handlers`` are its event sub-processes."""

    element: etree._Element
    items: dict[str, Item] = field(default_factory=dict)
    handlers: list[Item] = field(default_factory=list)


def said(item: Item) -> Words:
    """How a complaint calls an element: its kind, name and id."""
    named = f"“{item.name}” ({item.id})" if item.name != item.id else f"“{item.id}”"
    return Words(f"{item.tag} {named}", f"{item.tag} {named}")


def complain(file: str, item: Item, why: Words, remedy: Words) -> NoReturn:
    """:raises DefinitionError: naming the element, its line and why."""
    what = Words(f"{said(item).zh}：{why.zh}。", f"{said(item).en}: {why.en}.")
    refuse(file, item.line, what, remedy)


def level_of(file: str, data: bytes) -> Level:
    """The one process of a file. :raises DefinitionError: for what is no BPMN, or has none or several."""
    root = parsed(file, data)
    if root.tag != f"{{{BPMN}}}definitions":
        what = Words(
            f"最外层是“{local_name(root)}”，不是 BPMN 2.0。", f"The root is “{local_name(root)}”, not BPMN 2.0."
        )
        refuse(
            file, root.sourceline or 1, what, Words("请导出为 BPMN 2.0（.bpmn）。", "Export it as BPMN 2.0 (.bpmn).")
        )
    found = [p for p in root.iter(f"{{{BPMN}}}process") if any(local_name(e) in NODES for e in _parts(p))]
    if len(found) != 1:
        names = "、".join(p.get("name") or p.get("id") or "?" for p in found) or "–"
        line = (found[1] if found else root).sourceline or 1
        what = Words(
            f"应当有一个流程，这里有 {len(found)} 个：{names}。",
            f"One process is wanted, here are {len(found)}: {names.replace('、', ', ')}.",
        )
        refuse(file, line, what, Words("请每个流程存一个文件。", "Save each process in a file of its own."))
    return _Reader(file).level(found[0], 0)


def _parts(element: etree._Element) -> list[etree._Element]:
    return [e for e in element if isinstance(e.tag, str) and e.tag.startswith(f"{{{BPMN}}}")]


class _Reader:
    def __init__(self, file: str) -> None:
        self.file, self.count, self.ids = file, 0, set[str]()

    def level(self, element: etree._Element, depth: int) -> Level:
        level = Level(element)
        if depth > DEEPEST:
            what = Words(
                f"子流程套了 {depth} 层，最多 {DEEPEST} 层。", f"Sub-processes {depth} deep; at most {DEEPEST}."
            )
            refuse(self.file, element.sourceline or 1, what, Words("请分成几个流程。", "Make several processes of it."))
        for part in _parts(element):
            if local_name(part) in NODES or local_name(part) in REFUSED:
                self._item(level, part, depth)
        self._flows(level, element)
        for item in level.items.values():
            if item.tag == "boundaryEvent":
                self._host(level, item).borders.append(item)
        return level

    def _item(self, level: Level, part: etree._Element, depth: int) -> None:
        item = Item(part.get("id") or "", local_name(part), part)
        self._counted(item.line)
        if not item.id or item.id in self.ids:
            why = Words("没有编号，或编号用了两次", "its id is missing, or used twice")
            complain(
                self.file,
                item,
                why,
                Words("请从原来的软件重新导出。", "Export it again from the program that made it."),
            )
        self.ids.add(item.id)
        if item.tag in REFUSED:
            complain(self.file, item, REFUSED[item.tag], PLAIN)
        if item.element.get("isForCompensation") == "true" or item.event in ("compensate", "link"):
            why = Words("补偿和链接事件读不出来", "compensation and link events are not read")
            complain(self.file, item, why, Words("请改用顺序流。", "Use a sequence flow."))
        if item.tag in NESTED:
            item.inside = self.level(part, depth + 1)
        if item.tag == "subProcess" and part.get("triggeredByEvent") == "true":
            level.handlers.append(item)
        else:
            level.items[item.id] = item

    def _flows(self, level: Level, element: etree._Element) -> None:
        for part in _parts(element):
            if local_name(part) != "sequenceFlow":
                continue
            self._counted(int(part.sourceline or 1))
            source = self._end(level, part, "sourceRef")
            flow = Sequence(part.get("id") or "", source, self._end(level, part, "targetRef"), part)
            flow.source.outgoing.append(flow)
            flow.target.incoming.append(flow)

    def _counted(self, line: int) -> None:
        """One more element. :raises DefinitionError: when nobody could read so many."""
        self.count += 1
        if self.count > MOST:
            what = Words(f"流程元素超过 {MOST} 个。", f"More than {MOST} elements.")
            refuse(self.file, line, what, Words("请分成几个流程。", "Make several processes of it."))

    def _end(self, level: Level, part: etree._Element, side: str) -> Item:
        item = level.items.get(part.get(side) or "")
        if item is None:
            flow, name = part.get("id") or "?", part.get(side) or ""
            what = Words(
                f"sequenceFlow “{flow}”：{side} 写的“{name}”不在这一层。",
                f"sequenceFlow “{flow}”: its {side} “{name}” is not on this level.",
            )
            remedy = Words("顺序流两头要连在同一流程的元素上。", "A flow joins two elements of the same process.")
            refuse(self.file, part.sourceline or 1, what, remedy)
        return item

    def _host(self, level: Level, item: Item) -> Item:
        host = level.items.get(item.element.get("attachedToRef") or "")
        if host is None or host.tag not in TASKS | NESTED:
            why = Words("没有附在任何活动上", "it is attached to no activity")
            complain(
                self.file, item, why, Words("请把它放到一个任务或子流程的边上。", "Attach it to a task or sub-process.")
            )
        return host


def own_id(item: Item) -> str | None:
    """The id of the step that our own export wrote; None in a file of another tool."""
    found = item.element.find(f"{{{BPMN}}}extensionElements/{{{QINGDAN}}}step")
    return None if found is None else found.get("ref")
