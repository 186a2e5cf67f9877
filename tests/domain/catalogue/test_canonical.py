"""A definition's digest: every word changes it, layout and comments do not, and it can be read again from its form."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qingdan.domain.catalogue.canonical import canonical, digest, digest_of, edition_digest, from_canonical, plain
from qingdan.domain.catalogue.load import build_edition, load_edition, read_places
from qingdan.domain.catalogue.read_power import read_power
from qingdan.domain.reading import read_yaml
from tests.domain.catalogue.helpers import POWER, mini_files

words = st.text(st.characters(categories=["L", "N", "P", "Zs"]), max_size=12)
values = st.recursive(words, lambda inner: st.lists(inner) | st.dictionaries(words, inner), max_leaves=12)


@given(st.dictionaries(words, values, min_size=1))
def test_canonical_form_round_trips(value: dict[str, object]) -> None:
    place = read_yaml("x.yaml", json.dumps(value, ensure_ascii=False))  # JSON is YAML
    again = from_canonical("x.yaml", canonical(place))
    assert plain(again) == plain(place)
    assert digest(again) == digest(place) == digest_of(canonical(place))


def test_layout_and_comments_do_not_change_the_digest() -> None:
    flow, block = "{a: {zh: 甲, en: one}, b: [1, 2]}", "# a comment\na:\n  zh: 甲\n  en: one\nb:\n- 1\n- 2\n"
    assert digest(read_yaml("x", flow)) == digest(read_yaml("y", block))


@pytest.mark.parametrize("other", ["{a: 1, b: 3}", "{a: 1, c: 2}", "{b: 2, a: 1}", "{a: 1}", "{a: [1], b: 2}"])
def test_words_keys_and_their_order_change_the_digest(other: str) -> None:
    assert digest(read_yaml("x", "{a: 1, b: 2}")) != digest(read_yaml("x", other))


def test_the_digest_of_a_definition_never_moves() -> None:
    # Cases pin definitions by this number for ever: a change of the form would orphan them all.
    assert digest(read_yaml("x", "{slug: a, title: {zh: 甲, en: one}, steps: [1, 二]}")) == (
        "edace2a1a4bc1cb52130bd385ab63b48d87fb88c121dadfe5122be1811c86df9"
    )


def test_a_power_read_again_is_the_same_power() -> None:
    place = read_yaml(POWER, mini_files()[POWER])
    power, again = read_power(place), read_power(from_canonical(POWER, canonical(place)))
    assert again.digest == power.digest
    assert list(again.flow.steps()) == list(power.flow.steps())
    assert again.flow.facts.keys() == power.flow.facts.keys()
    assert (again.guide, again.basis, again.summary) == (power.guide, power.basis, power.summary)


def test_an_edition_read_again_is_the_same_edition() -> None:
    edition = load_edition(mini_files())
    stored = {path: canonical(place) for path, place in read_places(mini_files()).items()}
    again = build_edition({path: from_canonical(path, text) for path, text in stored.items()})
    assert again.digest == edition.digest
    assert again.limits == edition.limits
    assert again.powers.keys() == edition.powers.keys()


def test_an_edition_digest_covers_paths_and_contents_whatever_their_order() -> None:
    assert edition_digest({"a": "1", "b": "2"}) == edition_digest({"b": "2", "a": "1"})
    assert edition_digest({"a": "1", "b": "2"}) != edition_digest({"a": "2", "b": "1"})
