"""Takes the facts of an event into the state: exactly those that the step sets, each of its declared type."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from qingdan.domain.flow.model import Fact, FactType, Flow, Step, StepKind
from qingdan.domain.flow.state import Event, Rejected, State, suffix

_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")


def _whole(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 10**15


_FITS: Mapping[FactType, Callable[[Any], bool]] = {
    FactType.TEXT: lambda v: isinstance(v, str) and 0 < len(v) <= 4000,
    FactType.ORGANISATION: lambda v: isinstance(v, str) and 0 < len(v) <= 200,
    FactType.MONEY: _whole,
    FactType.COUNT: _whole,
    FactType.DATE: lambda v: isinstance(v, str) and bool(_DATE.fullmatch(v)),
    FactType.YES_NO: lambda v: isinstance(v, bool),
    FactType.CHOICE: lambda v: isinstance(v, str),
    FactType.LIST: lambda v: isinstance(v, list) and len(v) <= 200 and all(isinstance(i, dict) for i in v),
}


def fits(fact: Fact, value: Any) -> bool:
    """Whether a value has the type of a non-personal fact."""
    if fact.type is FactType.CHOICE:
        return value in fact.choices
    return _FITS[fact.type](value)


def belongs(fact: Fact, step: Step, result: str) -> bool:
    """Whether a fact is to be given when its step has this result."""
    if fact.on:
        return result in fact.on
    return result == step.default or result in step.declared or step.default == "*"


def given_with(fact: Fact, step: Step, result: str) -> bool:
    """Whether a fact is set with this result; what a sub-case brings back, with those that the flow does not handle."""
    return result not in step.results if step.kind is StepKind.START else belongs(fact, step, result)


def accept_facts(flow: Flow, state: State, step: Step, event: Event, result: str) -> None:
    """Put an event's facts into ``state``. ``kept`` names the personal facts that were handed in beside it.

    :raises Rejected: fact-not-here, fact-personal, fact-wrong-type, fact-missing.
    """
    key, own = event["key"], flow.set_at(step.id)
    given, kept, at = event.get("facts") or {}, event.get("kept") or [], suffix(key)
    if not own and not given and not kept:
        return
    here = {f.name: f for f in own}
    for name in (*given, *kept):
        if name not in here or (here[name].on and result not in here[name].on):
            raise Rejected("fact-not-here", key=key, fact=name)
    for name, value in given.items():
        if here[name].personal:
            raise Rejected("fact-personal", key=key, fact=name)
        if not fits(here[name], value):
            raise Rejected("fact-wrong-type", key=key, fact=name, type=here[name].type)
        state["facts"][name + at] = value
    if kept:
        state["given"] = sorted({*state["given"], *(name + at for name in kept)})
    _all_there([f for f in own if belongs(f, step, result)], state, key, at)


def _all_there(own: list[Fact], state: State, key: str, at: str) -> None:
    for fact in own:
        there = fact.name + at in (state["given"] if fact.personal else state["facts"])
        if fact.required and not there:
            raise Rejected("fact-missing", key=key, fact=fact.name)
