"""Codes that nobody can guess or count up: for following a case, and as its name in a public address."""

from __future__ import annotations

import secrets

# No 0 O 1 I L: a code is read from paper and told over the telephone.
CODE_LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
CODE_LENGTH = 10


def random_code(length: int = CODE_LENGTH) -> str:
    """A code of letters and digits."""
    return "".join(secrets.choice(CODE_LETTERS) for _ in range(length))


def public_code() -> str:
    """The same for an address, in small letters."""
    return random_code().lower()
