"""The words of one power, in one language, from which every text of its kit is made."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Telephone:
    """Whom one calls, and the number as it is dialled."""

    name: str
    number: str


@dataclass(frozen=True, slots=True)
class Told:
    """Plain texts only. ``plain`` is the villager's word for the power, ``title`` the official one, ``item`` how the
    list counts it. The guide's answers are one phrase or several, each whole in itself. ``village`` is "" in a kit for
    every village. ``address`` is the guide's, ``short`` a short one that leads to it, without ``https://``;
    ``ask`` is whom one asks who has neither."""

    english: bool
    plain: str
    title: str
    item: str
    listed: str
    norm: str
    summary: str
    who: tuple[str, ...]
    where: tuple[str, ...]
    bring: tuple[str, ...]
    how_long: tuple[str, ...]
    cost: tuple[str, ...]
    take_part: tuple[str, ...]
    watch: tuple[str, ...]
    red_lines: tuple[str, ...]
    ask: str
    address: str
    short: str
    village: str = ""
    telephones: tuple[Telephone, ...] = ()
    reference: bool = True
    example: bool = False

    def say(self, zh: str, en: str) -> str:
        """The phrase in this kit's language."""
        return en if self.english else zh
