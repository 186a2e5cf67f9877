"""Which powers a party may ask for, and how the request begins: a mark of the edition, never a name in code."""

from __future__ import annotations

import re

import pytest

from qingdan.domain.catalogue.asking import answered_in_time
from qingdan.domain.catalogue.load import load_edition
from qingdan.domain.catalogue.model import Edition
from qingdan.domain.complaints import DefinitionError
from tests.domain.catalogue.helpers import POWER, mini_files

FACTS = """facts:
  who: {type: person, of: asker, title: {zh: 姓名, en: Name}, set_by: request, audience: officials}
  call: {type: phone, of: asker, title: {zh: 电话, en: Telephone}, set_by: request, audience: officials}
  other: {type: person, title: {zh: 邻居, en: Neighbour}, set_by: request, audience: officials}
"""


def edition(by: str = "[village-clerk, asker]", mark: str = ", asks: true", flow: str = "") -> Edition:
    """The small edition with its party called ``asker``, who may (or may not) ask."""
    files = {path: text.replace("applicant", "asker") for path, text in mini_files().items()}
    head = "mini/edition.yaml"
    files[head] = files[head].replace(", asks: true", mark)
    text = files[POWER].replace("facts:\n", FACTS, 1)
    files[POWER] = text.replace("by: village-clerk\n    form: request", f"by: {by}\n    form: request")
    assert files[POWER] != text or by == "village-clerk"
    return load_edition(files)


def test_the_first_step_and_its_own_facts() -> None:
    asking = edition().askings["small-buy"]
    assert (asking.step, asking.role, asking.name, asking.phone) == ("request", "asker", "who", "call")


def test_a_party_without_the_mark_asks_for_nothing() -> None:
    assert not edition(mark="").askings


def test_a_first_step_of_officials_alone_is_no_request() -> None:
    assert not edition(by="village-clerk").askings


def test_the_answer_is_due_by_a_clock_or_by_the_next_step() -> None:
    flow = edition().powers["small-buy"].flow
    assert answered_in_time(flow, "request")
    assert not answered_in_time(flow, "paid-back")


ASKS = ", asks: true, answer: 7 days"


def without_clock(mark: str) -> Edition:
    """The small power with a plain second step and no clock of its own."""
    files = {path: text.replace("applicant", "asker") for path, text in mini_files().items()}
    files["mini/edition.yaml"] = files["mini/edition.yaml"].replace(", asks: true", mark)
    text = files[POWER].replace("by: village-clerk\n    form: request", "by: [asker]\n    form: request")
    text = re.sub(r"clocks:\n  whole: .*\n", "", text)
    look = "  - {do: look, name: {zh: 看, en: Look}, how: {zh: 看, en: Look}, by: village-clerk}\n"
    files[POWER] = text.replace("  - choose:\n", look + "  - choose:\n", 1)
    return load_edition(files)


def test_where_a_definition_names_no_limit_the_edition_says_by_when_it_is_answered() -> None:
    clocks = without_clock(ASKS).powers["small-buy"].flow.clocks
    assert [(c.id, c.start, c.to, c.limit) for c in clocks.values()] == [
        ("answer-to-request", "request", "look", "7 days")
    ]
    with pytest.raises(DefinitionError, match="却没有从它起算的期限"):
        without_clock(", asks: true")


def test_a_limit_of_its_own_comes_first() -> None:
    assert list(edition(mark=ASKS).powers["small-buy"].flow.clocks) == ["whole"]


def test_only_who_asks_is_answered() -> None:
    with pytest.raises(DefinitionError, match="只有会来申请的当事人"):
        edition(mark=", answer: 7 days")
    with pytest.raises(DefinitionError, match="不是时限"):
        edition(mark=", asks: true, answer: soon")


def test_the_code_names_no_role_of_a_party() -> None:
    """Whatever the real edition calls those who ask, no code knows the word."""
    from tests.guards.house import our_sources

    named = [f.name for f in our_sources() if re.search(r"""["']applicant["']""", f.read_text(encoding="utf-8"))]
    assert not named
