"""Every Chinese text that a reader can see is marked for translation, so that the English is complete."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.template.base import Lexer, TokenType

from qingdan.web.translating import KEYWORDS
from tests.guards.house import SOURCE, name_of, our_files, our_sources, parsed

CHINESE = re.compile(r"[\u4e00-\u9fff]+")
SPEAKING = ("views", "forms", "acts", "gates", "kinds")  # the files of an app whose words reach a reader
# A text that is itself Chinese in every language says so: <a lang="zh-Hans">中文</a>.
SAID_CHINESE = re.compile(r'<(\w+)[^>]*\blang="zh[^>]*>.*?</\1>', re.S)
HIDDEN = re.compile(r"<!--.*?-->", re.S)


def unmarked_in_template(text: str) -> Iterator[tuple[int, str]]:
    """(line, words) of Chinese outside translation tags and comments."""
    hidden = re.compile(r"{% comment.*?endcomment %}", re.S)
    for pattern in (hidden, HIDDEN, SAID_CHINESE):
        text = pattern.sub(lambda m: "\n" * m.group().count("\n"), text)
    inside = False
    for token in Lexer(text).tokenize():
        if token.token_type == TokenType.BLOCK:
            word = token.split_contents()[0]
            inside = word in ("blocktranslate", "blocktrans") or (inside and not word.startswith("endblocktrans"))
        elif token.token_type == TokenType.TEXT and not inside:
            for line, words in enumerate(token.contents.split("\n"), token.lineno):
                yield from ((line, found) for found in CHINESE.findall(words))


def unmarked_in_python(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """(line, words) of Chinese strings that are neither marked nor documentation."""
    spoken = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and _name(node.func) in KEYWORDS:
            spoken |= {id(part) for part in ast.walk(node)}
        elif isinstance(node, ast.Expr):  # a docstring
            spoken.add(id(node.value))
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in spoken:
            yield from ((node.lineno, found) for found in CHINESE.findall(node.value)[:1])


def _name(function: ast.expr) -> str:
    return function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")


def speaks(file: Path) -> bool:
    place = file.relative_to(SOURCE)
    return any(part in SPEAKING for part in (*place.parts[:-1], place.stem))


def test_templates_are_marked() -> None:
    pages = [f for f in our_files() if f.suffix == ".html" and SOURCE in f.parents]
    found = [
        f"{name_of(f)}:{line} {words}" for f in pages for line, words in unmarked_in_template(f.read_text("utf-8"))
    ]
    assert not found, 'write {% translate "…" %} or {% blocktranslate %}:\n' + "\n".join(found)


def test_python_is_marked() -> None:
    found = [
        f"{name_of(f)}:{line} {w}" for f in our_sources() if speaks(f) for line, w in unmarked_in_python(parsed(f))
    ]
    assert not found, "write gettext(…), or gettext_lazy(…) where it runs once at import:\n" + "\n".join(found)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("<p>待办</p>", [(1, "待办")]),
        ('{% translate "待办" %}\n<b title="返回">', [(2, "返回")]),
        ("{% blocktranslate %}您好{% plural %}你们好{% endblocktranslate %}", []),
        ('{# 说明 #}<!-- 说明 --><a lang="zh-Hans" href="#">中文</a>{% comment %}说明{% endcomment %}', []),
    ],
)
def test_the_guard_reads_templates(text: str, found: list[tuple[int, str]]) -> None:
    assert list(unmarked_in_template(text)) == found


@pytest.mark.parametrize(
    ("code", "found"),
    [("x = '待办'", [(1, "待办")]), ("x = _('待办')", []), ("def f():\n    '待办'", []), ("x = f'{n}天'", [(1, "天")])],
)
def test_the_guard_reads_python(code: str, found: list[tuple[int, str]]) -> None:
    assert list(unmarked_in_python(ast.parse(code))) == found
