"""A process as a graph whose nodes carry process trees, for ``reduce`` to fold block by block."""

from __future__ import annotations

from dataclasses import dataclass, field

from qingdan.domain.flow.bpmn.elements import Item
from qingdan.domain.flow.conform import process_tree as model
from qingdan.domain.flow.conform.process_tree import ProcessTree

ACT, XOR, AND, OR = "act", "xor", "and", "or"


@dataclass(frozen=True, slots=True)
class Pending:
    """The name of the scope that a node ends, until it is known which that is."""


PENDING = Pending()


@dataclass(slots=True, eq=False)
class Vertex:
    """A node: an activity block with its tree, or a gateway. ``item`` is the element that complaints name, ``deep`` how
    many blocks stand within blocks in its tree.

    ``out`` and ``into`` are edges; those of a sub-process's border have a ``name``: the ``Terminate`` in its tree that
    leads there.
    """

    kind: str
    item: Item
    tree: ProcessTree = field(default_factory=model.Silent)
    out: list[Edge] = field(default_factory=list)
    into: list[Edge] = field(default_factory=list)
    deep: int = 0

    @property
    def plain_out(self) -> list[Edge]:
        """The ways on, those of the border left aside."""
        return [e for e in self.out if e.name is None]

    @property
    def ending(self) -> bool:
        return self.kind == ACT and not self.out


@dataclass(slots=True, eq=False)
class Edge:
    """A way from one node to another."""

    source: Vertex
    target: Vertex
    name: str | None = None


@dataclass(slots=True)
class Graph:
    """The nodes of one scope in the order of the file: the keys of ``nodes``."""

    nodes: dict[Vertex, None] = field(default_factory=dict)

    def add(self, kind: str, item: Item, tree: ProcessTree | None = None, deep: int = 0) -> Vertex:
        """A new node."""
        vertex = Vertex(kind, item, model.Silent() if tree is None else tree, deep=deep)
        self.nodes[vertex] = None
        return vertex

    def join(self, source: Vertex, target: Vertex, name: str | None = None) -> Edge:
        """A new edge."""
        edge = Edge(source, target, name)
        source.out.append(edge)
        target.into.append(edge)
        return edge

    def cut(self, edge: Edge) -> None:
        """Remove an edge."""
        edge.source.out.remove(edge)
        edge.target.into.remove(edge)

    def drop(self, vertex: Vertex) -> None:
        """Remove a node with its edges."""
        for edge in [*vertex.out, *vertex.into]:
            if edge in edge.source.out:
                self.cut(edge)
        del self.nodes[vertex]


def seq(*trees: ProcessTree) -> ProcessTree:
    """One after the other, silent parts left out."""
    flat: list[ProcessTree] = []
    for tree in trees:
        flat += tree.children if isinstance(tree, model.Sequence) else () if tree == model.Silent() else (tree,)
    return flat[0] if len(flat) == 1 else model.Sequence(tuple(flat)) if flat else model.Silent()


def one_of(*trees: ProcessTree) -> ProcessTree:
    """Exactly one of them."""
    flat: list[ProcessTree] = []
    for tree in trees:
        flat += tree.children if isinstance(tree, model.Exclusive) and tree.children else (tree,)
    silent = [i for i, tree in enumerate(flat) if isinstance(tree, model.Silent)]
    apart = [tree for i, tree in enumerate(flat) if i not in silent[1:]]
    return apart[0] if len(apart) == 1 else model.Exclusive(tuple(apart))


def side_by_side(*trees: ProcessTree) -> ProcessTree:
    """All of them in any order."""
    left = [t for t in trees if t != model.Silent()]
    return model.Parallel(tuple(left)) if len(left) > 1 else left[0] if left else model.Silent()


def closed(tree: ProcessTree, name: str | None) -> ProcessTree:
    """The tree of a whole scope: what ends it early now says so by its name; the last step need not."""
    found = named(tree, name, last=True)
    ends = any(isinstance(n, model.Terminate) and n.scope == name for n in model.walk(found))
    return model.Scoped(found, name) if ends and name is not None else found


def named(tree: ProcessTree, name: str | None, last: bool) -> ProcessTree:
    """``tree`` with its pending ends named; ``last``: nothing follows it in its scope, so that an end is silent."""
    match tree:
        case model.Terminate(scope=scope) if scope in (PENDING, name):
            return model.Silent() if last else model.Terminate(name)
        case model.Sequence(children=parts):
            inner = [named(p, name, last and i == len(parts) - 1) for i, p in enumerate(parts)]
            return seq(*inner)
        case model.Exclusive(children=parts):
            return one_of(*(named(p, name, last) for p in parts)) if parts else tree
        case model.Parallel(children=parts):
            return model.Parallel(tuple(named(p, name, False) for p in parts))
        case model.Inclusive(children=parts):
            return model.Inclusive(tuple(named(p, name, False) for p in parts))
        case model.Loop(do=do, redo=redo):
            return model.Loop(named(do, name, False), named(redo, name, False))
        case model.Interrupted(body=body, handler=handler):
            return model.Interrupted(named(body, name, False), named(handler, name, last))
        case model.Scoped(body=body, name=own, handler=handler):
            return model.Scoped(named(body, name, False), own, named(handler, name, last))
        case _:
            return tree


def pending(tree: ProcessTree) -> bool:
    """Whether something in it ends the scope around."""
    return any(isinstance(n, model.Terminate) and n.scope == PENDING for n in model.walk(tree))
