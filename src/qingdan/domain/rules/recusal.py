"""Who must stand aside: whoever is a party, is near kin of a party, or has a stake in a party's organisation.

Near kin (近亲属) are spouse, parents, children, siblings, grandparents and grandchildren: 民法典 1045, not verified,
since its text was not at hand. Kinship holds both ways, whoever declared it.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from qingdan.domain.rules.reasons import Reason
from qingdan.domain.words import Words

NEAR_KIN = frozenset(
    {
        "spouse", "parent", "child", "sibling",
        "paternal-grandparent", "maternal-grandparent", "sons-child", "daughters-child",
    }
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Tie:
    """``relative`` is the ``relation`` of ``person``; both are person ids. Only relations of NEAR_KIN count."""

    person: int
    relative: int
    relation: str


@dataclass(frozen=True, slots=True)
class Organisation:
    """An organisation by its name and, where known, its unified social credit code."""

    name: str
    credit_code: str | None = None


@dataclass(frozen=True, slots=True)
class Interest:
    """A person's own stake in an organisation: owner, shareholder, manager, employee."""

    person: int
    organisation: Organisation


Party = int | Organisation  # a person id, or an organisation


def same_organisation(one: Organisation, other: Organisation) -> bool:
    """Equal credit codes where both are known, otherwise equal names (spaces, width and case aside)."""
    if one.credit_code and other.credit_code:
        return one.credit_code.strip().upper() == other.credit_code.strip().upper()
    return _plain(one.name) == _plain(other.name) != ""


def near_kin_of(person: int, ties: Iterable[Tie]) -> frozenset[int]:
    """The near kin of a person, whoever declared the tie."""
    near = [(t.person, t.relative) for t in ties if t.relation in NEAR_KIN]
    kin = {b for a, b in near if a == person} | {a for a, b in near if b == person}
    return frozenset(kin - {person})


def must_recuse(
    person: int, parties: Iterable[Party], ties: Iterable[Tie], interests: Iterable[Interest]
) -> tuple[Reason, ...]:
    """Why ``person`` must stand aside in a matter of ``parties``; empty when nothing stands in the way.

    The sentences name no relative and no relation: the kin register is not for browsing.
    """
    kin, stakes = near_kin_of(person, ties), tuple(interests)
    found = (r for party in parties for r in _against(person, party, kin, stakes))
    return tuple({(r.code, r.data["party"]): r for r in found}.values())


def _against(person: int, party: Party, kin: frozenset[int], stakes: tuple[Interest, ...]) -> Iterator[Reason]:
    if isinstance(party, int):
        if party == person:
            yield Reason(
                "own-matter", Words("这是本人的事，应当回避", "This is one's own matter: stand aside"), {"party": party}
            )
        elif party in kin:
            words = Words("当事人是本人的近亲属，应当回避", "A party is one's near relative: stand aside")
            yield Reason("near-kin", words, {"party": party})
        return
    holders = {i.person for i in stakes if same_organisation(i.organisation, party)}
    if person in holders:
        zh = f"本人与“{party.name}”有利益关系，应当回避"
        yield Reason("own-interest", Words(zh, f"One has a stake in {party.name}: stand aside"), {"party": party.name})
    if kin & holders:
        zh = f"本人的近亲属与“{party.name}”有利益关系，应当回避"
        words = Words(zh, f"A near relative has a stake in {party.name}: stand aside")
        yield Reason("kin-interest", words, {"party": party.name})


def _plain(name: str) -> str:
    return "".join(unicodedata.normalize("NFKC", name).split()).casefold()
