"""Turns a BPMN model of any tool into the flow of a definition: a draft that people go on writing.

A choice needs somebody who decides it: the step that was surely done last before it writes down which way to go. A
loop is bounded, for every case ends here. What our language has no block for is refused by name; the model itself
can still be used to judge logs (:func:`read_bpmn`).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, NoReturn

from lxml import etree

from qingdan.domain.flow.bpmn.elements import NESTED, TASKS, Item, Level, complain, level_of
from qingdan.domain.flow.bpmn.names import BPMN
from qingdan.domain.flow.bpmn.read import tree_of
from qingdan.domain.flow.conform import process_tree as model
from qingdan.domain.flow.conform.process_tree import ProcessTree
from qingdan.domain.safe_xml import refuse
from qingdan.domain.words import Words

Blocks = list[dict[str, Any]]
Text = dict[str, str]  # zh and en
WhoDoes = Callable[[str | None], str | None]  # the post of a lane; of None: of what stands in no lane
DONE, STOPPED, ROUNDS = "done", "stopped", "rounds-used-up"
OUTCOMES: Mapping[str, Text] = {
    DONE: {"zh": "办完", "en": "Done"},
    STOPPED: {"zh": "中途结束", "en": "Ended early"},
    ROUNDS: {"zh": "次数用完，没有办成", "en": "Not done in the rounds there are"},
}
TO_WRITE = {"zh": "待填写：怎样办。", "en": "To be written: how it is done."}
YES, NO = "again", "go-on"
UNDECIDED = Words("一开始就要选走哪条路，前面没有一步来定", "which way to go is to be decided before any step was done")
AGAIN_UNDECIDED = Words(
    "循环里要选走哪条路，循环里前面没有一步来定",
    "which way to go is to be decided before any step of its loop was done",
)
BEFORE_IT = Words("请在前面加一个任务。", "Put a task before it.")
USE_AS_IT_IS = Words(
    "请改模型，或者不转，直接用这个文件核对（flow conform --model）。",
    "Change the model; or leave it as it is and judge logs by the file itself (flow conform --model).",
)


@dataclass(slots=True)
class Draft:
    """What stands under ``facts``, ``outcomes`` and ``flow`` of a definition, and the name of the process."""

    name: str
    facts: dict[str, Any] = field(default_factory=dict)
    outcomes: dict[str, Text] = field(default_factory=lambda: {DONE: OUTCOMES[DONE]})
    flow: Blocks = field(default_factory=list)
    steps: int = 0


def draft(file: str, data: bytes, who: WhoDoes, rounds: int) -> Draft:
    """The flow of the one process in a BPMN file. ``who``: which post a lane is; ``rounds``: how often a loop goes
    round at most.

    :raises DefinitionError: for what cannot be read, what our language cannot say and lanes that are no post.
    """
    level = level_of(file, data)
    return _Drafter(file, level, who, rounds).all()


class _Drafter:
    def __init__(self, file: str, level: Level, who: WhoDoes, rounds: int) -> None:
        self.file, self.level, self.who, self.rounds = file, level, who, rounds
        self.items = {item.id: item for item in _items(level)}
        self.lanes = _lanes(level)
        self.loops = 0  # loops around
        self.names: dict[str, str] = {}  # steps by the ids of their elements
        self.draft = Draft(" ".join((level.element.get("name") or "").split()))

    def all(self) -> Draft:
        tree = tree_of(self.file, self.level, lambda item: item.id)
        if not any(isinstance(node, model.Activity) for node in model.walk(tree)):
            what = Words("流程里没有任务。", "There is no task in the process.")
            refuse(self.file, int(self.level.element.sourceline or 1), what, USE_AS_IT_IS)
        self.draft.flow, _decider = self._blocks(tree, None)
        self.draft.steps = len(self.names)
        return self.draft

    def _blocks(self, tree: ProcessTree, decider: str | None) -> tuple[Blocks, str | None]:
        """The blocks of a tree, and who decides after it: the step surely done last. ``decider``: who does before."""
        match tree:
            case model.Silent():
                return [], decider
            case model.Activity(label=label):
                step = self._step(self.items[str(label)])
                return [step], str(step["do"])
            case model.Sequence(children=parts):
                blocks: Blocks = []
                for part in parts:
                    more, decider = self._blocks(part, decider)
                    blocks += more
                return blocks, decider
            case model.Exclusive(children=ways):
                return [self._choice(tree, ways, decider)], decider
            case model.Parallel(children=parts):
                if any(isinstance(node, model.Terminate) for node in model.walk(tree)):
                    self._unsayable(tree)
                both = [self._blocks(part, decider) for part in parts]
                return [{"together": [blocks for blocks, _ in both]}], both[-1][1]
            case model.Loop():
                return self._loop(tree, decider)
            case model.Terminate(scope=None):
                self.draft.outcomes.setdefault(STOPPED, OUTCOMES[STOPPED])
                return [{"end": STOPPED}], decider
        return self._unsayable(tree)

    def _step(self, item: Item) -> dict[str, Any]:
        said = {"zh": item.name, "en": item.name}
        how = " ".join("".join(item.element.itertext(f"{{{BPMN}}}documentation")).split())
        return {"do": self._name(item), "name": said, "how": {"zh": how, "en": how} if how else dict(TO_WRITE),
                "by": self._post(item)}  # fmt: skip

    def _name(self, item: Item) -> str:
        """A step's id: its name in Latin letters, else the id of its element, else a number."""
        found = next((s for s in map(_slug, (item.name, item.id)) if s), "step")
        taken, name, number = set(self.names.values()), found, 1
        while name in taken:
            number += 1
            name = f"{found}-{number}"
        self.names[item.id] = name
        return name

    def _post(self, item: Item) -> str:
        lane = self.lanes.get(item.id)
        return self.who(lane) or self._nobody(item, lane)

    def _nobody(self, item: Item, lane: str | None) -> NoReturn:
        if lane is None:
            why = Words("不在任何泳道里，不知道由谁办", "it stands in no lane, so nobody is said to do it")
            remedy = Words("请加 --by 职务代号。", "Add --by POST.")
        else:
            why = Words(f"泳道“{lane}”不是职务的名称", f"its lane “{lane}” is not the name of a post")
            remedy = Words(f"请加 --who “{lane}=职务代号”。", f"Add --who “{lane}=POST”.")
        complain(self.file, item, why, remedy)

    # -- decisions -----------------------------------------------------------------------------------------------
    def _fact(self, decider: str, title: Text, choices: Mapping[str, Text]) -> str:
        """A fact in which a step writes down which way to go."""
        number = sum(fact["set_by"] == decider for fact in self.draft.facts.values()) + 1
        name = f"way-after-{decider}" + (f"-{number}" if number > 1 else "")
        self.draft.facts[name] = {"type": "choice", "title": title, "choices": dict(choices), "set_by": decider,
                                  "audience": "officials"}  # fmt: skip
        return name

    def _choice(self, tree: ProcessTree, ways: tuple[ProcessTree, ...], decider: str | None) -> dict[str, Any]:
        if decider is None:
            complain(self.file, self._first(tree), AGAIN_UNDECIDED if self.loops else UNDECIDED, BEFORE_IT)
        choices = {f"way-{number}": self._called(way) for number, way in enumerate(ways, start=1)}
        fact = self._fact(decider, {"zh": "下面走哪条路", "en": "Which way to go on"}, choices)
        branches = zip(choices, ways, strict=True)
        return {"choose": [{"when": f"{fact} == {c}", "then": self._blocks(way, decider)[0]} for c, way in branches]}

    def _called(self, way: ProcessTree) -> Text:
        first = next((n for n in model.walk(way) if isinstance(n, model.Activity)), None)
        if first is None:
            return {"zh": "直接往下", "en": "Straight on"}
        name = self.items[str(first.label)].name
        return {"zh": name, "en": name}

    def _loop(self, loop: model.Loop, decider: str | None) -> tuple[Blocks, str | None]:
        """``do`` again as long as the step done last in it says so; only ``redo``: none, or as often as it says."""
        if isinstance(loop.do, model.Silent):
            again = model.Loop(loop.redo, model.Silent())
            return self._blocks(model.Exclusive((model.Silent(), again)), decider)
        self.loops += 1
        blocks, last = self._blocks(loop.do, None)  # what was decided before the loop would be so in every round
        self.loops -= 1
        if last is None:  # nobody to say whether to go round
            complain(self.file, self._first(loop), AGAIN_UNDECIDED, BEFORE_IT)
        answers = {YES: {"zh": "再来一次", "en": "Once more"}, NO: {"zh": "往下", "en": "Go on"}}
        fact = self._fact(last, {"zh": "要不要再来一次", "en": "Once more or not"}, answers)
        if not isinstance(loop.redo, model.Silent):
            redo = self._blocks(loop.redo, last)[0]
            blocks.append(
                {"choose": [{"when": f"{fact} == {YES}", "then": redo}, {"when": f"{fact} == {NO}", "then": []}]}
            )
        self.draft.outcomes.setdefault(ROUNDS, OUTCOMES[ROUNDS])
        return [{"repeat": blocks, "until": f"{fact} == {NO}", "at_most": self.rounds, "else": [{"end": ROUNDS}]}], last

    # -- what cannot be said -------------------------------------------------------------------------------------
    def _first(self, tree: ProcessTree) -> Item:
        """The element that a complaint names: the first activity in the block, else what parts into several ways."""
        first = next((n for n in model.walk(tree) if isinstance(n, model.Activity)), None)
        if first is not None:
            return self.items[str(first.label)]
        return next(
            (i for i in self.items.values() if len(i.outgoing) > 1 or _interrupts(i)), next(iter(self.items.values()))
        )

    def _unsayable(self, tree: ProcessTree) -> NoReturn:
        why, fits = _UNSAYABLE[type(tree)]
        named = next((item for item in self.items.values() if fits(item)), None)
        complain(self.file, named or self._first(tree), why, USE_AS_IT_IS)


