"""Who signs for whom: when none of a post's holders may act, the first in the village's order who may.

A closed set of reasons, so that a rule can say for which of them it holds and a record why somebody signed for another.
Nothing here knows a database: who holds, who is away and who must stand aside is handed in.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from qingdan.domain.words import Words


class Why(StrEnum):
    """Why the holders of a post cannot act at a step."""

    BOTH_POSTS = "both-posts"  # the one holder has signed here in another post, or did a step that bars him from this
    RECUSED = "recused"
    ABSENT = "absent"
    VACANT = "vacant"


WORDS: Mapping[Why, Words] = {
    Why.BOTH_POSTS: Words(
        "一人兼两职，或者已经办过相关的一步", "one person holds both posts, or did a step bound to it"
    ),
    Why.RECUSED: Words("要回避", "must stand aside"),
    Why.ABSENT: Words("生病或者外出，不在岗", "ill or away"),
    Why.VACANT: Words("职务空缺", "the post is vacant"),
}
ALL = tuple(Why)
# Of several holders who cannot act for different reasons, the one that a rule has to cover: the graver first.
_GRAVEST = (Why.RECUSED, Why.BOTH_POSTS, Why.ABSENT)


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody who stands in by the village's rule: his place in the order, and for which reasons the rule holds."""

    person: int
    order: int
    reasons: frozenset[Why] = frozenset(ALL)


@dataclass(frozen=True, slots=True)
class StandIn:
    """Who may sign for a post now: why, for which holders, and the persons of the first place in the order that has
    any."""

    why: Why
    instead_of: tuple[int, ...]
    persons: tuple[int, ...]


def why_not(person: int, *, has_signed: Iterable[int], recused: Iterable[int], absent: Iterable[int]) -> Why | None:
    """Why a holder cannot act here; None when he can."""
    if person in set(recused):
        return Why.RECUSED
    if person in set(has_signed):
        return Why.BOTH_POSTS
    return Why.ABSENT if person in set(absent) else None


def stand_in(
    holders: Mapping[int, Why | None], candidates: Sequence[Candidate], unfit: Iterable[int]
) -> StandIn | None:
    """Who signs instead of ``holders`` (person → why he cannot, None when he can); None while one of them can.

    ``unfit`` are persons who may not stand in here: recused or away themselves, barred by their own post, already
    signed, or near kin of somebody whom they would check. ``persons`` is empty when the order has nobody left.
    """
    if any(reason is None for reason in holders.values()):
        return None
    reasons = set(holders.values())
    why = next((w for w in _GRAVEST if w in reasons), Why.VACANT)
    barred = {*unfit, *holders}
    fit = [c for c in candidates if why in c.reasons and c.person not in barred]
    first = min((c.order for c in fit), default=None)
    persons = dict.fromkeys(c.person for c in fit if c.order == first)
    return StandIn(why, tuple(sorted(holders)), tuple(persons))
