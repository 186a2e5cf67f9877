"""Makes a flow ready to run: every block gets a node that knows its parent, and every condition becomes a function."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from qingdan.domain.flow.conditions import OPERATORS, Both, Compare, Condition, Not, Operand, operands
from qingdan.domain.flow.model import (
    RESULTS,
    Block,
    Choose,
    Flow,
    ForEach,
    Owed,
    Repeat,
    Step,
    children,
    walk,
)
from qingdan.domain.flow.state import State

Test = Callable[[State, str, Mapping[str, int]], bool]
Read = Callable[[State, str, Mapping[str, int]], Any]


@dataclass(slots=True, eq=False)
class Node:
    """A block in its place. ``token`` names its counters in the state; ``inside`` are the steps within it."""

    block: Block
    parent: Node | None
    index: int
    token: str
    in_finally: bool
    children: list[Node] = field(default_factory=list)
    tests: list[Test | None] = field(default_factory=list)
    follows: dict[str, Node] = field(default_factory=dict)
    inside: tuple[str, ...] = ()
    passes: dict[str, Read] = field(default_factory=dict)
    items: Read = lambda state, at, limits: None  # of a for_each: the list that it goes through


Compiled = tuple[Node, Node, dict[str, Node], dict[str, Node], dict[str, tuple[str, ...]]]


def compile_flow(flow: Flow) -> Compiled:
    """The nodes of the body and of ``finally``, steps and owed duties by id, and the results offered at each step."""
    compiler = _Compiler(flow)
    body = compiler.node(flow.body, None, 0, False)
    last = compiler.node(flow.finally_, None, 0, True)
    return body, last, compiler.steps, compiler.owed, offered_results(flow)


def offered_results(flow: Flow) -> dict[str, tuple[str, ...]]:
    """For each step the results that may be given: the default, and every other that the flow does something with.

    A step named in a condition offers all of its kind's results, because each then means something.
    """
    read = {o.name for _, c in conditions_of(flow) for o in operands(c) if o.kind == "result"}
    found = {}
    for step in flow.steps().values():
        own = (*RESULTS[step.kind], *step.declared)
        timed = [r for r in own if r != "expired" or step.within or r in step.results]
        found[step.id] = tuple(
            r
            for r in timed
            if r == step.default or r in step.results or r in step.declared or (step.id in read and r != "expired")
        )
    return found


def conditions_of(flow: Flow) -> list[tuple[int, Condition]]:
    """Every condition written in a flow, with its line."""
    found: list[tuple[int, Condition]] = []
    for block in flow.blocks():
        if isinstance(block, Choose):
            found.extend((b.line, b.when) for b in block.branches if b.when is not None)
        elif isinstance(block, Repeat):
            found.append((block.line, block.until))
    return found


class _Compiler:
    def __init__(self, flow: Flow) -> None:
        self.flow = flow
        self.steps: dict[str, Node] = {}
        self.owed: dict[str, Node] = {}
        self.count = 0
        self.depth = _loop_depths(flow)
        self.aliases: dict[str, tuple[str, int]] = {}  # alias → the list, and how deep its loop stands

    def node(self, block: Block, parent: Node | None, index: int, last: bool, loops: int = 0) -> Node:
        self.count += 1
        node = Node(block, parent, index, f"{type(block).__name__.lower()}{self.count}", last)
        if isinstance(block, Step):
            self.steps[block.id] = node
            node.passes = self._passes(block.passes)
            node.follows = {r: self.node(s, node, i, last, loops) for i, (r, s) in enumerate(block.results.items())}
            return node
        if isinstance(block, Owed):
            self.owed[block.id] = node
            node.passes = self._passes(block.passes)
        if isinstance(block, ForEach):
            loops += 1
            self.aliases[block.alias] = (block.over, loops)
            node.items = self.read(Operand("fact", block.over))
        node.children = [self.node(c, node, i, last, loops) for i, c in enumerate(children(block))]
        if isinstance(block, Choose):
            node.tests = [self.test(b.when) if b.when is not None else None for b in block.branches]
        if isinstance(block, Repeat):
            node.tests = [self.test(block.until)]
            node.inside = tuple(b.id for b in walk(block.body) if isinstance(b, Step))
        return node

    def _passes(self, passes: Mapping[str, str]) -> dict[str, Read]:
        return {theirs: self.read(operand_of(ours)) for theirs, ours in passes.items()}

    def test(self, condition: Condition) -> Test:
        match condition:
            case Compare(left=left, sign=sign, right=right):
                return self._compare(left, sign, right)
            case Not(inner=inner):
                test = self.test(inner)
                return lambda s, at, limits: not test(s, at, limits)
            case Both(every=every, parts=parts):
                tests, join = [self.test(p) for p in parts], all if every else any
                return lambda s, at, limits: join(t(s, at, limits) for t in tests)

    def _compare(self, left: Operand, sign: str, right: Operand) -> Test:
        read_left, read_right, compare = self.read(left), self.read(right), OPERATORS[sign]

        def test(state: State, at: str, limits: Mapping[str, int]) -> bool:
            a, b = read_left(state, at, limits), read_right(state, at, limits)
            if a is None or b is None:
                return sign == "!=" and a is not b
            return bool(compare(a, b))

        return test

    def read(self, operand: Operand) -> Read:
        name = operand.name
        match operand.kind:
            case "limit":
                return lambda s, at, limits: limits[name]
            case "result":
                depth = self.depth.get(name, 0)
                return lambda s, at, limits: s["results"].get(name + _cut(at, depth))
            case "fact":
                fact = self.flow.facts[name]
                depth = self.depth.get(fact.set_by, 0)
                return lambda s, at, limits: s["facts"].get(name + _cut(at, depth))
            case "outcome":
                return lambda s, at, limits: s["outcome"]
            case "item":
                (over, loop), key = self.aliases[name], operand.field
                listed = self.read(Operand("fact", over))
                return lambda s, at, limits: listed(s, at, limits)[int(at.split("#")[loop])].get(key)
            case _:
                value = operand.value
                return lambda s, at, limits: value


def operand_of(text: str) -> Operand:
    """What a sub-case is given: a fact, or ``ITEM.FIELD`` inside a ``for_each``."""
    name, dot, key = text.partition(".")
    return Operand("item", name, key) if dot else Operand("fact", name)


def _cut(at: str, depth: int) -> str:
    """The first ``depth`` loop items of a suffix: what a step outside the inner loops is known by."""
    if not depth:
        return ""
    return "#" + "#".join(at.split("#")[1 : depth + 1])


def _loop_depths(flow: Flow) -> dict[str, int]:
    """How many ``for_each`` stand around each step."""
    found: dict[str, int] = {}

    def visit(block: Block, depth: int) -> None:
        if isinstance(block, Step):
            found[block.id] = depth
        for child in children(block):
            visit(child, depth + (1 if isinstance(block, ForEach) else 0))

    visit(flow.body, 0)
    visit(flow.finally_, 0)
    return found
