"""Recovery of a reader's private key by any two of three (or more) holders, of whom one alone learns nothing.

For each pair of holders the key is split by a mask of its own: one gets the mask, the other the masked key, each sealed
to his own key (exclusive or: perfectly secret, nothing to get wrong). To recover, the owner makes a new key pair; two
holders open their pieces and seal them to it, each at his own desk; only the owner puts them together. Spec:
docs/spec/reports.md §6.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import combinations

from qingdan.domain.sealing import boxes
from qingdan.domain.sealing.faults import DoesNotOpen, Unfit
from qingdan.domain.words import Words

FEWEST, MOST = 3, 7  # holders
_PIECE, _HANDED = (b"qingdan custody %s v1\n" % part for part in (b"piece", b"handed over"))

Pair = tuple[str, str]  # ids of two holders' keys, in order


@dataclass(frozen=True, slots=True)
class Custody:
    """``owner``: the public key whose private one is kept. ``turn``: how often it was entrusted, from 1.
    ``pieces``: pair → holder → sealed piece."""

    owner: bytes
    turn: int
    pieces: Mapping[Pair, Mapping[str, bytes]]

    @property
    def holders(self) -> frozenset[str]:
        """The ids of the holders' keys."""
        return frozenset(holder for pair in self.pieces for holder in pair)


@dataclass(frozen=True, slots=True)
class Handed:
    """One holder's piece of one pair, sealed to the owner's new key."""

    pair: Pair
    holder: str
    sealed: bytes


def entrust(private: bytes, holders: Iterable[bytes], turn: int = 1) -> Custody:
    """Keep a key with the holders of these public keys. After a change of holders: again, with the next ``turn``.

    :raises Unfit: fewer than three, more than seven, one twice, or the owner among them.
    """
    owner = boxes.public_of(private)
    publics = list(holders)
    by_id = {boxes.id_of(public): public for public in publics}
    if not FEWEST <= len(by_id) <= MOST or len(by_id) != len(publics) or boxes.id_of(owner) in by_id:
        raise Unfit(
            Words(
                f"保管人要有{FEWEST}至{MOST}位，各不相同，本人不能是其中之一",
                f"{FEWEST} to {MOST} holders are needed, all different, and not the owner",
            ),
            Words("请另选保管人。", "Choose other holders."),
        )
    pieces = {}
    for one, other in combinations(sorted(by_id), 2):
        mask = boxes.new_secret()
        halves = {one: mask, other: _xor(private, mask)}
        pieces[one, other] = {
            holder: boxes.seal(half, by_id[holder], _info(_PIECE, owner, turn, (one, other)))
            for holder, half in halves.items()
        }
    return Custody(owner, turn, pieces)


def hand_over(custody: Custody, holder: bytes, partner: str, to: bytes) -> Handed:
    """A holder (by his private key) hands his piece of the pair with ``partner`` to the owner's new public key.

    :raises DoesNotOpen: no such pair, or another key.
    """
    name = boxes.id_of(boxes.public_of(holder))
    pair = (min(name, partner), max(name, partner))
    piece = custody.pieces.get(pair, {}).get(name)
    if piece is None:
        raise DoesNotOpen
    half = boxes.unseal(piece, holder, _info(_PIECE, custody.owner, custody.turn, pair))
    return Handed(pair, name, boxes.seal(half, to, _info(_HANDED, custody.owner, custody.turn, pair)))


def recover(custody: Custody, handed: tuple[Handed, Handed], new: bytes) -> bytes:
    """The owner's lost private key, from two pieces of one pair and the new private key to which they were sealed.

    :raises DoesNotOpen: not both pieces of one pair, or what they make is not the key.
    """
    first, second = handed
    if first.pair != second.pair or {first.holder, second.holder} != set(first.pair):
        raise DoesNotOpen
    info = _info(_HANDED, custody.owner, custody.turn, first.pair)
    halves = [boxes.unseal(part.sealed, new, info) for part in handed]
    if {len(half) for half in halves} != {boxes.KEY}:
        raise DoesNotOpen
    private = _xor(*halves)
    if boxes.public_of(private) != custody.owner:
        raise DoesNotOpen
    return private


def to_entrust_again(custodies: Iterable[Custody], holders: Iterable[bytes]) -> tuple[bytes, ...]:
    """The owners (public keys) whose keys are still kept by others than these holders: the ceremony is not over."""
    now = frozenset(map(boxes.id_of, holders))
    latest: dict[bytes, Custody] = {}
    for custody in custodies:
        if custody.turn >= latest.get(custody.owner, custody).turn:
            latest[custody.owner] = custody
    return tuple(sorted(owner for owner, custody in latest.items() if custody.holders != now))


def _xor(one: bytes, other: bytes) -> bytes:
    return bytes(a ^ b for a, b in zip(one, other, strict=True))


def _info(label: bytes, owner: bytes, turn: int, pair: Pair) -> bytes:
    return label + owner + turn.to_bytes(4, "big") + "+".join(pair).encode()
