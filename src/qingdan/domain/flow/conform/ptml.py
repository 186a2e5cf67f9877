"""Reads process trees as pm4py and ProM write them (``.ptml``)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import NoReturn

from lxml import etree

from qingdan.domain.flow.conform import process_tree as model
from qingdan.domain.flow.conform.process_tree import ProcessTree
from qingdan.domain.safe_xml import local_name, parsed, refuse
from qingdan.domain.words import Words

DEEPEST = 150  # blocks within blocks
_BLOCKS: dict[str, Callable[[tuple[ProcessTree, ...]], ProcessTree]] = {
    "sequence": model.Sequence,
    "xor": model.Exclusive,
    "and": model.Parallel,
    "or": model.Inclusive,
    "interleaved": model.Interleaved,
    "interleaving": model.Interleaved,
}
AGAIN = Words("请重新导出。", "Export it again.")
_TASKS = ("manualTask", "automaticTask")
_LOOPS = ("xorLoop", "loop")


def read_ptml(file: str, data: bytes) -> ProcessTree:
    """The process tree of a ``.ptml`` file. :raises DefinitionError: naming the line and what to do."""
    root = parsed(file, data)
    trees = [e for e in root.iter() if isinstance(e.tag, str) and local_name(e) == "processTree"]
    if len(trees) != 1:
        what = Words(
            f"应当有一个 processTree，这里有 {len(trees)} 个。", f"It has {len(trees)} processTree; one is wanted."
        )
        refuse(file, root.sourceline or 1, what, Words("请导出为 .ptml 流程树。", "Export it as a .ptml process tree."))
    return _Reader(file, trees[0]).tree()


@dataclass(slots=True)
class _Reader:
    """The elements of one file by id, and who is inside whom, in the order written."""

    file: str
    top: etree._Element
    nodes: dict[str, etree._Element] = field(default_factory=dict)
    inside: dict[str, list[str]] = field(default_factory=dict)

    def tree(self) -> ProcessTree:
        for element in self.top:
            name, number = local_name(element), element.get("id", "")
            if name == "parentsNode":
                self.inside.setdefault(element.get("sourceId", ""), []).append(element.get("targetId", ""))
            elif name in _BLOCKS or name in _TASKS or name in _LOOPS:
                self.nodes[number] = element
            else:
                self._refuse(element, name)
        return self._built(self.top.get("root", ""), self.top, 0, set())

    def _built(self, number: str, asked_by: etree._Element, depth: int, around: set[str]) -> ProcessTree:
        element = self.nodes.get(number)
        if element is None:
            what = Words(
                f"提到了节点“{number}”，文件里没有。", f"It names the node “{number}”, which is not in the file."
            )
            refuse(self.file, asked_by.sourceline or 1, what, AGAIN)
        if number in around or depth > DEEPEST:
            what = Words(
                f"流程块套了 {depth} 层，或者套住了自己。", f"Blocks stand {depth} deep, or inside themselves."
            )
            remedy = Words(
                f"最多 {DEEPEST} 层，请分成几个流程。", f"At most {DEEPEST} levels: make several processes of it."
            )
            refuse(self.file, element.sourceline or 1, what, remedy)
        name = local_name(element)
        if name == "manualTask":
            return model.Activity(element.get("name", ""))
        if name == "automaticTask":
            return model.Silent()
        children = [self._built(n, element, depth + 1, around | {number}) for n in self.inside.get(number, [])]
        if name in _LOOPS:
            return self._loop(element, children)
        return _BLOCKS[name](tuple(children)) if children else model.Silent()

    def _loop(self, element: etree._Element, children: Sequence[ProcessTree]) -> ProcessTree:
        match children:
            case [do]:
                return model.Loop(do, model.Silent())
            case [do, redo] | [do, redo, model.Silent()]:
                return model.Loop(do, redo)
            case [do, redo, leave]:
                return model.Sequence((model.Loop(do, redo), leave))
            case _:
                return self._bad_loop(element, len(children))

    def _bad_loop(self, element: etree._Element, count: int) -> NoReturn:
        what = Words(f"循环应当有 2 或 3 个分支，这里有 {count} 个。", f"A loop has 2 or 3 children, this one {count}.")
        refuse(self.file, element.sourceline or 1, what, AGAIN)

    def _refuse(self, element: etree._Element, name: str) -> None:
        known = "、".join(sorted({*_BLOCKS, *_TASKS, "xorLoop"}))
        what = Words(f"不认识“{name}”这种流程块。", f"“{name}” is not a block that is known.")
        remedy = Words(f"能判的有：{known}。", f"Known are: {known.replace('、', ', ')}.")
        refuse(self.file, element.sourceline or 1, what, remedy)
