"""What of a drawing is done, current, to come or not taken, from a case's progress."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from qingdan.domain.flow.draw.values import Drawing, Edge, Leave, Node, Progress

DONE, NOW, OFF, OPEN = "is-done", "is-now", "is-off", ""


@dataclass(frozen=True)
class Marks:
    """The state of each node and edge of one drawing under one progress."""

    drawing: Drawing
    progress: Progress

    @cached_property
    def _nodes(self) -> dict[str, Node]:
        return {n.id: n for n in self.drawing.nodes}

    @cached_property
    def _forward(self) -> tuple[Edge, ...]:
        """The ways onward between nodes of this drawing: a piece of a larger one has ways that leave it."""
        known = self._nodes
        return tuple(e for e in self.drawing.edges if e.kind == "next" and e.source in known and e.target in known)

    @cached_property
    def nodes(self) -> dict[str, str]:
        """The class of each node by its id; a question is as far as what lies behind it."""
        found: dict[str, str] = {}
        for node in reversed(self.drawing.nodes):  # later nodes first: a question asks those after it
            found[node.id] = self._own(node) if node.kind not in ("question",) else self._question(node, found)
        for node in self.drawing.nodes:
            before = [found[e.source] for e in self._forward if e.target == node.id]
            if found[node.id] == OPEN and before and all(b == OFF for b in before):
                found[node.id] = OFF
        return found

    def _own(self, node: Node) -> str:
        p = self.progress
        if node.kind == "end":
            return self._end(node)
        if node.kind == "from":
            return OPEN if p.outcome is None else DONE if p.outcome in node.ref.split(",") else OFF
        if node.ref in p.current:
            return NOW
        if node.ref in p.done:
            return DONE
        return OFF if node.ref in p.not_taken else OPEN

    def _end(self, node: Node) -> str:
        """An outcome is reached where the case stopped; the end of everything, when nothing is open any more."""
        if self.progress.outcome is None or not node.ref:
            return DONE if self.progress.outcome is not None and not self.progress.current else OPEN
        return DONE if node.ref == self.progress.outcome and self._stopped_before(node) else OFF

    @cached_property
    def _stopped(self) -> str:
        """The step at which the case got its outcome: the last one done before what every ending runs."""
        closing = {n.ref for n in self.drawing.nodes if n.last}
        done = [ref for ref in self.progress.done if ref not in closing]
        return done[-1] if done else ""

    def _stopped_before(self, node: Node) -> bool:
        """Whether that step leads to this node with nothing but questions in between."""
        before = [self._nodes[e.source] for e in self._forward if e.target == node.id]
        return any(self._stopped_before(n) if n.kind == "question" else n.ref == self._stopped for n in before)

    def _question(self, node: Node, found: dict[str, str]) -> str:
        after = [found[e.target] for e in self._forward if e.source == node.id]
        before = [self._nodes[e.source] for e in self._forward if e.target == node.id]
        reached = any(self._own(b) == DONE for b in before if b.kind != "question") or not before
        if any(a in (DONE, NOW) for a in after) and (reached or any(b.kind == "question" for b in before)):
            return DONE
        return OFF if after and all(a == OFF for a in after) else OPEN

    def edge(self, edge: Edge) -> str:
        """``done``, ``off``, ``back`` or nothing."""
        if edge.kind == "back":
            return "back"
        if edge.kind == "owed":
            return "off"
        a, b = self.nodes.get(edge.source, OPEN), self.nodes.get(edge.target, OPEN)
        if b == OFF or a == OFF:
            return "off"
        if a == DONE and b in (DONE, NOW):
            return "done" if self._taken(edge) else "off"
        return ""

    def _taken(self, edge: Edge) -> bool:
        """Of several ways out, a node that only one of them leads to and that was reached tells which was taken."""
        ways = [e for e in self._forward if e.source == edge.source]
        telling = [
            e
            for e in ways
            if self.nodes[e.target] in (DONE, NOW) and len([o for o in self._forward if o.target == e.target]) == 1
        ]
        return not telling or edge in telling or not any(w.label for w in ways)

    def ending(self, node: Node) -> str:
        """The state of the ending that hangs below a node."""
        if self.progress.outcome is None:
            return OPEN
        own = node.ending_ref in (self.progress.outcome, "")
        return DONE if own and self.nodes[node.id] == DONE else OPEN

    def leaf(self, node: Node, leaf: Leave) -> str:
        """The state of an ending inside a node: taken where the case has that outcome and stopped here."""
        return DONE if leaf.ref == self.progress.outcome and node.ref == self._stopped else OPEN
