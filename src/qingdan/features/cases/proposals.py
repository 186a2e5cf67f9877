"""What other parts of the house know already of what a step asks: its form begins with it, and a person confirms.

A part registers a function when the app is ready; it is asked with the case and the key of an open step.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from qingdan.features.cases.models import Case

Proposer = Callable[[Case, str], Mapping[str, Any]]  # values by the name of the fact; nothing where it knows nothing
_PROPOSERS: list[Proposer] = []


def register_proposer(proposer: Proposer) -> None:
    """Called when an app is ready."""
    if proposer not in _PROPOSERS:
        _PROPOSERS.append(proposer)


def proposed(case: Case, key: str) -> dict[str, Any]:
    """Everything that is known of the facts of an open step."""
    found: dict[str, Any] = {}
    for proposer in _PROPOSERS:
        found.update(proposer(case, key))
    return found
