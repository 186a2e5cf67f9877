"""The parser in C and the one in Python read the same from the same text, to the line; nothing ends the process."""

from __future__ import annotations

import json
from itertools import islice
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from ruamel.yaml.nodes import Node

from qingdan.domain import reading
from tests.loaded import shipped_files

words = st.text(
    st.characters(categories=["L", "N", "P", "S", "Zs", "Zl", "Zp"], include_characters="\n\t\x85"), max_size=12
)
values = st.recursive(
    words | st.integers() | st.booleans() | st.none(), lambda one: st.lists(one) | st.dictionaries(words, one),
    max_leaves=12,
)  # fmt: skip


def tree(node: Node) -> Any:
    """A node as plain values, each with its tag and line."""
    if isinstance(node.value, str):
        return node.start_mark.line, str(node.tag), node.value
    parts = [part for item in node.value for part in (item if isinstance(item, tuple) else (item,))]
    return node.start_mark.line, str(node.tag), [tree(part) for part in parts]


def both(text: str) -> tuple[Any, Any]:
    return tree(reading.read_yaml("x", text).node), tree(reading._reader(pure=True).compose(text))


@given(st.dictionaries(words, values, min_size=1))
def test_both_parsers_read_any_value(value: dict[str, object]) -> None:
    got, wanted = both(json.dumps(value, ensure_ascii=False, indent=1))
    assert got == wanted


@pytest.mark.parametrize("path", list(islice(shipped_files(), 0, None, 40)))
def test_both_parsers_read_the_catalogue(path: str) -> None:
    got, wanted = both(shipped_files()[path])
    assert got == wanted


def test_the_parser_in_c_is_there() -> None:
    """Without it a list is read five times as slowly, and nothing else would tell."""
    from ruamel.yaml import CParser

    assert CParser is not None
