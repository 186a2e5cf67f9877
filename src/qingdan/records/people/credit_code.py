"""The unified social credit code of organisations (GB 32100-2015): 18 characters, the last one a check."""

from __future__ import annotations

_SYMBOLS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_WEIGHTS = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)


def is_credit_code(code: str) -> bool:
    """Whether ``code`` has 18 permitted characters and a right check character."""
    if len(code) != 18 or any(c not in _SYMBOLS for c in code):
        return False
    total = sum(_SYMBOLS.index(c) * w for c, w in zip(code, _WEIGHTS, strict=False))
    return _SYMBOLS[-total % 31] == code[17]
