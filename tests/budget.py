"""How long random tests go on: a little in every run, and ``ROUNDS=10 make test`` ten times as long.

With a hundred powers there are hundreds of random tests, and together they must stay within the minutes of ``make
test``. What they have found so far stands as a test of its own; the long runs look for more.
"""

from __future__ import annotations

import os


def rounds(few: int) -> int:
    """``few`` examples in an ordinary run, times ``$ROUNDS``. :raises ValueError: when that is not a whole number."""
    return few * max(1, int(os.environ.get("ROUNDS", "1")))
