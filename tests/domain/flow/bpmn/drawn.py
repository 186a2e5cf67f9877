"""BPMN files written in few words, as other tools would write them."""

from __future__ import annotations

from itertools import pairwise

from qingdan.domain.flow.bpmn.names import BPMN
from qingdan.domain.flow.conform import process_tree as model
from qingdan.domain.flow.conform.process_tree import ProcessTree

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
        for source, target in pairwise(ids):
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


class Drawing:
    """A process tree drawn as any tool draws one: gateways in pairs, loops through exclusive ones."""

    def __init__(self) -> None:
        self.items: list[str] = []
        self.ways: list[str] = []

    def file(self, tree: ProcessTree) -> bytes:
        """The whole model."""
        self._add("start")
        last = self._draw(tree, "start1")
        if last is not None:
            self.ways.append(f"{last}>{self._add('end')}")
        return file(level(" ".join(self.items), " ".join(self.ways)))

    def _add(self, kind: str, event: str = "") -> str:
        number = len(self.items) + 1
        self.items.append(f"{kind}:{kind}{number}{event}")
        return f"{kind}{number}"

    def _to(self, source: str, kind: str) -> str:
        self.ways.append(f"{source}>{self._add(kind)}")
        return f"{kind}{len(self.items)}"

    def _draw(self, tree: ProcessTree, source: str) -> str | None:
        """Draw a tree behind ``source``; the answer is what leads on, None where nothing does."""
        match tree:
            case model.Activity(label=label):
                self.items.append(f"task:{label}")
                self.ways.append(f"{source}>{label}")
                return str(label)
            case model.Silent():
                return self._to(source, "catch")
            case model.Sequence(children=children):
                last: str | None = source
                for child in children:
                    last = self._draw(child, last) if last is not None else None
                return last
            case model.Loop(do=do, redo=redo):
                join = self._to(source, "xor")
                done = self._draw(do, join)
                split = self._to(done, "xor") if done else None
                again = self._draw(redo, split) if split else None
                self.ways += [f"{again}>{join}"] if again else []
                return split
            case _:
                return self._block(tree, source)

    def _block(self, tree: ProcessTree, source: str) -> str | None:
        kind = {model.Exclusive: "xor", model.Parallel: "and", model.Inclusive: "or"}[type(tree)]
        split = self._to(source, kind)
        lasts = [self._draw(child, split) for child in model.children(tree)]
        join = self._add(kind)
        self.ways += [f"{last}>{join}" for last in lasts if last]
        return join
