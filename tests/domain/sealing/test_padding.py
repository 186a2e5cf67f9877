"""Sizes tell little, and what was padded comes back."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qingdan.domain.sealing.faults import NotSealed
from qingdan.domain.sealing.padding import FLOOR, pad, padded_length, unpad


@given(st.binary(max_size=3 * FLOOR))
def test_what_was_padded_comes_back(content: bytes) -> None:
    assert unpad(pad(content)) == content


@given(st.integers(0, 2**40))
def test_a_size_grows_by_at_most_an_eighth_and_never_shrinks(length: int) -> None:
    padded = padded_length(length)
    assert length <= padded <= max(FLOOR, length * 1.12)
    assert padded_length(padded) == padded
    assert padded_length(length + 1) >= padded


def test_few_sizes_are_possible() -> None:
    """From a letter to 32 MB there are some three hundred sizes: under nine bits are told."""
    sizes = {padded_length(length) for length in range(0, 2**25, 512)}
    assert len(sizes) < 400
    assert len({padded_length(length) for length in range(FLOOR)}) == 1


@pytest.mark.parametrize("padded", [b"", b"\0" * 7, pad(b"a")[:-1], pad(b"a") + b"\0", pad(b"a")[:-1] + b"x"])
def test_what_was_not_padded_so_is_refused(padded: bytes) -> None:
    with pytest.raises(NotSealed):
        unpad(padded)
