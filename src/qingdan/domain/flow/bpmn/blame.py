"""Says of a graph that does not fold which element is to blame, and why."""

from __future__ import annotations

from typing import NoReturn

from qingdan.domain.flow.bpmn.elements import Item, complain, said
from qingdan.domain.flow.bpmn.graph import ACT, AND, OR, XOR, Edge, Graph, Vertex, pending
from qingdan.domain.flow.conform.process_tree import ProcessTree, Silent
from qingdan.domain.words import Words

PAIRS = Words(
    "请让同一个网关分出的路汇到同一种网关；要走回头路就回到一个互斥网关。",
    "Let ways that one gateway parts meet in one gateway of its kind; lead ways back to an exclusive one.",
)
SAME = Words("请用同一种网关汇合。", "Join them with a gateway of the same kind.")


def blame(file: str, graph: Graph) -> NoReturn:
    """:raises DefinitionError: always, naming the element that no rule fits."""
    for vertex in graph.nodes:
        if vertex.kind != ACT and len(vertex.out) > 1:
            _mismatch(file, vertex)
    for vertex in graph.nodes:
        if any(e.name is not None for e in vertex.out):
            border = next(e.target for e in vertex.out if e.name is not None)
            why = Words(
                "从这里走出去的路既没有结束，也没有和正常的路汇合",
                "the way from this border neither ends nor meets the way on",
            )
            complain(file, border.item, why, PAIRS)
    endless = _endless(graph)
    if endless is not None:
        complain(file, endless.item, Words("从这里走不到结束", "no way from here to an end"), PAIRS)
    _unmatched(file, graph)


def _mismatch(file: str, split: Vertex) -> None:
    ways: dict[Vertex, list[ProcessTree]] = {}
    for edge in split.out:
        reached, tree = _reached(edge)
        if reached is not None:
            ways.setdefault(reached, []).append(tree)
    for join, trees in ways.items():
        if len(trees) > 1 or len(ways) > 1:
            _pair(file, split, join, trees)


def _reached(edge: Edge) -> tuple[Vertex | None, ProcessTree]:
    step = edge.target
    if step.kind != ACT:
        return step, Silent()
    return (
        (step.out[0].target, step.tree) if len(step.out) == 1 and step.out[0].target.kind != ACT else (None, step.tree)
    )


def _pair(file: str, split: Vertex, join: Vertex, trees: list[ProcessTree]) -> None:
    other = said(split.item)
    if split.kind == XOR and join.kind == AND:
        why = Words(
            f"{other.zh} 只走一条路，这里却要等几条路都到，永远等不齐",
            f"{other.en} takes one way, and this waits for several: it waits for ever",
        )
        complain(file, join.item, why, SAME)
    if split.kind == AND and join.kind == XOR and len(trees) > 1:
        why = Words(
            f"{other.zh} 的几条路在这里不等齐就往下走，后面的会办几遍",
            f"the ways that {other.en} starts go on here one by one: what follows is done several times",
        )
        complain(file, join.item, why, SAME)
    if split.kind != XOR and join.kind == split.kind and any(map(pending, trees)):
        why = Words(
            "有一条路没到这里就结束了，永远等不齐", "one of the ways ends before it gets here: it waits for ever"
        )
        complain(
            file, join.item, why, Words("请用终止事件，或者让它也到这里。", "Use a terminate end, or lead it here.")
        )
    if OR in (split.kind, join.kind) and split.kind != join.kind and len(trees) > 1:
        why = Words(f"和 {other.zh} 不是同一种网关", f"it is not a gateway of the same kind as {other.en}")
        complain(file, join.item, why, SAME)


def _endless(graph: Graph) -> Vertex | None:
    """A node from which no way leads to an end."""
    good = {v for v in graph.nodes if not v.out}
    waiting = list(good)
    while waiting:
        for edge in waiting.pop().into:
            if edge.source not in good:
                good.add(edge.source)
                waiting.append(edge.source)
    return next((v for v in graph.nodes if v not in good), None)


def _unmatched(file: str, graph: Graph) -> NoReturn:
    joins = [v for v in graph.nodes if len(v.into) > 1]
    if joins:
        sources = _names([e.source.item for e in joins[0].into])
        why = Words(
            f"汇到这里的路不是同一个网关分出来的（从 {sources.zh} 来）",
            f"the ways that meet here were not parted by one gateway (they come from {sources.en})",
        )
        complain(file, joins[0].item, why, PAIRS)
    split = next((v for v in graph.nodes if len(v.out) > 1), next(iter(graph.nodes)))
    why = Words("从这里分出的路没有汇到同一个网关", "the ways that part here do not meet in one gateway")
    complain(file, split.item, why, PAIRS)


def _names(items: list[Item]) -> Words:
    names = list(dict.fromkeys(f"“{i.name}”" for i in items))[:4]
    return Words("、".join(names), ", ".join(names))
