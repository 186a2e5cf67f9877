"""The words that a drawing needs, taken from an edition: names of roles and bodies, and the limits as amounts."""

from __future__ import annotations

from collections.abc import Mapping

from qingdan.domain.catalogue.model import Edition
from qingdan.domain.flow.draw.phrases import Lexicon, money_text
from qingdan.domain.words import Words


def lexicon(edition: Edition, language: str, limits: Mapping[str, int] | None = None) -> Lexicon:
    """A drawing's lexicon. ``limits`` are the values that hold (a case's pinned ones, a town's); else the edition's."""
    values = edition.limits if limits is None else limits
    shown = {}
    for name, value in values.items():
        limit = edition.head.limits.get(name)
        shown[name] = money_text(value) if limit and limit.type == "money" else str(value)
    lanes: dict[str, Words] = {role: edition.role_words(role) for role in edition.roles()}
    return Lexicon(lanes=lanes, limits=shown, language=language, first=edition.head.asking)
