"""Who signs for a post at one open step of one case, by the village's standing rule, and why."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from qingdan.domain.flow import standing
from qingdan.domain.flow.machine import Machine
from qingdan.domain.flow.state import State
from qingdan.domain.rules.recusal import Party
from qingdan.domain.rules.standing_in import StandIn
from qingdan.records.people.bench import Bench

About = Callable[[], Sequence[Party]]


def stand_in_at(bench: Bench, running: Machine, state: State, key: str, post: str, about: About) -> StandIn | None:
    """Who stands in for ``post`` at the step or duty ``key``; None while a holder can act, or without a rule.

    ``about`` gives the parties of the case, and is asked only when the village has a rule for the post.
    """
    return standing.stand_in_at(bench, running, state, key, post, lambda: bench.recused(about()))
