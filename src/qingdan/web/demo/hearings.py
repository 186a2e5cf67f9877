"""Hearings of the demonstration: their day, and what is recorded when one is held. Nobody in them exists."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from qingdan.domain.flow.machine import Machine
from qingdan.domain.flow.model import Step
from qingdan.domain.flow.state import Event, State, base
from qingdan.features.cases.models import Case
from qingdan.features.cases.running import machine_of
from qingdan.records.regions.days import local_date
from qingdan.records.register.acts import Acting
from qingdan.watch.hearings import acts
from qingdan.watch.hearings.acts.records import Comer

AHEAD = timedelta(days=8)  # from setting the day to the day: a week's notice, and a little
CAME = (
    Comer("示例·陶老大", "示例陶家", "二组"),
    Comer("示例·郑二嫂", "示例郑家", "二组", absent="示例·郑老汉"),
    Comer("示例·林三", "示例林家", "一组"),
)
SAID = (
    ("示例：从渠尾先修，那里最缺水。", True, "示例：大家都同意，先修渠尾。"),
    ("示例：每户出的工要一样多。", False, "示例：家里没有劳力的可以少出。"),
)


def steps_of(machine: Machine) -> list[Step]:
    """The steps at which people are heard."""
    return [step for step in machine.flow.steps().values() if step.hears]


def is_called(machine: Machine, state: State) -> bool:
    """Whether a hearing's day is set and people have been told, and it is not held yet."""
    named = {step.hears.day for step in steps_of(machine) if step.hears}
    posted = any(step.get("posted") for step in state["open"].values())
    return state["phase"] == "running" and posted and bool(named & set(state["facts"]))


def with_its_day(machine: Machine, facts: Mapping[str, Any] | None, at: datetime) -> dict[str, Any] | None:
    """The facts of a step that sets the day of a hearing, with one a week from then."""
    days = {step.hears.day for step in steps_of(machine) if step.hears} & set(facts or {})
    day = (local_date(at) + AHEAD).isoformat()
    return {**facts, **dict.fromkeys(days, day)} if facts and days else dict(facts) if facts else None


def record(case: Case, event: Event, keeper: Acting) -> None:
    """Before a hearing's step is done: who came, and what was said."""
    key, running = event["key"], machine_of(case)
    step = running.step(key)
    if step.hears is None or event.get("result") != step.default or case.state["open"][key].get("signed"):
        return
    sheet = acts.open_sheet(acting=keeper, case_id=case.pk, key=key)
    if local_date(keeper.at) < sheet.day:
        return  # it was held earlier than its notice said: nothing was entered
    people = [acts.enter(acting=keeper, sheet=sheet, comer=comer) for comer in CAME]
    for (words, adopted, why), person in zip(SAID, people, strict=False):
        opinion = acts.record_opinion(acting=keeper, sheet=sheet, words=words, said_by=person)
        acts.answer_opinion(acting=keeper, opinion=opinion, adopted=adopted, why=why)


def keeper_of(case: Case, key: str) -> str | None:
    """The post that writes down what a hearing names; None where no hearing is held."""
    running = machine_of(case)
    node = running.steps.get(base(key))
    hears = getattr(node.block, "hears", None) if node else None
    return running.flow.steps()[running.flow.facts[hears.day].set_by].by[0] if hears else None
