"""Two of three recover, one cannot; and what happens when a holder leaves."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations, permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qingdan.domain.sealing import boxes, custody
from qingdan.domain.sealing.custody import Custody, entrust, hand_over, recover, to_entrust_again
from qingdan.domain.sealing.faults import DoesNotOpen, Unfit
from tests.domain.sealing.cast import private, public

HOLDERS = ["h1", "h2", "h3"]
NEW = private("owner's new key")


def kept(turn: int = 1, holders: list[str] = HOLDERS) -> Custody:
    return entrust(private("owner"), [public(h) for h in holders], turn)


def name(holder: str) -> str:
    return boxes.id_of(public(holder))


def handed(c: Custody, one: str, other: str) -> custody.Handed:
    return hand_over(c, private(one), name(other), public("owner's new key"))


@pytest.mark.parametrize("holders", [HOLDERS, ["h1", "h2", "h3", "h4", "h5"]], ids=len)
def test_any_two_recover(holders: list[str]) -> None:
    c = kept(holders=holders)
    for one, other in permutations(holders, 2):
        assert recover(c, (handed(c, one, other), handed(c, other, one)), NEW) == private("owner")


def test_one_alone_cannot() -> None:
    c = kept()
    for one, other in permutations(HOLDERS, 2):
        mine = handed(c, one, other)
        with pytest.raises(DoesNotOpen):
            recover(c, (mine, mine), NEW)
        rest = next(h for h in HOLDERS if h not in (one, other))
        with pytest.raises(DoesNotOpen):
            recover(c, (mine, handed(c, one, rest)), NEW)


def pieces_of(c: Custody, holder: str) -> list[bytes]:
    """Everything that a holder can open."""
    return [
        boxes.unseal(halves[name(holder)], private(holder), custody._info(custody._PIECE, c.owner, c.turn, pair))
        for pair, halves in c.pieces.items()
        if name(holder) in halves
    ]


@given(st.binary(min_size=32, max_size=32))
def test_what_one_holder_has_would_fit_any_other_key_as_well(other: bytes) -> None:
    """Perfect secrecy, shown: for each other key there are masks that leave this holder exactly what he has."""
    c = kept()
    for holder in HOLDERS:
        mine = pieces_of(c, holder)
        assert len(mine) == 2 and private("owner") not in mine
        assert custody._xor(*mine) != private("owner")
        partners = [custody._xor(other, piece) for piece in mine]  # what his partners would then hold
        assert [custody._xor(p, m) for p, m in zip(partners, mine, strict=True)] == [other, other]


def test_nobody_but_the_owner_of_the_new_key_puts_the_pieces_together() -> None:
    c = kept()
    both = (handed(c, "h1", "h2"), handed(c, "h2", "h1"))
    for key in (private("h1"), private("h3"), private("host")):
        with pytest.raises(DoesNotOpen):
            recover(c, both, key)


def test_a_stranger_and_a_holder_who_left_hand_over_nothing() -> None:
    later = entrust(private("owner"), [public(h) for h in ("h1", "h2", "h4")], 2)
    for holder in ("h3", "stranger"):
        with pytest.raises(DoesNotOpen):
            hand_over(later, private(holder), name("h1"), public("owner's new key"))
    assert recover(later, (handed(later, "h4", "h1"), handed(later, "h1", "h4")), NEW) == private("owner")


def test_pieces_of_two_turns_do_not_mix() -> None:
    old, new = kept(1), kept(2)
    with pytest.raises(DoesNotOpen):
        recover(new, (handed(new, "h1", "h2"), handed(old, "h2", "h1")), NEW)
    with pytest.raises(DoesNotOpen):  # nor may a host pass an old one off as new
        hand_over(replace(old, turn=2), private("h1"), name("h2"), public("owner's new key"))


@pytest.mark.parametrize("holders", [[], ["h1", "h2"], ["h1", "h2", "h2"], ["h1", "h2", "owner"], list("abcdefgh")])
def test_holders_are_three_to_seven_others(holders: list[str]) -> None:
    with pytest.raises(Unfit, match="请另选保管人"):
        kept(holders=holders)


def test_the_ceremony_goes_on_until_every_key_is_kept_by_the_new_holders() -> None:
    old, new = HOLDERS, ["h1", "h2", "h4"]
    others = entrust(private("second"), [public(h) for h in old], 1)
    assert to_entrust_again([kept(1, old), others], map(public, new)) == tuple(
        sorted((public("owner"), public("second")))
    )
    assert to_entrust_again([kept(1, old), kept(2, new), others], map(public, new)) == (public("second"),)
    assert to_entrust_again([kept(1, old), others], map(public, old)) == ()


def test_each_pair_has_a_mask_of_its_own() -> None:
    c = kept()
    assert len(c.pieces) == len(list(combinations(HOLDERS, 2)))
    assert len({piece for halves in c.pieces.values() for piece in halves.values()}) == 6
