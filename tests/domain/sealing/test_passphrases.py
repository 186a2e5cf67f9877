"""A locked key opens for its pass-phrase, however typed, and cannot be made cheap to guess."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qingdan.domain.sealing.faults import DoesNotOpen, NotSealed, Unfit
from qingdan.domain.sealing.passphrases import USUAL, Cost, lock, unlock
from qingdan.domain.transparency.leaves import canonical
from tests.domain.sealing.cast import CHEAP, private, public

PHRASE = "红薯地边上 三只白鹅 Abc"


def test_it_opens_for_its_pass_phrase_however_typed() -> None:
    kept = lock(private("a"), PHRASE, CHEAP)
    for typed in (PHRASE, "  红薯地边上　三只白鹅  Ａｂｃ "):
        assert unlock(kept, typed) == private("a")
    with pytest.raises(DoesNotOpen):
        unlock(kept, PHRASE.lower())


def test_usually_a_guess_costs_a_quarter_of_a_gigabyte() -> None:
    assert (USUAL.memory, USUAL.passes) == (256 * 1024, 3)
    assert unlock(lock(private("a"), PHRASE), PHRASE) == private("a")


@pytest.mark.parametrize("phrase", ["", "short", "一二三四五六七八九十", "aaaaaaaaaaaaaaaaaaaa", "12121212121212"])
def test_an_easy_pass_phrase_is_refused_with_advice(phrase: str) -> None:
    with pytest.raises(Unfit, match="记得住"):
        lock(private("a"), phrase, CHEAP)


@pytest.mark.parametrize(
    "cost", [(1024, 3, 1), (19 * 1024, 1, 1), (2**21, 3, 1), (19 * 1024, 99, 1), (19 * 1024, 2, 0)]
)
def test_a_host_cannot_make_guessing_cheap_or_a_desk_compute_for_an_hour(cost: tuple[int, int, int]) -> None:
    with pytest.raises(NotSealed):
        Cost(*cost)
    value = json.loads(lock(private("a"), PHRASE, CHEAP)) | dict(zip(("memory", "passes", "lanes"), cost, strict=True))
    with pytest.raises(NotSealed):
        unlock(canonical(value), PHRASE)


@settings(max_examples=30, deadline=None)
@given(st.data())
def test_no_altered_key_opens(data: st.DataObject) -> None:
    kept = bytearray(lock(private("a"), PHRASE, CHEAP))
    at = data.draw(st.integers(0, len(kept) - 1))
    kept[at] = data.draw(st.sampled_from(b'0123456789abcdef"x{}').filter(lambda b: b != kept[at]))
    with pytest.raises((NotSealed, DoesNotOpen)):
        unlock(bytes(kept), PHRASE)


def test_the_public_key_is_bound_to_the_private_one() -> None:
    value = json.loads(lock(private("a"), PHRASE, CHEAP)) | {"key": public("b").hex()}
    with pytest.raises(DoesNotOpen):
        unlock(canonical(value), PHRASE)


@given(st.binary(max_size=100))
def test_random_bytes_are_no_key(data: bytes) -> None:
    with pytest.raises(NotSealed):
        unlock(data, PHRASE)
