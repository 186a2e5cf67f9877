"""Every template of a page is looked at in a real browser: axe-core, a phone's width and a thumb's targets."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.guards.house import SOURCE, our_files
from tests.journeys.looking import KINDS, OF_A_COPY

BASES = ("base.html", "base_portal.html", "base_desk.html", "base_print.html")


def pages() -> dict[str, Path]:
    """Name and file of every template that is a whole page: it extends a base, or is one of its own."""
    found = {}
    for file in our_files():
        if file.suffix == ".html" and SOURCE in file.parents and file.name not in BASES and is_page(file.read_text()):
            found[file.as_posix().rpartition("/templates/")[2]] = file
    return found


def is_page(text: str) -> bool:
    return "{% extends " in text or "<!doctype html>" in text.lower()


def test_every_template_of_a_page_is_looked_at() -> None:
    unseen = sorted(set(pages()) - set(KINDS.values()) - set(OF_A_COPY))
    assert not unseen, f"nobody looks at {unseen}: name a kind in tests/journeys/looking.py, its way in test_axe.py"


def test_what_is_looked_at_is_there() -> None:
    assert sorted({*KINDS.values(), *OF_A_COPY} - set(pages())) == []


@pytest.mark.parametrize(
    ("text", "is_one"), [("{% extends base %}x", True), ("<!doctype html>", True), ("<div>part</div>", False)]
)
def test_the_guard_tells_a_page_from_a_part(text: str, is_one: bool) -> None:
    assert is_page(text) is is_one
