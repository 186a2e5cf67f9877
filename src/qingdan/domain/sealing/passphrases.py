"""A private key at rest: under a pass-phrase that only its holder knows, stretched by Argon2id.

The host keeps the locked key, so that its holder can work at any desk; whoever steals it must guess the pass-phrase.
"""

from __future__ import annotations

import json
import secrets
import unicodedata
from dataclasses import dataclass

from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

from qingdan.domain.sealing import boxes
from qingdan.domain.sealing.faults import DoesNotOpen, NotSealed, Unfit
from qingdan.domain.transparency.leaves import canonical
from qingdan.domain.words import Words

SALT = 16
SHORTEST, FEWEST = 12, 6  # characters, and different ones among them
_LABEL = b"qingdan locked key v1\n"


@dataclass(frozen=True, slots=True)
class Cost:
    """What one guess costs: KiB of memory, passes, lanes."""

    memory: int = 256 * 1024
    passes: int = 3
    lanes: int = 1

    def __post_init__(self) -> None:
        if not (LEAST[0] <= self.memory <= 2**20 and LEAST[1] <= self.passes <= 16 and 1 <= self.lanes <= 4):
            raise NotSealed("口令的保护强度不对", "the cost of a guess is out of bounds")


# A host that hands out a locked key may not make it cheap to guess, nor make a desk compute for an hour.
LEAST = (19 * 1024, 2)  # OWASP's minimum
USUAL = Cost()


def lock(private: bytes, phrase: str, cost: Cost = USUAL) -> bytes:
    """The key under its pass-phrase, as the host keeps it. :raises Unfit: the pass-phrase is too easy."""
    salt = secrets.token_bytes(SALT)
    head = {
        "v": 1,
        "key": boxes.public_of(private).hex(),
        "memory": cost.memory,
        "passes": cost.passes,
        "lanes": cost.lanes,
        "salt": salt.hex(),
    }
    bound = _LABEL + canonical(head)
    locked = boxes.lock(private, _stretched(_good(phrase), salt, cost), bound)
    return canonical(head | {"locked": locked.hex()})


def unlock(kept: bytes, phrase: str) -> bytes:
    """The private key. :raises DoesNotOpen: another pass-phrase, or altered. :raises NotSealed: no locked key."""
    try:
        value = json.loads(kept[:4096])
        locked = bytes.fromhex(value.pop("locked"))
        cost = Cost(*(_number(value[name]) for name in ("memory", "passes", "lanes")))
        salt, public = bytes.fromhex(value["salt"]), bytes.fromhex(value["key"])
        well = len(salt) == SALT and canonical(value | {"locked": locked.hex()}) == kept
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        well = False
    if not well:
        raise NotSealed("锁着的钥匙格式不对", "not a locked key")
    private = boxes.unlock(locked, _stretched(_plain(phrase), salt, cost), _LABEL + canonical(value))
    if boxes.public_of(private) != public:
        raise DoesNotOpen
    return private


def _number(value: object) -> int:
    if type(value) is not int:
        raise ValueError(value)
    return value


def _plain(phrase: str) -> str:
    """The same whatever keyboard it was typed on: full-width letters, and spaces between words."""
    return " ".join(unicodedata.normalize("NFKC", phrase).split())


def _good(phrase: str) -> str:
    plain = _plain(phrase)
    if len(plain) < SHORTEST or len(set(plain)) < FEWEST:
        raise Unfit(
            Words(
                f"口令太容易猜：至少{SHORTEST}个字，其中至少{FEWEST}个不同的字",
                f"too easy to guess: at least {SHORTEST} characters, {FEWEST} of them different",
            ),
            Words(
                "请用一句别人想不到、自己记得住的话。", "Use a sentence that you remember and nobody would think of."
            ),
        )
    return plain


def _stretched(phrase: str, salt: bytes, cost: Cost) -> bytes:
    stretch = Argon2id(salt=salt, length=boxes.KEY, iterations=cost.passes, lanes=cost.lanes, memory_cost=cost.memory)
    return stretch.derive(phrase.encode())
