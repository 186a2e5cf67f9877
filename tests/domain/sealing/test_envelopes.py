"""What a host keeps: it opens for its readers only, whole or not at all, and can be wrapped anew."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qingdan.domain.sealing import boxes
from qingdan.domain.sealing.envelopes import MOST_READERS, Envelope, Place, Side, decode, encode, rewrap, seal, unseal
from qingdan.domain.sealing.faults import DoesNotOpen, NotSealed
from tests.domain.sealing.cast import private, public

PLACE = Place(bytes(16), Side.OFFICE, 3)
SECRET = b"s" * 32
NAMES = ["a", "b", "c", "d", "e"]


def sealed(content: bytes = b"content", readers: str = "ab", secret: bytes | None = SECRET) -> Envelope:
    return seal(content, PLACE, [public(name) for name in readers], secret)


@given(st.binary(max_size=500), st.sets(st.sampled_from(NAMES), min_size=1))
def test_its_readers_read_it_and_nobody_else(content: bytes, readers: set[str]) -> None:
    envelope = decode(encode(sealed(content, "".join(readers))))
    for name in NAMES:
        if name in readers:
            assert unseal(envelope, private(name), SECRET) == content
        else:
            with pytest.raises(DoesNotOpen):
                unseal(envelope, private(name), SECRET)


@given(st.sets(st.sampled_from(NAMES), min_size=1), st.sets(st.sampled_from(NAMES), min_size=1))
def test_wrapped_anew_it_opens_for_the_new_readers_and_no_longer_for_the_old(old: set[str], new: set[str]) -> None:
    before = sealed(readers="".join(old))
    after = rewrap(before, private(min(old)), [public(name) for name in new])
    assert (after.body, after.commitment, after.digest()) == (before.body, before.commitment, before.digest())
    for name in NAMES:
        if name in new:
            assert unseal(after, private(name), SECRET) == b"content"
        else:
            with pytest.raises(DoesNotOpen):
                unseal(after, private(name), SECRET)


def test_only_a_reader_wraps_it_anew() -> None:
    with pytest.raises(DoesNotOpen):
        rewrap(sealed(), private("c"), [public("c")])


@settings(max_examples=200)
@given(st.data())
def test_no_altered_file_opens_with_another_content(data: st.DataObject) -> None:
    """Any byte of the file: either it is refused, or what did not matter (another's slot) was hit."""
    whole = bytearray(encode(sealed()))
    at = data.draw(st.integers(0, len(whole) - 1))
    whole[at] = data.draw(st.integers(0, 255).filter(lambda b: b != whole[at]))
    try:
        assert unseal(decode(bytes(whole)), private("a"), SECRET) == b"content"
    except (NotSealed, DoesNotOpen):
        return
    assert decode(bytes(whole)).slots != sealed().slots


@pytest.mark.parametrize(
    "other",
    [
        {"place": Place(bytes(16), Side.OFFICE, 4)},
        {"place": Place(bytes(16), Side.INSIDE, 3)},
        {"place": Place(b"x" * 16, Side.OFFICE, 3)},
        {"commitment": bytes(32)},
    ],
)
def test_no_message_stands_in_the_place_of_another(other: dict) -> None:
    with pytest.raises(DoesNotOpen):
        unseal(replace(sealed(), **other), private("a"), SECRET)


def test_the_thread_s_secret_is_needed() -> None:
    for sender, reader in ((SECRET, None), (None, SECRET), (SECRET, b"t" * 32)):
        with pytest.raises(DoesNotOpen):
            unseal(sealed(secret=sender), private("a"), reader)


def test_all_readers_read_the_same() -> None:
    """ChaCha20-Poly1305 alone could be made to open to two contents under two keys; the commitment forbids it."""
    one, other = sealed(b"one"), sealed(b"other")
    name = boxes.id_of(public("b"))
    mixed = replace(one, slots=dict(one.slots) | {name: other.slots[name]})
    assert unseal(mixed, private("a"), SECRET) == b"one"
    with pytest.raises(DoesNotOpen):
        unseal(mixed, private("b"), SECRET)


def test_sizes_and_numbers_of_files_do_not_show() -> None:
    assert len({len(encode(sealed(bytes(n)))) for n in (0, 1, 100, 4000, 8000)}) == 1


def test_nobody_is_no_reader_and_a_crowd_is_refused() -> None:
    for readers in ([], [boxes.public_of(boxes.new_private()) for _ in range(MOST_READERS + 1)]):
        with pytest.raises(NotSealed):
            seal(b"", PLACE, readers)


@given(st.binary(max_size=300))
def test_random_files_are_refused(data: bytes) -> None:
    with pytest.raises(NotSealed):
        decode(data)


@pytest.mark.parametrize("number", [-1, 10**6])
def test_numbers_are_bounded(number: int) -> None:
    with pytest.raises(NotSealed):
        Place(bytes(16), Side.OFFICE, number)
