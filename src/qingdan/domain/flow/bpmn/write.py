"""Writes a process with its picture as BPMN 2.0 XML: the same flow always gives the same bytes."""

from __future__ import annotations

from collections.abc import Mapping

from lxml import etree

from qingdan.domain.flow.bpmn.names import BPMN, DC, DD, DI, EXPRESSION, QINGDAN, WORKING_TIME, XSI, iso_duration
from qingdan.domain.flow.bpmn.pieces import NOTE, Extension, Link, Node, Process, Scope
from qingdan.domain.flow.bpmn.place import HEAD, Picture, picture_of
from qingdan.domain.flow.draw.values import Box

SPACES = {None: BPMN, "bpmndi": DI, "dc": DC, "di": DD, "xsi": XSI, "qd": QINGDAN}
POOL = "pool_"
CORNER = 20.0  # where the pool begins


def write(process: Process) -> bytes:
    """The file: one process in one pool, and its diagram."""
    root = etree.Element(f"{{{BPMN}}}definitions", nsmap=SPACES)
    root.set("id", "definitions_")
    root.set("targetNamespace", QINGDAN)
    root.set("expressionLanguage", EXPRESSION)
    root.set("exporter", "qingdan")
    for id_, name in process.messages:
        _add(root, "message", id=id_, name=name)
    for id_, name in process.escalations:
        _add(root, "escalation", id=id_, name=name, escalationCode=id_.partition(".")[2])
    pool = _add(root, "collaboration", id="collaboration_")
    _add(pool, "participant", id=POOL, name=process.name, processRef=process.id)
    _process(root, process)
    _diagram(root, process, picture_of(process.scope, CORNER + HEAD, CORNER))
    written: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True)
    return written


def _add(parent: etree._Element, tag: str, text: str = "", space: str = BPMN, **attributes: str) -> etree._Element:
    element = etree.SubElement(parent, f"{{{space}}}{tag}")
    for name, value in attributes.items():
        element.set(name, _clean(value))
    if text:
        element.text = _clean(text)
    return element


def _clean(text: str) -> str:
    """Without what XML cannot hold."""
    return "".join(c for c in text if c >= " " or c in "\n\t")


def _process(root: etree._Element, process: Process) -> None:
    element = _add(root, "process", id=process.id, name=process.name, isExecutable="true")
    _head(element, process.documentation, process.extensions)
    for id_, name in process.properties:
        _add(element, "property", id=id_, name=name)
    _scope(element, process.scope)


def _head(element: etree._Element, documentation: str, extensions: tuple[Extension, ...]) -> None:
    if documentation:
        _add(element, "documentation", documentation)
    if extensions:
        holder = _add(element, "extensionElements")
        for name, attributes in extensions:
            _add(holder, name, space=QINGDAN, **attributes)


def _scope(element: etree._Element, scope: Scope) -> None:
    lanes = _add(element, "laneSet", id=f"lanes.{scope.id}")
    for number, (title, roles) in enumerate(scope.lanes.items()):
        lane = _add(lanes, "lane", id=_lane_id(scope, number), name=title)
        if roles:
            _head(lane, "", (("roles", {"names": " ".join(roles)}),))
        for node in scope.nodes:
            if node.lane == title and node.tag != NOTE:
                _add(lane, "flowNodeRef", node.id)
    for node in scope.nodes:
        if node.tag != NOTE:
            _node(element, node, scope)
    for link in scope.links:
        if not link.association:
            _flow(element, link)
    for node in scope.nodes:
        if node.tag == NOTE:
            note = _add(element, NOTE, id=node.id)
            _head(note, "", node.extensions)
            _add(note, "text", node.name)
    for link in scope.links:
        if link.association:
            _add(element, "association", id=link.id, sourceRef=link.source.id, targetRef=link.target.id)


def _lane_id(scope: Scope, number: int) -> str:
    return f"lane.{scope.id}.{number + 1}"


