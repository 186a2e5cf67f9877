"""The Merkle tree of RFC 6962 §2.1 and RFC 9162 §2.1 over SHA-256: hashes, roots, proofs made and verified.

A node is named by (level, index): the root of the complete subtree over the 2^level leaves from ``index·2^level`` on.
Whoever makes a proof hands in ``node(level, index) -> hash`` for complete subtrees only; whatever lies at the right
border is folded from those.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Sequence

HASH_SIZE = 32
EMPTY_ROOT = hashlib.sha256(b"").digest()
LARGEST = 2**63 - 1  # entries: what every implementation of these formats can count

Node = Callable[[int, int], bytes]


def leaf_hash(entry: bytes) -> bytes:
    """The hash of one entry: SHA-256(0x00 || entry)."""
    return hashlib.sha256(b"\x00" + entry).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """The hash of an inner node: SHA-256(0x01 || left || right)."""
    return hashlib.sha256(b"\x01" + left + right).digest()


def fold(hashes: Iterable[bytes]) -> bytes:
    """The root over complete subtrees of falling sizes, left to right; of none it is the empty tree's."""
    known = list(hashes)
    if not known:
        return EMPTY_ROOT
    root = known.pop()
    while known:
        root = node_hash(known.pop(), root)
    return root


class Frontier:
    """A tree that only grows, as its compact range [0, size): one hash for each bit of ``size``, so O(log n) memory."""

    def __init__(self, size: int = 0, hashes: Sequence[bytes] = ()) -> None:
        """``hashes``: the roots of the complete subtrees that ``size`` leaves fall into, largest first."""
        if len(hashes) != size.bit_count():
            raise ValueError(f"{size} leaves make {size.bit_count()} subtrees, not {len(hashes)}")
        self.size, self.hashes = size, list(hashes)

    def append(self, leaf: bytes) -> None:
        """Add one leaf by its hash."""
        size, self.size = self.size, self.size + 1
        while size & 1:
            leaf = node_hash(self.hashes.pop(), leaf)
            size >>= 1
        self.hashes.append(leaf)

    def root(self) -> bytes:
        """The root of all leaves so far."""
        return fold(self.hashes)


def complete_subtrees(begin: int, end: int) -> list[tuple[int, int]]:
    """The nodes that cover leaves ``begin … end-1``, left to right; those leaves must be a subtree of some tree."""
    nodes = []
    while begin < end:
        level = (end - begin).bit_length() - 1
        if begin:
            level = min(level, (begin & -begin).bit_length() - 1)
        nodes.append((level, begin >> level))
        begin += 1 << level
    return nodes


def root_between(begin: int, end: int, node: Node) -> bytes:
    """The root over leaves ``begin … end-1`` (see :func:`complete_subtrees`), of the whole tree when ``begin`` is 0."""
    return fold(node(level, index) for level, index in complete_subtrees(begin, end))


def _split(size: int) -> int:
    """The largest power of two smaller than ``size`` (> 1): where a tree of that size is cut in two."""
    return 1 << ((size - 1).bit_length() - 1)


def inclusion_proof(index: int, size: int, node: Node) -> list[bytes]:
    """The audit path of leaf ``index`` in the tree of ``size`` leaves, from its sibling to the root's child.

    :raises IndexError: there is no such leaf in a tree of that size.
    """
    if not 0 <= index < size:
        raise IndexError(f"leaf {index} is not in a tree of {size}")
    begin, end, siblings = 0, size, []
    while end - begin > 1:
        middle = begin + _split(end - begin)
        if index < middle:
            siblings.append((middle, end))
            end = middle
        else:
            siblings.append((begin, middle))
            begin = middle
    return [root_between(*sibling, node) for sibling in reversed(siblings)]


def consistency_proof(old: int, new: int, node: Node) -> list[bytes]:
    """The proof that the tree of ``new`` leaves begins with that of ``old`` (RFC 9162 §2.1.4.1); empty when equal.

    :raises IndexError: unless 0 < old <= new. The empty tree is consistent with any, without a proof.
    """
    if not 0 < old <= new:
        raise IndexError(f"no consistency proof from {old} to {new} leaves")
    begin, end, parts = 0, new, []
    while end != old:
        middle = begin + _split(end - begin)
        if old <= middle:
            parts.append((middle, end))
            end = middle
        else:
            parts.append((begin, middle))
            begin = middle
    if begin:
        parts.append((begin, end))
    return [root_between(*part, node) for part in reversed(parts)]


def includes(index: int, size: int, leaf: bytes, proof: Sequence[bytes], root: bytes) -> bool:
    """Does the proof show that the leaf with hash ``leaf`` is number ``index`` of the tree? RFC 9162 §2.1.3.2."""
    if not 0 <= index < size or size > LARGEST or not _are_hashes(leaf, *proof):
        return False
    nth, last, found = index, size - 1, leaf
    for sibling in proof:
        if last == 0:
            return False
        if nth & 1 or nth == last:
            found = node_hash(sibling, found)
            while not nth & 1 and nth:
                nth, last = nth >> 1, last >> 1
        else:
            found = node_hash(found, sibling)
        nth, last = nth >> 1, last >> 1
    return last == 0 and found == root


def is_consistent(old: int, new: int, proof: Sequence[bytes], old_root: bytes, new_root: bytes) -> bool:
    """Does the proof show that the new tree begins with the old one (0 < old <= new)? RFC 9162 §2.1.4.2."""
    if old == new:
        return old > 0 and not proof and old_root == new_root
    if not 0 < old < new <= LARGEST or not _are_hashes(old_root, new_root, *proof):
        return False
    path = list(proof)
    if old & (old - 1) == 0:
        path.insert(0, old_root)
    if not path:
        return False
    nth, last = old - 1, new - 1
    while nth & 1:
        nth, last = nth >> 1, last >> 1
    first = second = path[0]
    for part in path[1:]:
        if last == 0:
            return False
        if nth & 1 or nth == last:
            first, second = node_hash(part, first), node_hash(part, second)
            while not nth & 1 and nth:
                nth, last = nth >> 1, last >> 1
        else:
            second = node_hash(second, part)
        nth, last = nth >> 1, last >> 1
    return last == 0 and first == old_root and second == new_root


def _are_hashes(*values: bytes) -> bool:
    return all(len(value) == HASH_SIZE for value in values)
