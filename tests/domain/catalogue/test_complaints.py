"""Every complaint that the code can make is in both languages, and is made of some file on the shelf."""

from __future__ import annotations

import ast
import sys
from collections import defaultdict
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml.nodes import MappingNode, Node, SequenceNode

from qingdan.domain import complaints as module
from qingdan.domain.complaints import Complaint, Miswritten, closest, one_of
from qingdan.domain.flow.model import FactType
from qingdan.domain.reading import read_yaml
from qingdan.domain.rules.at_key import KeyFault
from qingdan.domain.words import Words
from tests.domain.catalogue.faults import broken_files, faults, slipped, slips
from tests.domain.catalogue.helpers import POWER, SHELF, all_files
from tests.domain.catalogue.languages import strays, wrong_words

SLOW = pytest.mark.slow  # the longest file; the others of its kind are in make quick
DOMAIN = Path(module.__file__).parent
SOURCES = sorted(f for f in DOMAIN.rglob("*.py") if "draw" not in f.parts)
# Calls that end in a complaint. Those of `need` are reached by taking keys away, see below.
MAKING = {
    "fail", "Complaint", "complaint", "complain", "unknown", "unknown_names", "_known", "_early", "TooManyCases",
    "ConditionError", "Miswritten", "MiswrittenDay", "KeyFault",
}  # fmt: skip
ELSEWHERE = {
    "catalogue/laws.py": "compared with the texts of laws: test_laws.py",
    "catalogue/concordance/compare.py": "compared with the texts of laws: test_concordance_texts.py",
    "safe_xml.py": "files from outside: tests/domain/flow/conform/test_ptml.py, tests/domain/flow/bpmn",
    "flow/conform": "logs and models from outside: tests/domain/flow/conform, tests/apps/eventlogs",
    "flow/bpmn": "models from outside: tests/domain/flow/bpmn",
    "flow/simulate": "reads no file",
    "flow/separation": "reads no file of this shelf: tests/domain/flow/separation",
}


# -- what is written in the code -----------------------------------------------------------------------------------
def phrases(file: Path) -> Iterator[tuple[int, Words]]:
    """Every ``Words(…)`` of a source in which both sides are written out, with ¤ for what is filled in."""
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Words" and len(node.args) == 2:
            sides = [_written(side) for side in node.args]
            if None not in sides:
                yield node.lineno, Words(*sides)  # type: ignore[arg-type]


def _written(node: ast.expr) -> str | None:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    if isinstance(node, ast.JoinedStr):
        return "".join(part.value if isinstance(part, ast.Constant) else "¤" for part in node.values)
    return None


COMPLAINING = [f for f in SOURCES if "complaints import" in f.read_text(encoding="utf-8")]


@pytest.mark.parametrize("file", COMPLAINING, ids=lambda f: f.relative_to(DOMAIN).as_posix())
def test_what_the_code_says_is_in_both_languages(file: Path) -> None:
    said = [(line, w) for line, w in phrases(file) if len(w.zh) > 8]  # shorter ones are names of kinds and patterns
    assert [f"{file.name}:{line}: {wrong}" for line, w in said for wrong in wrong_words(w)] == []


@pytest.mark.parametrize(
    ("words", "wrong"),
    [
        (Words("没有写“by”", "'by' is missing"), 0),
        (Words("请写 {zh: 中文, en: English}。", "Write {zh: 中文, en: English}."), 0),
        (Words("the text is missing", "the text is missing"), 2),
        (Words("没有写 by，Say which post does it", "'by' is missing"), 1),
        (Words("没有写“by”", "没有写 by is missing"), 1),
        (Words("没有写“by”", ""), 1),
    ],
)
def test_the_eye_for_languages(words: Words, wrong: int) -> None:
    assert len(list(wrong_words(words))) == wrong


# -- what is reached -----------------------------------------------------------------------------------------------
def calls(file: Path) -> Iterator[tuple[int, int, str]]:
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call):
            name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            if name in MAKING:
                yield node.lineno, node.end_lineno or node.lineno, name