def _node(parent: etree._Element, node: Node, scope: Scope) -> None:
    element = _add(parent, node.tag, id=node.id, **({"name": node.name} if node.name else {}), **node.attributes)
    if node.host is not None:
        element.set("attachedToRef", node.host.id)
        element.set("cancelActivity", str(node.interrupting).lower())
    if node in scope.defaults:
        element.set("default", scope.defaults[node].id)
    _head(element, node.documentation, node.extensions)
    for link in scope.links:
        if link.target is node:
            _add(element, "incoming", link.id)
    for link in scope.links:
        if link.source is node and not link.association:
            _add(element, "outgoing", link.id)
    if node.each is not None:
        over, item = node.each
        loop = _add(element, "multiInstanceLoopCharacteristics", isSequential="false")
        _add(loop, "loopDataInputRef", over)
        _add(loop, "inputDataItem", id=f"item.{node.id}", name=item)
    if node.inside is not None:
        _scope(element, node.inside)
    _event(element, node)


def _event(element: etree._Element, node: Node) -> None:
    if node.event == "timer":
        timer = _add(element, "timerEventDefinition", id=f"timer.{node.id}")
        if node.detail:
            iso = iso_duration(node.detail)
            duration = _add(timer, "timeDuration", iso or node.detail)
            duration.set(f"{{{XSI}}}type", "tFormalExpression")
            if iso is None:
                duration.set("language", WORKING_TIME)
    elif node.event:
        refers = {f"{node.event}Ref": node.detail} if node.detail else {}
        _add(element, f"{node.event}EventDefinition", id=f"event.{node.id}", **refers)


def _flow(parent: etree._Element, link: Link) -> None:
    named = {"name": link.name} if link.name else {}
    element = _add(parent, "sequenceFlow", id=link.id, sourceRef=link.source.id, targetRef=link.target.id, **named)
    if link.condition:
        _head(element, "", (("condition", {"text": link.said}),))
        condition = _add(element, "conditionExpression", link.condition)
        condition.set(f"{{{XSI}}}type", "tFormalExpression")


# -- the diagram -----------------------------------------------------------------------------------------------------
def _diagram(root: etree._Element, process: Process, picture: Picture) -> None:
    plane = _add(_add(root, "BPMNDiagram", space=DI, id="diagram_"), "BPMNPlane", space=DI, id="plane_")
    plane.set("bpmnElement", "collaboration_")
    pool = Box(CORNER, CORNER, picture.width - CORNER, picture.height - CORNER)
    _shape(plane, POOL, pool, isHorizontal="true")
    _scope_shapes(plane, process.scope, picture)
    for link, points in picture.ways.items():
        edge = _add(plane, "BPMNEdge", space=DI, id=f"di.{link.id}", bpmnElement=link.id)
        for x, y in points:
            _add(edge, "waypoint", space=DD, x=_px(x), y=_px(y))
        if link in picture.names:
            _label(edge, picture.names[link])


def _scope_shapes(plane: etree._Element, scope: Scope, picture: Picture) -> None:
    for number, title in enumerate(scope.lanes):
        _shape(plane, _lane_id(scope, number), picture.lanes[scope, title], isHorizontal="true")
    for node in sorted(scope.nodes, key=lambda n: n.host is not None):
        more: Mapping[str, str] = {"isExpanded": "true"} if node.inside is not None else {}
        if node.tag == "exclusiveGateway":
            more = {"isMarkerVisible": "true"}
        shape = _shape(plane, node.id, picture.shapes[node], **more)
        if node in picture.names and node.name:
            _label(shape, picture.names[node])
        if node.inside is not None:
            _scope_shapes(plane, node.inside, picture)


def _shape(plane: etree._Element, of: str, box: Box, **more: str) -> etree._Element:
    shape = _add(plane, "BPMNShape", space=DI, id=f"di.{of}", bpmnElement=of, **more)
    _bounds(shape, box)
    return shape


def _label(element: etree._Element, box: Box) -> None:
    _bounds(_add(element, "BPMNLabel", space=DI), box)


def _bounds(element: etree._Element, box: Box) -> None:
    _add(element, "Bounds", space=DC, x=_px(box.x), y=_px(box.y), width=_px(box.w), height=_px(box.h))


def _px(value: float) -> str:
    return f"{round(value, 1):g}"
