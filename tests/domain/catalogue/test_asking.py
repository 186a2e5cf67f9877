"""Which powers a party may ask for, and how the request begins: a mark of the edition, never a name in code."""

from __future__ import annotations

import re

from qingdan.domain.catalogue.asking import answered_in_time
from qingdan.domain.catalogue.load import load_edition
from qingdan.domain.catalogue.model import Edition
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


def test_the_code_names_no_role_of_a_party() -> None:
    """Whatever the real edition calls those who ask, no code knows the word."""
    from tests.guards.house import our_sources

    named = [f.name for f in our_sources() if re.search(r"""["']applicant["']""", f.read_text(encoding="utf-8"))]
    assert not named
