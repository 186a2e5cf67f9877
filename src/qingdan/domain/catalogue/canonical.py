"""The lasting form of a definition: JSON of its plain words, and the SHA-256 over it.

Every scalar stays the text that was written, and the order of keys stays too: it is the order of a form's fields.
So the definition can be read again from this form, by the same readers, to exactly the same value.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any, TypeAlias

from ruamel.yaml.error import StringMark
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from qingdan.domain.reading import Place

Plain: TypeAlias = "str | list[Any] | dict[str, Any]"
_NOWHERE = StringMark("", 0, 0, 0, "", 0)  # line 1: a stored definition has no lines of its own


def plain(place: Place) -> Plain:
    """The place's words without lines and comments: texts, lists and mappings of them."""
    return _plain(place.node)


def _plain(node: Node) -> Plain:
    if isinstance(node, MappingNode):
        return {str(key.value): _plain(value) for key, value in node.value}
    if isinstance(node, SequenceNode):
        return [_plain(item) for item in node.value]
    return str(node.value)


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
    if isinstance(value, dict):
        return MappingNode("map", [(_scalar(k), _node(v)) for k, v in value.items()], _NOWHERE, _NOWHERE)
    if isinstance(value, list):
        return SequenceNode("seq", [_node(v) for v in value], _NOWHERE, _NOWHERE)
    return _scalar(value)


def _scalar(value: str) -> ScalarNode:
    return ScalarNode("str", value, _NOWHERE, _NOWHERE)


def edition_digest(digests: Mapping[str, str]) -> str:
    """SHA-256 (hex) over an edition: each file's path and digest, by path."""
    whole = hashlib.sha256(b"qingdan edition v1\n")
    for path, value in sorted(digests.items()):
        whole.update(f"{path} {value}\n".encode())
    return whole.hexdigest()
