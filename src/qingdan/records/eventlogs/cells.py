"""What goes out into a table that spreadsheets open."""

from __future__ import annotations

FORMULAS = ("=", "+", "-", "@", "\t", "\r")


def as_text(value: object) -> str:
    """A cell that no spreadsheet takes for a formula, whatever somebody wrote."""
    text = str(value)
    return f"'{text}" if text.startswith(FORMULAS) else text
