"""Who may begin a power: the roles of its first step."""

from __future__ import annotations

from qingdan.domain.catalogue.model import Edition, Power
from qingdan.domain.flow.machine import machine

_FIRST: dict[tuple[str, str], frozenset[str]] = {}  # definitions never change, and there are some hundred


def first_roles(power: Power, edition: Edition) -> frozenset[str]:
    """The roles that may do the first step of a power."""
    key = (edition.digest, power.digest)
    if key not in _FIRST:
        running = machine(power.flow, edition.limits)
        _FIRST[key] = frozenset(role for key in running.start()["open"] for role in running.step(key).by)
    return _FIRST[key]
