"""The lasting form of a definition: JSON of its plain words, and the SHA-256 over it.

The order of keys stays as written: it is the order of a form's fields. Whole numbers are written plainly and every
other scalar stays the text that it was, so that the same readers get exactly the same value from this form.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from typing import Any, TypeAlias

from ruamel.yaml.error import StringMark
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode
from ruamel.yaml.tag import Tag

from qingdan.domain.reading import Place

Plain: TypeAlias = "str | int | bool | list[Any] | dict[str, Any] | None"
_NOWHERE = StringMark("", 0, 0, 0, "", 0)  # line 1: a stored definition has no lines of its own
_CORE = "tag:yaml.org,2002:"
TAGS = {name: Tag(suffix=_CORE + name) for name in ("map", "seq", "str", "int", "bool", "null")}
_WHOLE = re.compile(r"-?(0|[1-9]\d{0,17})", re.ASCII)


def plain(place: Place) -> Any:
    """The place's values without lines and comments: texts, whole numbers, true, false, None, lists and mappings."""
    return _plain(place.node)


def _plain(node: Node) -> Plain:
    if isinstance(node, MappingNode):
        return {str(key.value): _plain(value) for key, value in node.value}
    if isinstance(node, SequenceNode):
        return [_plain(item) for item in node.value]
    tag, value = str(node.tag).removeprefix(_CORE), str(node.value)
    if tag == "int" and _WHOLE.fullmatch(value):
        return int(value)
    if tag == "bool" and value in ("true", "false"):
        return value == "true"
    return None if tag == "null" and not value else value


def canonical(place: Place) -> str:
    """The definition as JSON: no spaces, no ASCII escapes, keys in the order written."""
    return json.dumps(plain(place), separators=(",", ":"), ensure_ascii=False)


def digest_of(text: str) -> str:
    """SHA-256 (hex) of a canonical definition."""
    return hashlib.sha256(b"qingdan definition v1\n" + text.encode()).hexdigest()


def digest(place: Place) -> str:
    """SHA-256 (hex) of the definition at ``place``: comments and layout do not change it, every word does."""
    return digest_of(canonical(place))


def from_canonical(file: str, text: str) -> Place:
    """The definition again, ready for the same readers; many times faster than reading its YAML."""
    return Place(file, _node(json.loads(text)))


def _node(value: Plain) -> Node:
    match value:
        case dict():
            pairs = [(_scalar("str", key), _node(inner)) for key, inner in value.items()]
            return MappingNode(TAGS["map"], pairs, _NOWHERE, _NOWHERE)
        case list():
            return SequenceNode(TAGS["seq"], [_node(inner) for inner in value], _NOWHERE, _NOWHERE)
        case bool():
            return _scalar("bool", "true" if value else "false")
        case int():
            return _scalar("int", str(value))
        case None:
            return _scalar("null", "")
        case str():
            return _scalar("str", value)


def _scalar(tag: str, value: str) -> ScalarNode:
    return ScalarNode(TAGS[tag], value, _NOWHERE, _NOWHERE)


def edition_digest(digests: Mapping[str, str]) -> str:
    """SHA-256 (hex) over an edition: each file's path and digest, by path."""
    whole = hashlib.sha256(b"qingdan edition v1\n")
    for path, value in sorted(digests.items()):
        whole.update(f"{path} {value}\n".encode())
    return whole.hexdigest()