_STOPS = Words(
    "中途打断的写法这里没有；到期怎么办写在步骤的 within 里",
    "there is no block that something interrupts; what follows a time limit is said at the step (within)",
)


ENDING = ("terminate", "error", "escalation", "cancel")


def _interrupts(item: Item) -> bool:
    return item.tag == "boundaryEvent" or (item.tag in NESTED and item.element.get("triggeredByEvent") == "true")


_UNSAYABLE: Mapping[type, tuple[Words, Callable[[Item], bool]]] = {
    model.Inclusive: (
        Words("几条路里走一条或几条，这里没有这种写法", "there is no block for taking one way or several"),
        lambda item: len(item.outgoing) > 1 and (item.tag == "inclusiveGateway" or item.tag in TASKS),
    ),
    model.Parallel: (
        Words(
            "并行的一路会结束整个流程，别的路什么时候停说不准",
            "one of ways side by side ends the whole process, and when the others stop is open",
        ),
        lambda item: item.event in ENDING,
    ),
    model.Interrupted: (_STOPS, _interrupts),
    model.Scoped: (_STOPS, lambda item: _interrupts(item) or item.event == "terminate"),
    model.Terminate: (_STOPS, lambda item: item.event in ENDING),
}


def _items(level: Level) -> Iterator[Item]:
    for item in [*level.items.values(), *level.handlers]:
        yield item
        if item.inside is not None:
            yield from _items(item.inside)


def _lanes(level: Level) -> Mapping[str, str]:
    """The lane of each element, the innermost; what stands in a sub-process is in that one's lane."""
    found: dict[str, str] = {}
    for lane in level.element.iter(f"{{{BPMN}}}lane"):  # outer lanes come before those in them
        for node in lane.findall(f"{{{BPMN}}}flowNodeRef"):
            found[(node.text or "").strip()] = _lane_name(lane)
    for item in _items(level):
        if item.inside is not None and item.id in found:
            found.update({inner.id: found[item.id] for inner in _items(item.inside) if inner.id not in found})
    return found


def _lane_name(lane: etree._Element) -> str:
    return " ".join((lane.get("name") or lane.get("id") or "").split())


def _slug(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text)
    if not plain.isascii():
        plain = plain if all(unicodedata.combining(c) or c.isascii() for c in plain) else ""
    words = re.findall(r"[a-z0-9]+", plain.encode("ascii", "ignore").decode().lower())
    joined = "-".join(words)[:40].strip("-")
    return joined if joined[:1].isalpha() else ""
