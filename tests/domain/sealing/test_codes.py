"""The receipt: read as people type it, slips noticed, and three keys that tell nothing of one another."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qingdan.domain.sealing import codes
from qingdan.domain.sealing.faults import Unfit
from tests.domain.sealing.cast import HOUSE, keys

chance = st.integers(0, 10**15 - 1)


def made(number: int) -> str:
    return codes.make(lambda most: number % most)


@given(chance)
def test_a_receipt_is_sixteen_digits_in_fours(number: int) -> None:
    shown = made(number)
    assert [len(part) for part in shown.split(" ")] == [4, 4, 4, 4]
    assert codes.read(shown) == shown.replace(" ", "")


@given(chance)
def test_every_single_wrong_digit_and_every_swap_of_neighbours_is_noticed(number: int) -> None:
    digits = codes.read(made(number))
    wrong = {digits[:i] + d + digits[i + 1 :] for i in range(16) for d in "0123456789"}
    swapped = {digits[:i] + digits[i + 1] + digits[i] + digits[i + 2 :] for i in range(15)}
    for typed in (wrong | swapped) - {digits}:
        with pytest.raises(Unfit):
            codes.read(typed)


@pytest.mark.parametrize(
    "typed", ["{}", "  {}  ", "{:.4}-{:.4}", "full-width", "no spaces", "ideographic", "dots"], ids=lambda typed: typed
)
def test_it_is_read_as_people_type_it(typed: str) -> None:
    shown = made(731_000_000_000_042)
    plain = shown.replace(" ", "")
    ways = {
        "full-width": "".join(chr(ord(d) + 0xFEE0) for d in plain),
        "no spaces": plain,
        "ideographic": shown.replace(" ", "\u3000"),
        "dots": shown.replace(" ", "·"),
        "{:.4}-{:.4}": shown.replace(" ", "-"),
    }
    assert codes.read(ways.get(typed, typed.replace("{}", shown))) == plain


@pytest.mark.parametrize("typed", ["", "123", "1" * 17, "12345678901234五六", "٠" * 16, "①" * 9, "x" * 9999])
def test_what_is_no_receipt_gets_a_plain_answer(typed: str) -> None:
    with pytest.raises(Unfit) as refused:
        codes.read(typed)
    assert "16" in refused.value.to("en") and "四位一组" in refused.value.to("zh")


def test_receipts_are_chance() -> None:
    assert len({codes.make() for _ in range(500)}) == 500


def test_a_receipt_makes_three_keys_and_always_the_same_in_one_house() -> None:
    receipt = made(5)
    mine, again = codes.keys_of(receipt, HOUSE), codes.keys_of(receipt.replace(" ", ""), HOUSE)
    elsewhere, other = codes.keys_of(receipt, HOUSE[::-1]), codes.keys_of(made(6), HOUSE)
    assert (mine.locator, mine.private, mine.thread) == (again.locator, again.private, again.thread)
    parts = [part for k in (mine, elsewhere, other) for part in (k.locator, k.private, k.thread, k.public)]
    assert len(set(parts)) == 12 and {len(part) for part in parts} == {32}


def test_keys_are_never_written_into_a_log() -> None:
    assert repr(keys()) == "Keys(…)"


def test_a_house_has_its_own_salt() -> None:
    with pytest.raises(ValueError, match="16 bytes"):
        codes.keys_of(codes.make(), b"short")


def test_a_budget_asks_for_nobody_s_address() -> None:
    now, minute = datetime(2026, 11, 30, 8, tzinfo=UTC), timedelta(minutes=1)
    budget = codes.Budget(3, minute)
    tries = [now - timedelta(seconds=s) for s in (50, 30, 10)]
    assert budget.wait(tries[:2], now) == timedelta(0)
    assert budget.wait(tries, now) == timedelta(seconds=10)
    assert budget.wait(tries, now + timedelta(seconds=10)) == timedelta(0)


@given(st.lists(st.integers(0, 300), max_size=40), st.integers(1, 5))
def test_whoever_waits_as_told_is_let_in(seconds: list[int], most: int) -> None:
    now = datetime(2026, 11, 30, 8, tzinfo=UTC)
    budget, tries = codes.Budget(most, timedelta(minutes=1)), [now - timedelta(seconds=s) for s in seconds]
    wait = budget.wait(tries, now)
    assert timedelta(0) <= wait <= timedelta(minutes=1)
    assert budget.wait(tries, now + wait) == timedelta(0)
