"""Who signs for a post at one open step, by a standing rule, and why. Knows no database: a ``Roster`` answers."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from typing import Any, Protocol

from qingdan.domain.flow.machine import Machine
from qingdan.domain.flow.model import Step
from qingdan.domain.flow.signing import distinct, open_slots
from qingdan.domain.flow.state import State, suffix
from qingdan.domain.rules.standing_in import Candidate, StandIn, Why, stand_in, why_not


class Roster(Protocol):
    """Who holds which post on one day, who is away, and who stands in."""

    @property
    def rules(self) -> Mapping[str, Any]:
        """The posts for which there is a standing rule."""

    @property
    def posts(self) -> Mapping[str, tuple[int, ...]]:
        """The holders of each post."""

    @property
    def absent(self) -> frozenset[int]:
        """Who is away."""

    def candidates(self, post: str) -> Sequence[Candidate]:
        """Who stands in for a post, in the order of the rule."""

    def kin_of(self, persons: Iterable[int]) -> Collection[int]:
        """The near kin of these persons."""

    def barred_from(self, post: str) -> Collection[int]:
        """Whom the law keeps away from a post."""


def stand_in_at(
    roster: Roster, running: Machine, state: State, key: str, post: str, recused: Callable[[], Collection[int]]
) -> StandIn | None:
    """Who stands in for ``post`` at the step or duty ``key``; None while a holder can act, or without a rule.

    ``recused`` are those who must stand aside in this case, and is asked only when there is a rule for the post.
    Whoever would only seem to check does not stand in: near kin of one who has signed here, of one whose step bars him
    from this, or of the holder who must stand aside or has signed already.
    """
    if post not in roster.rules:
        return None
    step = running.step(key) if key in state["open"] else None
    signed, done = _signed(state, key, step), _did_before(state, key, step)
    aside = set(recused())

    def holders_of(role: str) -> dict[int, Why | None]:
        held = roster.posts.get(role, ())
        return {p: why_not(p, has_signed=signed | done, recused=aside, absent=roster.absent) for p in held}

    # Where a signature may be given in any of several posts, nobody stands in while a holder of another can give it.
    if all(any(None in holders_of(role).values() for role in slot) for slot in _slots(state, key, step, post)):
        return None
    holders = holders_of(post)
    checked = {p for p, reason in holders.items() if reason in (Why.RECUSED, Why.BOTH_POSTS)}
    kin = set(roster.kin_of(signed | done | checked))
    unfit = signed | done | aside | roster.absent | kin | set(roster.barred_from(post))
    return stand_in(holders, roster.candidates(post), unfit)


def _slots(state: State, key: str, step: Step | None, post: str) -> list[tuple[str, ...]]:
    """The signatures still wanted that this post could give, each with the posts of which any one would do."""
    if step is None:
        return [(post,)]
    signed = [role for _person, role in state["open"][key].get("signed", ())]
    return [slot for slot in open_slots(step, signed) if post in slot] or [(post,)]


def _signed(state: State, key: str, step: Step | None) -> set[int]:
    """Who has signed here, where nobody signs twice."""
    if step is None or not distinct(step):
        return set()
    return {person for person, _role in state["open"][key].get("signed", ())}


def _did_before(state: State, key: str, step: Step | None) -> set[int]:
    """Who did a step that bars him from this one."""
    done = state["who"]
    return {p for other in (step.not_by if step else ()) for p in done.get(other + suffix(key), done.get(other, []))}
