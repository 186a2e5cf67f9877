"""Numbers as they are made: identity numbers, cards and credit codes with their check characters. All invented."""

from __future__ import annotations

import random

WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
SYMBOLS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
CODE_WEIGHTS = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)
REGIONS = ("410881", "419001", "410105", "411202", "140525")  # older residents of Jiyuan have the first


def id_number(luck: random.Random, last: str = "") -> str:
    """An 18-character identity number; ``last``: with this check character."""
    while True:
        born = f"{luck.randint(1935, 2012)}{luck.randint(1, 12):02}{luck.randint(1, 28):02}"
        body = luck.choice(REGIONS) + born + f"{luck.randint(0, 999):03}"
        check = "10X98765432"[sum(int(c) * w for c, w in zip(body, WEIGHTS, strict=True)) % 11]
        if not last or check == last:
            return body + check


def old_id_number(luck: random.Random) -> str:
    """A 15-digit identity number, as given until 1999."""
    born = f"{luck.randint(30, 90)}{luck.randint(1, 12):02}{luck.randint(1, 28):02}"
    return f"{luck.choice(REGIONS)}{born}{luck.randint(0, 999):03}"


def mobile(luck: random.Random) -> str:
    return (
        luck.choice(("130", "138", "150", "159", "166", "177", "187", "193", "199"))
        + f"{luck.randint(0, 10**8 - 1):08}"
    )


def card(luck: random.Random, length: int = 19) -> str:
    """A bank card with its Luhn digit."""
    body = "62" + "".join(luck.choice("0123456789") for _n in range(length - 3))
    doubled = sum(sum(divmod(int(d) * (2 if n % 2 == 0 else 1), 10)) for n, d in enumerate(reversed(body)))
    return body + str(-doubled % 10)


def account(luck: random.Random) -> str:
    """An account of a credit cooperative: no check digit."""
    return "".join(luck.choice("0123456789") for _n in range(luck.choice((14, 17, 20, 23))))


def credit_code(luck: random.Random) -> str:
    """The unified social credit code of an organisation."""
    body = luck.choice(("91", "92", "93", "54", "N2")) + "419001" + "".join(luck.choice(SYMBOLS) for _n in range(9))
    return body + SYMBOLS[-sum(SYMBOLS.index(c) * w for c, w in zip(body, CODE_WEIGHTS, strict=True)) % 31]
