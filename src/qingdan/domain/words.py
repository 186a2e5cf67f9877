"""Text in the two languages of the house."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Words:
    """One phrase in Simplified Chinese (always there) and English."""

    zh: str
    en: str

    def __str__(self) -> str:
        return self.zh

    def __add__(self, more: Words) -> Words:
        """This sentence and another after it."""
        return Words(self.zh + more.zh, f"{self.en} {more.en}")

    def to(self, language: str) -> str:
        """The phrase in ``language`` ("en…" is English, everything else Chinese)."""
        return self.en if language.startswith("en") else self.zh
