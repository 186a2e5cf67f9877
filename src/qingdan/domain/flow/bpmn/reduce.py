"""Folds a graph into one node, block by block: whatever is left over is not block-structured.

Each rule replaces a pattern by a node that allows the same orders of steps, so the order of the rules does not matter.
Ends inside a choice are ``Terminate`` of a scope that is named when its block is known.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from itertools import count

from qingdan.domain.flow.bpmn.graph import (
    ACT,
    AND,
    OR,
    PENDING,
    XOR,
    Edge,
    Graph,
    Vertex,
    closed,
    one_of,
    pending,
    side_by_side,
)
from qingdan.domain.flow.bpmn.graph import seq as in_a_row
from qingdan.domain.flow.conform import process_tree as model
from qingdan.domain.flow.conform.process_tree import ProcessTree

END = model.Terminate(PENDING)
NEVER = model.Exclusive(())  # what cannot be done
DEEPEST = 60  # blocks within blocks


class TooDeep(Exception):
    """Blocks stand deeper than ``DEEPEST``; ``at`` is the node where."""

    def __init__(self, at: Vertex) -> None:
        super().__init__(at.item.id)
        self.at = at


class Reducer:
    """One graph. ``numbers`` name the scopes that folding makes."""

    def __init__(self, graph: Graph, numbers: count[int]) -> None:
        self.graph, self.numbers = graph, numbers

    def fold(self) -> Vertex | None:
        """The one node that is left; None where more are."""
        blocks = (self._through, self._in_a_row, self._meet, self._again, self._border)
        endings = (self._apart, self._ends, self._all_end, self._round_and_round)
        while self._once(blocks) or self._once(endings):  # what is a block by itself is not taken apart by its endings
            pass
        return next(iter(self.graph.nodes)) if len(self.graph.nodes) == 1 else None

    def _once(self, rules: Sequence[Callable[[Vertex], bool]]) -> bool:
        """Try every node, and again those near to where something changed; whether anything did."""
        changed, waiting = False, dict(self.graph.nodes)
        while waiting:
            vertex, _none = waiting.popitem()
            if vertex not in self.graph.nodes:
                continue
            near = self._near(vertex)
            if any(rule(vertex) for rule in rules):
                changed = True
                waiting |= dict.fromkeys([*near, *self._near(vertex)])
        return changed

    def _near(self, vertex: Vertex) -> list[Vertex]:
        """The node and those up to two ways from it."""
        found = [vertex]
        for _ in range(2):
            found += [end for v in found for e in (*v.into, *v.out) for end in (e.source, e.target)]
            found = list(dict.fromkeys(found))
        return found

    # -- rules ---------------------------------------------------------------------------------------------------
    def _through(self, gate: Vertex) -> bool:
        """A gateway with one way in and one out does nothing."""
        if gate.kind == ACT or len(gate.into) > 1 or len(gate.out) != 1:
            return False
        gate.kind = ACT
        return True

    def _in_a_row(self, first: Vertex) -> bool:
        """Two activities, one after the other."""
        if first.kind != ACT or len(first.out) != 1 or first.out[0].name is not None:
            return False
        second = first.out[0].target
        if second.kind != ACT or len(second.into) != 1 or second is first:
            return False
        second.tree, second.deep = in_a_row(first.tree, second.tree), max(first.deep, second.deep)
        for edge in list(first.into):
            self._turn(edge, second)
        self.graph.drop(first)
        return True

    def _turn(self, edge: Edge, target: Vertex) -> None:
        edge.target.into.remove(edge)
        edge.target = target
        target.into.append(edge)

    def _apart(self, join: Vertex) -> bool:
        """Ways that meet only to end, each ends for itself."""
        if join.kind != XOR or len(join.into) < 2 or len(join.out) != 1:
            return False
        end = join.out[0].target
        if not end.ending or len(end.into) > 1 or not isinstance(end.tree, model.Terminate):
            return False
        for edge in list(join.into):
            self._turn(edge, self.graph.add(ACT, end.item, end.tree, end.deep))
        self.graph.drop(join)
        self.graph.drop(end)
        return True

    def _ends(self, gate: Vertex) -> bool:
        """Branches of a choice that end: what goes on is what does not take them."""
        if gate.kind != XOR or len(gate.into) > 1 or len(gate.out) < 2:
            return False
        ends = [e.target for e in gate.out if e.target.ending and len(e.target.into) == 1]
        if not ends:
            return False
        plain = ends[0].tree
        if len(ends) == len(gate.out) and isinstance(plain, model.Terminate) and all(e.tree == plain for e in ends):
            for end in ends:
                self.graph.drop(end)
            gate.kind, gate.tree = ACT, plain
            return True
        last = max(ends, key=lambda e: e.deep) if len(ends) == len(gate.out) else None  # stands behind the others
        aside = [e for e in ends if e is not last]
        tree, deep = one_of(*(e.tree for e in aside)), self._deeper(gate, aside)
        for end in aside:
            self.graph.drop(end)
        before = self.graph.add(ACT, gate.item, one_of(model.Silent(), tree), deep)
        for edge in list(gate.into):
            self._turn(edge, before)
        self.graph.join(before, gate)
        return True

    def _paths(self, gate: Vertex) -> dict[Vertex, list[tuple[Edge, Vertex | None]]]:
        """Where the ways of a split lead, directly or through one activity: by the gateway that they reach."""
        found: dict[Vertex, list[tuple[Edge, Vertex | None]]] = {}
        for edge in gate.out:
            step: Vertex | None = edge.target
            reached = edge.target
            if edge.target.kind == ACT:
                if len(edge.target.into) != 1 or len(edge.target.out) != 1 or edge.target.out[0].name is not None:
                    continue
                reached = edge.target.out[0].target
            else:
                step = None
            if reached.kind != ACT and reached is not gate:
                found.setdefault(reached, []).append((edge, step))
        return found

    def _meet(self, split: Vertex) -> bool:
        """Several ways from one split to one join: a block."""
        if split.kind == ACT or len(split.into) > 1:
            return False
        for join, paths in self._paths(split).items():
            whole = len(paths) == len(split.out) and len(paths) == len(join.into)
            if len(paths) < 2 or not self._fit(split, join, whole):
                continue
            trees = [step.tree if step else model.Silent() for _edge, step in paths]
            if split.kind != XOR and any(map(pending, trees)):
                continue  # a branch that ends would leave the join waiting
            deep = self._deeper(split, [step for _edge, step in paths if step])
            for edge, step in paths:
                self.graph.drop(step) if step else self.graph.cut(edge)
            tree = self._block(split.kind, trees)
            block = self.graph.add(ACT, split.item, tree, 0 if isinstance(tree, model.Silent) else deep)
            self.graph.join(split, block)
            self.graph.join(block, join)
            return True
        return False

    def _fit(self, split: Vertex, join: Vertex, whole: bool) -> bool:
        if split.kind == join.kind and split.kind != OR:
            return True
        return whole and (join.kind == OR or split.kind == join.kind)  # an inclusive join takes whatever comes

    def _block(self, kind: str, trees: list[ProcessTree]) -> ProcessTree:
        if kind == XOR:
            return one_of(*trees)
        if kind == AND:
            return side_by_side(*trees)
        return model.Inclusive(tuple(trees))

    def _again(self, join: Vertex) -> bool:
        """A way back from a choice to where ways meet: a loop."""
        if join.kind != XOR or len(join.out) != 1 or len(join.into) < 2:
            return False
        split, do = self._after(join.out[0])
        if split.kind != XOR or len(split.into) != 1 or len(split.out) < 2 or split is join:
            return False
        for edge, step in self._paths(split).get(join, []):
            redo = step.tree if step else model.Silent()
            tree, deep = model.Loop(do.tree if do else model.Silent(), redo), self._deeper(join, [do, step])
            self.graph.drop(step) if step else self.graph.cut(edge)
            if do is not None:
                self.graph.drop(do)
            else:
                self.graph.cut(join.out[0])
            block = self.graph.add(ACT, join.item, tree, deep)
            self.graph.join(join, block)
            self.graph.join(block, split)
            return True
        return False

    def _round_and_round(self, join: Vertex) -> bool:
        """A way that always leads back: only an end inside leaves it."""
        if join.kind != XOR or len(join.out) != 1:
            return False
        back, do = self._after(join.out[0])
        if back is not join or do is None or not any(isinstance(n, model.Terminate) for n in model.walk(do.tree)):
            return False
        self.graph.drop(do)
        tree = in_a_row(model.Loop(do.tree, model.Silent()), NEVER)
        self.graph.join(join, self.graph.add(ACT, join.item, tree, self._deeper(join, [do])))
        return True

    def _after(self, edge: Edge) -> tuple[Vertex, Vertex | None]:
        step = edge.target
        if step.kind == ACT and len(step.into) == 1 and len(step.out) == 1 and step.out[0].name is None:
            return step.out[0].target, step
        return step, None

    def _all_end(self, split: Vertex) -> bool:
        """Ways side by side that each end by themselves: the block is over when all of them are."""
        if split.kind not in (AND, OR) or len(split.into) > 1 or len(split.out) < 2:
            return False
        ends = [e.target for e in split.out]
        if not all(e.ending and len(e.into) == 1 for e in ends):
            return False
        trees = [closed(e.tree, self._name()) for e in ends]
        split.deep = self._deeper(split, ends)
        for end in ends:
            self.graph.drop(end)
        block = self._block(split.kind, trees)
        split.kind, split.tree = ACT, in_a_row(block, END)
        return True

    def _border(self, host: Vertex) -> bool:
        """What a sub-process's border catches: it ends there, or meets the way on."""
        if host.kind != ACT:
            return False
        for edge in host.out:
            if edge.name is None:
                continue
            reached, step = self._after(edge)
            handler = step.tree if step else model.Silent()
            if reached.ending and len(reached.into) == 1 and step is None:
                host.tree = model.Scoped(host.tree, edge.name, reached.tree)
                host.deep = self._deeper(host, [host, reached])
                self.graph.drop(reached)
                return True
            if self._rejoins(host, edge, reached, handler, step):
                return True
        return False

    def _rejoins(self, host: Vertex, edge: Edge, reached: Vertex, handler: ProcessTree, step: Vertex | None) -> bool:
        ways = host.plain_out
        if not ways:  # without a way on, what is done ends there; the border is all that leads on
            host.tree = model.Scoped(in_a_row(host.tree, END), edge.name)
            edge.name = None
            return True
        if reached.kind != XOR or len(ways) > 1:
            return False
        meets, then = self._after(ways[0])
        if meets is not reached:
            return False
        on = then.tree if then else model.Silent()
        host.tree = model.Scoped(in_a_row(host.tree, on), edge.name, handler)
        host.deep = self._deeper(host, [host, step, then])
        self.graph.drop(step) if step else self.graph.cut(edge)
        if then is not None:
            self.graph.drop(then)
            self.graph.join(host, reached)
        return True

    def _deeper(self, at: Vertex, parts: Iterable[Vertex | None]) -> int:
        """How deep a block of these parts is. :raises TooDeep: at the node that makes it so."""
        deep = 1 + max((part.deep for part in parts if part), default=0)
        if deep > DEEPEST:
            raise TooDeep(at)
        return deep

    def _name(self) -> str:
        return f"scope {next(self.numbers)}"
