"""Reads a block-structured BPMN 2.0 model, whatever tool wrote it, as a process tree. Nothing in it is ever executed:
scripts and conditions are text that nobody reads.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import count

from qingdan.domain.flow.bpmn.blame import blame
from qingdan.domain.flow.bpmn.elements import NESTED, TASKS, Item, Level, complain, level_of, own_id
from qingdan.domain.flow.bpmn.graph import ACT, AND, OR, XOR, Graph, Vertex, closed, one_of, seq
from qingdan.domain.flow.bpmn.reduce import DEEPEST, END, Reducer, TooDeep
from qingdan.domain.flow.conform import process_tree as model
from qingdan.domain.flow.conform.process_tree import ProcessTree
from qingdan.domain.safe_xml import refuse
from qingdan.domain.words import Words

KINDS = {"exclusiveGateway": XOR, "eventBasedGateway": XOR, "parallelGateway": AND, "inclusiveGateway": OR}
THROWN = frozenset({"error", "escalation", "cancel"})
FEWER = Words("请把内层的块另存为子流程或另一个流程。", "Make a process of its own of the inner blocks.")
SIDEWAYS = Words("请改成打断的事件，或者只记录不办事。", "Make it interrupting, or let nothing but events follow it.")


def read_bpmn(file: str, data: bytes, own_ids: bool = False) -> ProcessTree:
    """The process tree of a BPMN file; labels are the names of activities, an id where there is none.

    ``own_ids``: in a file that we exported labels are the ids of our steps. ``file`` is what messages call it.
    :raises DefinitionError: with the element, its line and why, for whatever is not block-structured or not read.
    """
    return tree_of(file, level_of(file, data), lambda item: (own_id(item) if own_ids else None) or item.name)


def tree_of(file: str, level: Level, label: Callable[[Item], str]) -> ProcessTree:
    """The process tree of a process; ``label``: what an activity is known by."""
    return _Reader(file, label).tree(level, None)


class _Reader:
    def __init__(self, file: str, label: Callable[[Item], str]) -> None:
        self.file, self.label = file, label
        self.numbers = count(1)
        self.catchers: list[list[tuple[Item, str]]] = []  # for each level around: what catches, and its scope's name
        self.thrown: set[str] = set()

    def tree(self, level: Level, name: str | None) -> ProcessTree:
        return self._folded(level, name)[0]

    def _folded(self, level: Level, name: str | None) -> tuple[ProcessTree, int]:
        """The tree of a level, and how deep it is. ``name``: the scope that a terminate end event in it ends."""
        own = [(h, f"handler {next(self.numbers)}") for h in level.handlers]
        self.catchers.append([(self._start(h), scope) for h, scope in own])
        last = _Level(self, level, name).folded()
        tree = closed(last.tree, name)
        self.catchers.pop()
        for handler, scope in own:
            tree = self._handled(tree, handler, scope)
        return tree, last.deep + 1

    def _start(self, handler: Item) -> Item:
        starts = [i for i in handler.inside.items.values() if i.tag == "startEvent"] if handler.inside else []
        if len(starts) != 1:
            why = Words(f"有 {len(starts)} 个开始事件", f"it has {len(starts)} start events")
            complain(self.file, handler, why, Words("事件子流程要有一个开始事件。", "Give it one start event."))
        return starts[0]

    def _handled(self, tree: ProcessTree, handler: Item, scope: str) -> ProcessTree:
        assert handler.inside is not None
        inside = self.tree(handler.inside, f"{scope} inside")
        if self._start(handler).element.get("isInterrupting") == "false":
            if any(isinstance(n, model.Activity) for n in model.walk(inside)):
                why = Words("不打断的事件子流程里有任务", "a non-interrupting event sub-process has tasks in it")
                complain(self.file, handler, why, SIDEWAYS)
            return tree
        return model.Scoped(tree, scope, inside) if scope in self.thrown else model.Interrupted(tree, inside)

    def caught(self, item: Item) -> str | None:
        """The scope that an error, escalation or cancel event ends: that of the nearest that catches it."""
        for around in reversed(self.catchers):
            for catcher, scope in around:
                same = catcher.signal in ("", item.signal) or not item.signal
                if catcher.event == item.event and same and catcher.element.get("cancelActivity") != "false":
                    self.thrown.add(scope)
                    return scope
        return None

    def activity(self, item: Item, borders: list[tuple[Item, str]]) -> tuple[ProcessTree, int]:
        """The tree of a task or sub-process, with what its markers and its border say."""
        if item.inside is None or not item.inside.items:
            return self._often(item, model.Activity(self.label(item))), 0
        self.catchers.append(borders)
        tree, deep = self._folded(item.inside, f"scope {next(self.numbers)}")
        self.catchers.pop()
        tree = self._often(item, tree)
        for _border, scope in borders:
            if scope not in self.thrown:
                tree = model.Interrupted(tree, model.Terminate(scope))
        return tree, deep + 1

    def _often(self, item: Item, tree: ProcessTree) -> ProcessTree:
        """A loop or multi-instance marker. Instances side by side of more than one activity mix: any order of them is
        allowed, for a process tree cannot count instances."""
        again = model.Loop(tree, model.Silent())
        if item.has("standardLoopCharacteristics"):
            before = next(e for e in item.element if str(e.tag).endswith("}standardLoopCharacteristics"))
            return one_of(model.Silent(), again) if before.get("testBefore") == "true" else again
        if not item.has("multiInstanceLoopCharacteristics"):
            return tree
        marker = next(e for e in item.element if str(e.tag).endswith("}multiInstanceLoopCharacteristics"))
        if marker.get("isSequential") == "true" or isinstance(tree, model.Activity):
            return one_of(model.Silent(), again)
        inside: list[ProcessTree] = [n for n in model.walk(tree) if isinstance(n, model.Activity)]
        own = {n.name for n in model.walk(tree) if isinstance(n, model.Scoped)}
        cuts = [n for n in model.walk(tree) if isinstance(n, model.Terminate) and n.scope not in own]
        each: list[ProcessTree] = list(dict.fromkeys([*inside, *cuts]))
        return model.Loop(model.Silent(), one_of(*each)) if each else model.Silent()


class _Level:
    """One level made into a graph."""

    def __init__(self, reader: _Reader, level: Level, name: str | None) -> None:
        self.reader, self.level, self.name = reader, level, name
        self.file, self.graph = reader.file, Graph()
        self.entry: dict[Item, Vertex] = {}
        self.exit: dict[Item, Vertex] = {}
        self.dropped: set[Item] = set()

    def folded(self) -> Vertex:
        for item in self.level.items.values():
            if item.tag == "boundaryEvent" and item.element.get("cancelActivity") == "false":
                self.dropped |= self._only_events(item)
        items = [i for i in self.level.items.values() if i not in self.dropped]
        for item in items:
            if item.tag != "boundaryEvent":
                self._vertex(item)
        for item in items:
            for flow in item.outgoing:
                self.graph.join(self.exit[item], self.entry[flow.target])
        self._begin(items)
        try:
            last = Reducer(self.graph, self.reader.numbers).fold()
        except TooDeep as deep:
            why = Words(f"块套了 {DEEPEST} 层以上", f"blocks stand more than {DEEPEST} deep")
            complain(self.file, deep.at.item, why, FEWER)
        if last is None:
            blame(self.file, self.graph)
        return last

    def _only_events(self, border: Item) -> set[Item]:
        """What follows an event that does not interrupt, which must be nothing that anybody does."""
        found, waiting = {border}, [border]
        while waiting:
            for flow in waiting.pop().outgoing:
                if flow.target not in found:
                    found.add(flow.target)
                    waiting.append(flow.target)
        for item in found:
            if item.tag in TASKS | NESTED or any(f.source not in found for f in item.incoming):
                why = Words(
                    "不打断的边界事件后面有任务", "something is done after a boundary event that does not interrupt"
                )
                complain(self.file, border, why, SIDEWAYS)
        return found

    # -- nodes ---------------------------------------------------------------------------------------------------
    def _vertex(self, item: Item) -> None:
        borders = [b for b in item.borders if b not in self.dropped]
        if item.tag in KINDS:
            self._gateway(item, KINDS[item.tag])
        elif item.tag in TASKS or (item.tag in NESTED and not (item.inside and item.inside.items)):
            tree, deep = self.reader.activity(item, [])
            act = self._act(item, tree, deep, bool(borders))
            if borders:
                split = self.graph.add(XOR, item)
                self.graph.join(split, act)
                self._into(item, split)
                for border in borders:
                    self.graph.join(split, self._border(border))
        elif item.tag in NESTED:
            named = [(b, f"border {next(self.reader.numbers)}") for b in borders]
            tree, deep = self.reader.activity(item, named)
            act = self._act(item, tree, deep, bool(borders))
            for border, scope in named:
                self.graph.join(act, self._border(border), scope)
        else:
            self._act(item, self._event(item), 0)

    def _gateway(self, item: Item, kind: str) -> None:
        gate = self.entry[item] = self.exit[item] = self.graph.add(kind, item)
        if len(item.incoming) > 1 and len(item.outgoing) > 1:
            self.exit[item] = self.graph.add(kind, item)
            self.graph.join(gate, self.exit[item])
        if not item.outgoing:
            self.graph.join(gate, self.graph.add(ACT, item, END))

    def _act(self, item: Item, tree: ProcessTree, deep: int, bordered: bool = False) -> Vertex:
        ends = not item.outgoing and not (bordered and item.tag in NESTED)
        act = self.graph.add(ACT, item, seq(tree, END) if ends and not _over(tree) else tree, deep)
        self.exit[item] = act
        self._into(item, act)
        if len(item.outgoing) > 1:
            self.exit[item] = self.graph.add(OR if any(f.conditional for f in item.outgoing) else AND, item)
            self.graph.join(act, self.exit[item])
        return act

    def _into(self, item: Item, first: Vertex) -> None:
        """Several ways into an element meet before it."""
        if len(item.incoming) > 1:
            join = self.entry.get(item)
            if join is None or join.kind == ACT:
                join = self.graph.add(XOR, item)
            for edge in list(join.out):
                self.graph.cut(edge)
            self.graph.join(join, first)
            self.entry[item] = join
        else:
            self.entry[item] = first

    def _border(self, border: Item) -> Vertex:
        return self._act(border, model.Silent(), 0)

    def _event(self, item: Item) -> ProcessTree:
        if item.tag == "endEvent" and item.event == "terminate":
            return model.Terminate(self.name)
        if item.event in THROWN and item.tag in ("endEvent", "intermediateThrowEvent"):
            scope = self.reader.caught(item)
            if scope is not None:
                return model.Terminate(scope)
            if item.event != "escalation":  # nobody catches it: the whole run is over
                return model.Terminate()
        return model.Silent()

    def _begin(self, items: list[Item]) -> None:
        """Several start events are a choice; without any, all that nothing leads to begin together."""
        starts = [i for i in items if i.tag == "startEvent" and not i.incoming]
        alone = [i for i in items if not i.incoming and i.tag not in ("startEvent", "boundaryEvent")]
        if starts and alone:
            why = Words("没有路通到这里", "nothing leads here")
            remedy = Words("请连上它，或者删掉。", "Connect it, or remove it.")
            complain(self.file, alone[0], why, remedy)
        begins = starts or alone
        if not begins:
            what = Words("流程没有开始的地方。", "The process begins nowhere.")
            line = int(self.level.element.sourceline or 1)
            refuse(self.file, line, what, Words("请放一个开始事件。", "Give it a start event."))
        if len(begins) > 1:
            split = self.graph.add(XOR if starts else AND, begins[0])
            for item in begins:
                self.graph.join(split, self.entry[item])


def _over(tree: ProcessTree) -> bool:
    return isinstance(tree, model.Terminate)
