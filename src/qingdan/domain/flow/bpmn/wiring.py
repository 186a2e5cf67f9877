"""Nodes, ways and lanes of an exported process as they are put together; what each block becomes is in ``build``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from qingdan.domain.flow.bpmn.describe import Describer
from qingdan.domain.flow.bpmn.names import ncname
from qingdan.domain.flow.bpmn.pieces import Link, Node, Scope
from qingdan.domain.flow.compile import offered_results
from qingdan.domain.flow.draw.phrases import Lexicon
from qingdan.domain.flow.model import Flow
from qingdan.domain.words import Words

WHOLE = Words("办理过程", "Handling")


@dataclass(frozen=True, slots=True)
class Tail:
    """A way that has begun and looks for its target. ``otherwise``: it is its gateway's default."""

    source: Node
    name: str = ""
    condition: str = ""
    said: str = ""
    otherwise: bool = False


class Wiring:
    """The scopes so far, the innermost at work, and how ways lead into nodes."""

    def __init__(self, flow: Flow, lexicon: Lexicon, limits: Mapping[str, int]) -> None:
        self.flow, self.words, self.limits = flow, lexicon, dict(limits)
        self.say = Describer(flow, lexicon)
        self.offered = offered_results(flow)
        self.scope = Scope(ncname(flow.slug))
        self.outer: list[tuple[Scope, Node]] = []  # the scopes around, each with the sub-process that stands in it
        self.depth, self.count = 0, 0
        self.taken: set[str] = set()
        self.escalations: dict[str, str] = {}

    # -- endings -------------------------------------------------------------------------------------------------
    def _end(self, outcome: str, tails: list[Tail]) -> None:
        sources = {t.source for t in tails}
        for link in self.scope.links if len(sources) == 1 else ():
            known = link.target
            if known.tag == "endEvent" and self._ends_with(known, outcome) and self._sources(known) == sources:
                self._join(known, tails)
                return
        node = self._ending(self._numbered("end"), outcome, tails[0].source.lane)
        node.depth += 1
        self._join(node, tails)

    def _ends_with(self, node: Node, outcome: str) -> bool:
        return ("ends", {"outcome": outcome}) in node.extensions

    def _sources(self, node: Node) -> set[Node]:
        return {link.source for link in self.scope.links if link.target is node}

    def _ending(self, id_: str, outcome: str, lane: str) -> Node:
        """The end of the case: of the body where it stands in it, else a message to the scope around."""
        node = self._node(id_, "endEvent", self._outcome(outcome))
        node.lane, node.extensions = lane, (("ends", {"outcome": outcome}),)
        if len(self.outer) > 1:
            node.event, node.detail = "escalation", f"escalation.{outcome}"
            self.escalations[outcome] = self._outcome(outcome)
        elif id_ != "done_":
            node.event = "terminate"
        return node

    def _outcome(self, outcome: str) -> str:
        return self.flow.outcomes[outcome].to(self.words.language)

    # -- pieces --------------------------------------------------------------------------------------------------
    def _node(self, id_: str, tag: str, name: str) -> Node:
        assert id_ not in self.taken, id_
        self.taken.add(id_)
        node = Node(id_, tag, name, depth=self.depth)
        self.scope.nodes.append(node)
        return node

    def _numbered(self, kind: str) -> str:
        self.count += 1
        return f"{kind}_{self.count}"

    def _gateway(self, kind: str, tag: str, tails: list[Tail]) -> Node:
        node = self._node(self._numbered(kind), tag, "")
        self._join(node, tails)
        return node

    def _merged(self, tails: list[Tail]) -> Tail:
        """One way out of several."""
        if len(tails) == 1:
            return tails[0]
        merge = self._node(self._numbered("merge"), "exclusiveGateway", "")
        self._join(merge, tails, merging=True)
        return Tail(merge)

    def _join(self, node: Node, tails: list[Tail], merging: bool = False) -> None:
        """Lead ``tails`` to a node: several through a gateway, except to an ending or to one that is ``merging``."""
        alone = merging or node.tag == "endEvent" or len(tails) < 2
        if not alone:
            self.scope.nodes.remove(node)  # the gateway stands before it
            tails = [self._merged(tails)]
            self.scope.nodes.append(node)
        for tail in tails:
            link = self._link(tail.source, node)
            link.name, link.condition, link.said = tail.name, tail.condition, tail.said
            if tail.otherwise:
                self.scope.defaults[tail.source] = link
            node.lane = node.lane or tail.source.lane

    def _link(self, source: Node, target: Node) -> Link:
        number = sum(1 for link in self.scope.links if link.source is source and link.target is target)
        again = f".{number + 1}" if number else ""
        link = Link(f"way.{source.id}.{target.id}{again}", source, target)
        self.scope.links.append(link)
        return link

    def _open(self, node: Node) -> None:
        self.outer.append((self.scope, node))
        self.scope = node.inside = Scope(node.id)

    def _shut(self, lane: str) -> None:
        self._name_lanes(self.scope, lane)
        self.scope, _node = self.outer.pop()

    def _name_lanes(self, scope: Scope, first: str) -> None:
        """Nodes that nobody in particular does stand with what comes before them, else in the first lane."""
        titles = [first] if first and not self.outer else []
        titles += [n.lane for n in scope.nodes if n.lane]
        titles = list(dict.fromkeys(titles)) or [self.words.say(WHOLE.zh, WHOLE.en)]
        if self.outer:
            titles.sort(key=self.words.comes_later)
        scope.lanes = {title: self.say.roles(title) for title in titles}
        behind = titles[0] if not self.outer else next((n.lane for n in scope.nodes if n.lane), titles[0])
        for node in scope.nodes:
            node.lane = node.lane or (node.near.lane if node.near else "") or behind
