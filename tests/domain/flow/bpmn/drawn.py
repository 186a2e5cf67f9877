"""BPMN files written in few words, as other tools would write them."""

from __future__ import annotations

from qingdan.domain.flow.bpmn.names import BPMN

TAGS = {
    "start": "startEvent",
    "end": "endEvent",
    "xor": "exclusiveGateway",
    "and": "parallelGateway",
    "or": "inclusiveGateway",
    "event": "eventBasedGateway",
    "catch": "intermediateCatchEvent",
    "border": "boundaryEvent",
    "sub": "subProcess",
}


def level(items: str, ways: str) -> str:
    """Elements ``kind:id``, in lines or apart by blanks; ``kind:id{inside}`` puts something inside. Ways ``a>b>c``."""
    found = [element(item) for item in items.split()]
    number = 0
    for chain in ways.split():
        ids = chain.split(">")
        for source, target in zip(ids, ids[1:], strict=False):
            number += 1
            found.append(f'<sequenceFlow id="{source}_{target}_{number}" sourceRef="{source}" targetRef="{target}"/>')
    return "\n".join(found)


def element(item: str, inside: str = "", **attributes: str) -> str:
    """One element, ``kind:id``; ``kind:id:event`` gives it an event definition."""
    kind, id_, *event = item.split(":")
    more = "".join(f' {k}="{v}"' for k, v in attributes.items())
    body = "".join(f"<{e}EventDefinition/>" for e in event) + inside
    return f'<{TAGS.get(kind, kind)} id="{id_}"{more}>{body}</{TAGS.get(kind, kind)}>'


def file(*content: str, more: str = "") -> bytes:
    """A file with one process."""
    inside = "\n".join(content)
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<definitions xmlns="{BPMN}" targetNamespace="x">{more}\n'
        f'<process id="p">\n{inside}\n</process></definitions>'
    ).encode()