@pytest.fixture
def reached(monkeypatch: pytest.MonkeyPatch) -> dict[str, set[int]]:
    """The lines of each source from which a complaint was made while the test ran."""
    lines: dict[str, set[int]] = defaultdict(set)

    def noted(made: Callable[..., None]) -> Callable[..., None]:
        def init(self: object, *args: Any, **named: Any) -> None:
            made(self, *args, **named)
            frame = sys._getframe(1)
            for _ in range(8):
                lines[frame.f_code.co_filename].add(frame.f_lineno)
                if frame.f_back is None:
                    break
                frame = frame.f_back

        return init

    for kind in (Complaint, Miswritten, KeyFault):
        monkeypatch.setattr(kind, "__init__", noted(kind.__init__))
    return lines


def test_every_complaint_of_the_code_is_on_the_shelf(reached: dict[str, set[int]]) -> None:
    for path in sorted(SHELF.glob("*.yaml")):
        assert faults(broken_files(path)[1]), path
    for slip in slips():
        assert faults(slipped(slip)), slip["name"]
    missing = [
        f"{file.relative_to(DOMAIN).as_posix()}:{first} {name}"
        for file in SOURCES
        if not file.relative_to(DOMAIN).as_posix().startswith(tuple(ELSEWHERE))
        for first, last, name in calls(file)
        if not any(first <= line <= last for line in reached[str(file)])
    ]
    assert not missing, "write a slip in tests/broken/slips for each:\n" + "\n".join(missing)


# -- what happens when any word is taken away ----------------------------------------------------------------------
def nodes(node: Node) -> Iterator[tuple[list[Any], int]]:
    """Every entry of every list and mapping, as the list that holds it and its place there."""
    if isinstance(node, MappingNode | SequenceNode):
        for at, value in enumerate(node.value):
            yield node.value, at
            yield from nodes(value[1] if isinstance(node, MappingNode) else value)


def without_each(text: str) -> Iterator[str]:
    """The YAML again and again, each time with another entry taken away."""
    lines = text.splitlines()
    for holder, at in nodes(read_yaml("x.yaml", text).node):
        entry = holder[at]
        start = (entry[0] if isinstance(entry, tuple) else entry).start_mark
        end = (entry[1] if isinstance(entry, tuple) else entry).end_mark
        yield _cut(lines, (start.line, start.column), (end.line, end.column))


def _cut(lines: list[str], start: tuple[int, int], end: tuple[int, int]) -> str:
    head = [*lines[: start[0]], lines[start[0]][: start[1]]]
    tail = lines[end[0]][end[1] :].lstrip(", ") if end[0] < len(lines) else ""
    return "\n".join([*head[:-1], head[-1] + tail, *lines[end[0] + 1 :]])


@pytest.mark.parametrize("path", [pytest.param(p, marks=SLOW if p == POWER else ()) for p in sorted(all_files())])
def test_whatever_is_left_out_the_answer_is_in_both_languages(path: str) -> None:
    whole = all_files()
    answered = 0
    for text in without_each(whole[path]):
        found = faults(whole | {path: text})
        answered += bool(found)
        assert [stray for complaint in found for stray in strays(complaint)] == [], text
    assert answered


# -- the remedies that list what is known --------------------------------------------------------------------------
def test_the_nearest_word_is_named_as_it_is_written() -> None:
    assert closest("euro", FactType) == Words("是不是要写“person”？", "Did you mean 'person'?")


def test_a_long_list_is_cut() -> None:
    said = one_of(f"w{n}" for n in range(50))
    assert said.zh.endswith("w39…") and said.en.endswith("w39…")


def test_nothing_known_says_so() -> None:
    assert closest("x", []).en == "There is none to name yet: declare it first."


def test_a_complaint_stands_on_one_line() -> None:
    complaint = Complaint("a.yaml", 3, Words("写了“甲\n乙”", "wrote 'a\nb'"), Words("请改。", "Change it."))
    assert complaint.to("zh") == "a.yaml:3: 写了“甲 乙” → 请改。"
    assert complaint.to("en") == "a.yaml:3: wrote 'a b' → Change it."
    assert str(complaint) == complaint.to("zh-hans")
