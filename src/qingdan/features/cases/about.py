"""Whom a case is about: those on whose account others must stand aside."""

from __future__ import annotations

from collections.abc import Mapping

from qingdan.domain.flow.machine import Machine
from qingdan.domain.flow.model import FactType
from qingdan.domain.flow.state import State, base
from qingdan.domain.rules.recusal import Organisation, Party
from qingdan.features.cases.models import Case

FORMER = "former-"  # the party whom a new term replaced: former-village-director


def whom_about(case: Case, running: Machine, parties: Mapping[str, tuple[int, ...]]) -> list[Party]:
    """Whom the case is about: its parties, and the organisations named in its facts. Who opened it and who held a post
    before an election take part in it, but nothing is decided on them: one elected again takes over from himself."""
    concerned = (several for role, several in parties.items() if role != "opener" and not role.startswith(FORMER))
    persons = [p for several in concerned for p in several]
    return [*persons, *organisations(running, case.state)]


def organisations(running: Machine, state: State) -> list[Organisation]:
    """The organisations named in a case's facts."""
    facts = running.flow.facts
    named = ((name, value) for name, value in state["facts"].items())
    return [Organisation(value) for name, value in named if facts[base(name)].type is FactType.ORGANISATION]
