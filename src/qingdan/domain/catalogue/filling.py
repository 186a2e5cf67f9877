"""Fills the holes of a fragment. A hole is ``$name``: a whole value, an item of a list, or in the middle of a text."""

from __future__ import annotations

import re
from collections.abc import Mapping

from ruamel.yaml.error import StringMark
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from qingdan.domain.complaints import closest
from qingdan.domain.reading import Elsewhere, Place
from qingdan.domain.words import Words

HOLE = re.compile(r"\$([a-z]+(?:_[a-z]+)*)")


def filled(place: Place, given: Mapping[str, Place], language: str = "") -> Node:
    """The node of a fragment with its holes filled; each node of it remembers the file in which it was written."""
    node = place.node
    if isinstance(node, MappingNode):
        pairs = []
        for (key, _), (name, value) in zip(node.value, place.pairs(), strict=True):
            pairs.append((here(key, place.file), filled(value, given, name if name in ("zh", "en") else "")))
        return MappingNode(node.ctag, pairs, *marks(node, place.file))
    if isinstance(node, SequenceNode):
        items = [one for item in place.items() for one in _spliced(item, given)]
        return SequenceNode(node.ctag, items, *marks(node, place.file))
    whole = HOLE.fullmatch(str(node.value))
    if whole and (found := _hole_of(place, whole[1], given)) and not (language and found.is_mapping()):
        return filled(found, {})
    text = HOLE.sub(lambda match: _said(place, match[1], given, language), str(node.value))
    return ScalarNode(node.ctag, text, *marks(node, place.file))


def _spliced(item: Place, given: Mapping[str, Place]) -> list[Node]:
    """An item of a list; a hole that is given a list becomes all of its items."""
    whole = filled(item, given)
    splices = isinstance(item.node, ScalarNode) and isinstance(whole, SequenceNode)
    return list(whole.value) if splices else [whole]


def _hole_of(place: Place, name: str, given: Mapping[str, Place]) -> Place:
    if name not in given:
        place.fail(Words(f"“${name}”没有登记在 takes 下", f"${name} is not declared under takes"), closest(name, given))
    return given[name]


def _said(place: Place, name: str, given: Mapping[str, Place], language: str) -> str:
    """The words for a hole in the middle of a text, in the text's language."""
    found = _hole_of(place, name, given)
    if found.is_mapping() and language:
        return found.words().to(language)
    return found.text()


# -- where a node comes from -------------------------------------------------------------------------------------------
def marks(node: Node, file: str = "") -> tuple[StringMark, StringMark]:
    """The marks of a copy of ``node``: its own line, in ``file`` when it is another than that of what is around."""
    if not file or isinstance(node.start_mark, Elsewhere):
        return node.start_mark, node.end_mark
    mark = Elsewhere(file, 0, node.start_mark.line, node.start_mark.column, "", 0)
    return mark, mark


def here(node: Node, file: str) -> Node:
    """A copy of a key that remembers the ``file`` in which it was written."""
    return ScalarNode(node.ctag, node.value, *marks(node, file))
