"""Who signs for a post at one open step of one case, by the village's standing rule, and why."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from qingdan.domain.flow.machine import Machine
from qingdan.domain.flow.model import Step
from qingdan.domain.flow.signing import distinct, open_slots
from qingdan.domain.flow.state import State, suffix
from qingdan.domain.rules.recusal import Party
from qingdan.domain.rules.standing_in import StandIn, Why, stand_in, why_not
from qingdan.records.people.bench import Bench

About = Callable[[], Sequence[Party]]


def stand_in_at(bench: Bench, running: Machine, state: State, key: str, post: str, about: About) -> StandIn | None:
    """Who stands in for ``post`` at the step or duty ``key``; None while a holder can act, or without a rule.

    ``about`` gives the parties of the case, and is asked only when the village has a rule for the post. Whoever would
    only seem to check does not stand in: near kin of one who has signed here, of one whose step bars him from this, or
    of the holder who must stand aside or has signed already.
    """
    if post not in bench.rules:
        return None
    step = running.step(key) if key in state["open"] else None
    signed, done = _signed(state, key, step), _did_before(state, key, step)
    recused = bench.recused(about())

    def holders_of(role: str) -> dict[int, Why | None]:
        held = bench.posts.get(role, ())
        return {p: why_not(p, has_signed=signed | done, recused=recused, absent=bench.absent) for p in held}

    # Where a signature may be given in any of several posts, nobody stands in while a holder of another can give it.
    if all(any(None in holders_of(role).values() for role in slot) for slot in _slots(state, key, step, post)):
        return None
    holders = holders_of(post)
    checked = {p for p, reason in holders.items() if reason in (Why.RECUSED, Why.BOTH_POSTS)}
    kin = bench.kin_of(signed | done | checked)
    unfit = signed | done | recused | bench.absent | kin | bench.barred_from(post)
    return stand_in(holders, bench.candidates(post), unfit)


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
