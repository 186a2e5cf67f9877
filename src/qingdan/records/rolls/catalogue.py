"""The rolls of the edition in force."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from qingdan.domain.catalogue.model import Edition
from qingdan.domain.catalogue.rolls import Keeping, Roll, Rolls, Why
from qingdan.domain.words import Words
from qingdan.records.editions.queries import NoEdition, current_edition
from qingdan.records.people.wording import said

# Written by the house itself when villages merge or split, whatever reasons an edition knows.
PLACES_CHANGED = Why("places-changed", Words("村合并或分村", "Villages merged or split"))


def edition_on(day: date) -> Edition | None:
    """The edition in force on ``day``; None before one is loaded. One query."""
    try:
        return current_edition(day)
    except NoEdition:
        return None


def rolls_on(day: date) -> Rolls:
    """What the edition in force on ``day`` says of rolls; nothing without an edition. One query."""
    edition = edition_on(day)
    return edition.rolls if edition else Rolls()


@dataclass(frozen=True, slots=True)
class Cited:
    """A law that a roll rests on, in the language of the page; ``verified``: its articles were read."""

    law: str
    articles: str
    verified: bool


def cited(roll: Roll, edition: Edition | None) -> list[Cited]:
    """What a roll rests on."""
    laws = edition.laws if edition else {}
    return [
        Cited(
            law=said(laws[b.law].title) if b.law in laws else b.law,
            articles=_("、").join(b.articles),
            verified=edition is not None and edition.verified(b),
        )
        for b in roll.basis
    ]


def title_of(rolls: Rolls, kind: str) -> str:
    """The title of a roll in the language of the page; its slug when the edition in force has no such roll."""
    roll = rolls.kinds.get(kind)
    return said(roll.title) if roll else kind


def readers_of(roll: Roll) -> frozenset[str]:
    """The posts that read a roll's names: its keepers, its readers, and those with whom it is filed."""
    return frozenset({*roll.keeping.keeps, *roll.keeping.reads, *roll.filed_with})


def why_words(keeping: Keeping | None, slug: str | None) -> str:
    """A reason in the language of the page; the slug itself when the edition knows it no longer, "" for none."""
    why = PLACES_CHANGED if slug == PLACES_CHANGED.slug else keeping.why(slug) if keeping and slug else None
    return said(why.name) if why else slug or ""
