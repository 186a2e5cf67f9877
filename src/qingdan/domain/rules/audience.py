"""Who may see a fact: six audiences, and the question whether one viewer belongs to one of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar

V = TypeVar("V")


class Audience(StrEnum):
    """From everyone to the fewest. ``members`` and ``party-branch`` lie side by side: neither contains the other."""

    INTERNET = "internet"
    VILLAGE = "village"
    MEMBERS = "members"
    PARTY_BRANCH = "party-branch"
    OFFICIALS = "officials"
    PARTIES = "parties"


# The kinds of people each audience holds. `parties` are those a case is about and those who handle it.
_PEOPLE: Mapping[Audience, frozenset[str]] = {
    Audience.INTERNET: frozenset({"anyone", "village", "members", "party", "officials", "parties"}),
    Audience.VILLAGE: frozenset({"village", "members", "party", "officials", "parties"}),
    Audience.MEMBERS: frozenset({"members", "officials", "parties"}),
    Audience.PARTY_BRANCH: frozenset({"party", "officials", "parties"}),
    Audience.OFFICIALS: frozenset({"officials", "parties"}),
    Audience.PARTIES: frozenset({"parties"}),
}


@dataclass(frozen=True, slots=True)
class Viewer:
    """What is known of the one who looks, in relation to the place and the case looked at."""

    villager_here: bool = False  # verified as one of this village
    scanned_sheet: bool = False  # came by the code on a sheet posted in this village, and so stood before its board
    member: bool = False  # of this village's collective economic organisation
    party_member: bool = False  # of this village's Party branch
    official_here: bool = False  # holds a post whose reach covers this village
    is_party: bool = False  # the case is about this person, or this person handles it

    def kinds(self) -> frozenset[str]:
        """The kinds of people this viewer is one of; everybody is ``anyone``."""
        held = {
            "village": self.villager_here or self.scanned_sheet,
            "members": self.member,
            "party": self.party_member,
            "officials": self.official_here,
            "parties": self.is_party,
        }
        return frozenset({"anyone", *(name for name, true in held.items() if true)})


ANYONE = Viewer()


def may_see(audience: Audience, viewer: Viewer) -> bool:
    """Whether the viewer belongs to the audience."""
    return bool(_PEOPLE[audience] & viewer.kinds())


def wider(one: Audience, other: Audience) -> bool:
    """Whether somebody belongs to ``one`` who does not belong to ``other``."""
    return not _PEOPLE[one] <= _PEOPLE[other]


def visible_fields(fields: Mapping[str, tuple[Audience, V]], viewer: Viewer) -> dict[str, V]:
    """The values that the viewer may see; the others are as if they were not there."""
    return {name: value for name, (audience, value) in fields.items() if may_see(audience, viewer)}
