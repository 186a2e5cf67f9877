"""The receipt: sixteen digits that nobody keeps but the reporter, and the keys that come of them.

Fifteen digits are chance, the last one checks them (Damm 2004: every single wrong digit and every swap of neighbours
is noticed), so that a slip of the finger is answered at once and by the phone itself. Argon2id makes each guess cost
what it costs an honest phone. Spec: docs/spec/reports.md §4.
"""

from __future__ import annotations

import secrets
import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

from qingdan.domain.sealing import boxes
from qingdan.domain.sealing.faults import Unfit
from qingdan.domain.words import Words

DIGITS = 16
GROUP = 4
MEMORY, PASSES, LANES = 64 * 1024, 3, 1  # KiB, passes, lanes: under a second here, some seconds on an old phone
HOUSE = 16  # bytes of a house's own salt, made at set-up, public, never changed while a thread is open
_LABELS = {name: b"qingdan receipt %s v1\n" % name.encode() for name in ("locator", "box", "thread")}
# A totally anti-symmetric quasigroup of order 10 with zeros on its diagonal (Damm's thesis).
_DAMM = (
    "0317598642", "7092154863", "4206871359", "1750983426", "6123045978",
    "3674209581", "5869720134", "8945362017", "9438617205", "2581436790",
)  # fmt: skip
_MARKS = str.maketrans("", "", " -–—·.　")  # what people put between groups


@dataclass(frozen=True, slots=True)
class Keys:
    """What comes of a receipt. ``locator``: by which the host finds the thread. ``private``: opens answers.
    ``thread``: the thread's secret, without which nobody can speak in it."""

    locator: bytes
    private: bytes
    thread: bytes

    @property
    def public(self) -> bytes:
        """The key to which answers are sealed."""
        return boxes.public_of(self.private)

    def __repr__(self) -> str:
        return "Keys(…)"  # never in a log


def _check(digits: str) -> str:
    state = 0
    for digit in digits:
        state = int(_DAMM[state][int(digit)])
    return str(state)


def make(below: Callable[[int], int] = secrets.randbelow) -> str:
    """A new receipt, as :func:`show` writes it."""
    chance = f"{below(10 ** (DIGITS - 1)):0{DIGITS - 1}d}"
    return show(chance + _check(chance))


def show(digits: str) -> str:
    """In groups of four, as it is printed and read out: ``1234 5678 9012 3456``."""
    return " ".join(digits[i : i + GROUP] for i in range(0, DIGITS, GROUP))


def read(typed: str) -> str:
    """The sixteen digits of what somebody typed. :raises Unfit: not sixteen digits, or a slip."""
    digits = unicodedata.normalize("NFKC", typed[:200]).translate(_MARKS).strip()
    if not (digits.isascii() and digits.isdigit()) or len(digits) != DIGITS:
        raise Unfit(
            Words("回执是16位数字", "a receipt has 16 digits"),
            Words("请照着纸上的数字，四位一组再输一遍。", "Type the digits on your paper again, four at a time."),
        )
    if _check(digits) != "0":
        raise Unfit(
            Words("有数字输错了，或者相邻两位颠倒了", "a digit is wrong, or two neighbours are swapped"),
            Words("请从头核对一遍。", "Compare them from the beginning."),
        )
    return digits


def keys_of(typed: str, house: bytes) -> Keys:
    """The keys of a receipt in one house. :raises Unfit: as :func:`read`."""
    if len(house) != HOUSE:
        raise ValueError(f"a house's salt has {HOUSE} bytes")
    stretch = Argon2id(salt=house, length=boxes.KEY, iterations=PASSES, lanes=LANES, memory_cost=MEMORY)
    root = stretch.derive(read(typed).encode())
    return Keys(**{{"box": "private"}.get(name, name): boxes.derive(root, label) for name, label in _LABELS.items()})


# -- limits that need no address of anybody ------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class Budget:
    """At most ``most`` tries in ``within``, of the whole house: whose they were is not asked, so it is not kept."""

    most: int
    within: timedelta

    def wait(self, tries: Iterable[datetime], now: datetime) -> timedelta:
        """How long the next one has to wait; zero when it may go on."""
        recent = sorted(at for at in tries if now - self.within < at <= now)
        if len(recent) < self.most:
            return timedelta(0)
        return recent[-self.most] + self.within - now


WITHOUT_SCRIPT = Budget(30, timedelta(minutes=1))  # the host stretches the receipt itself: half a processor at most
FOUND_NOTHING = Budget(600, timedelta(minutes=10))  # locators under which nothing is kept
