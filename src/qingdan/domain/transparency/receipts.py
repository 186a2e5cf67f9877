"""A receipt: a proof file whose ``extra`` line brings the entry itself and the salts that open its digests.

So one small file, kept by a villager or behind a QR code, shows without any server what was published when, and that
the content at hand is the one that was published.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from qingdan.domain.transparency import checkpoints, leaves, proofs
from qingdan.domain.transparency.faults import FETCH, Broken, Read
from qingdan.domain.transparency.keys import VerifierKey
from qingdan.domain.words import Words


@dataclass(frozen=True, slots=True)
class Receipt:
    """A proof, the entry that it is about, and the salts (name of a part → 32 bytes) that its holder may know."""

    proof: proofs.Proof
    entry: bytes
    salts: Mapping[str, bytes]

    def parts_of(self, content: bytes) -> list[str]:
        """The names of those digests of the entry that this content is; none when it is not what was published."""
        digests = leaves.decode(self.entry).digests
        return [n for n, salt in self.salts.items() if n in digests and leaves.opens(digests[n], salt, content)]


def make(index: int, entry: bytes, salts: Mapping[str, bytes], checkpoint: bytes, read: Read) -> bytes:
    """The receipt file for entry ``index``, under a signed (and better cosigned) checkpoint that covers it.

    :raises IndexError: it does not. :raises Broken: a tile is missing.
    """
    extra = {"entry": entry.decode(), "salts": {name: salt.hex() for name, salt in salts.items()}}
    return proofs.make(index, checkpoint, read, leaves.canonical(extra)).encode()


def parse(data: bytes) -> Receipt:
    """Read a receipt; nothing is verified yet. :raises Broken: it is none."""
    proof = proofs.parse(data)
    try:
        extra = json.loads(proof.extra or b"")
        salts = {str(name): _salt(salt) for name, salt in extra["salts"].items()}
        entry = extra["entry"].encode()
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise Broken(
            Words("凭据里没有记录本身，只有它的位置", "the receipt holds an entry's place and not the entry itself"),
            FETCH,
        ) from None
    return Receipt(proof, entry, salts)


def _salt(written: str) -> bytes:
    if not re.fullmatch(f"[0-9a-f]{{{2 * leaves.SALT_SIZE}}}", written):
        raise ValueError
    return bytes.fromhex(written)


def check(
    receipt: Receipt, logs: Sequence[VerifierKey], witnesses: Sequence[VerifierKey] = ()
) -> tuple[leaves.Leaf, checkpoints.Opened]:
    """What the receipt proves: the entry, and the checkpoint with those who signed it. :raises Broken: nothing."""
    opened = proofs.check(receipt.proof, receipt.entry, logs, witnesses)
    return leaves.decode(receipt.entry), opened
