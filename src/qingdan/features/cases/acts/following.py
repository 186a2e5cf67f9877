"""What the house itself does after every event: opens sub-cases, and tells a parent that its sub-case has ended."""

from __future__ import annotations

from datetime import datetime

from qingdan.domain.flow.state import Event
from qingdan.features.cases.acts.opening import open_sub_case
from qingdan.features.cases.acts.terms import end_terms_of_the_case, record_terms
from qingdan.features.cases.acts.words import step_data
from qingdan.features.cases.kinds import SUB_ENDED
from qingdan.features.cases.models import Case
from qingdan.features.cases.running import Handed, Moved, is_start, lock, machine_of, move
from qingdan.records.regions.days import local_date
from qingdan.records.register.acts import Acting, Record, act


def follow_up(
    moved: Moved, *, acting: Acting, happened_at: datetime, key: str = "", handed: Handed | None = None
) -> None:
    """To be called by every act that moved a case, after its own event; with ``key`` and ``handed`` where the event is
    a person's at a step, so that what the step does to posts follows."""
    running = machine_of(moved.case)
    if handed is not None:
        record_terms(moved, key, handed, acting)
    house = Acting.system("house", acting.at)
    if moved.case.phase == "over":
        end_terms_of_the_case(moved.case, house, local_date(happened_at))
    for key in moved.opened:
        if is_start(running, key):
            open_sub_case(acting=house, parent=moved.case, key=key, happened_at=happened_at)
    if moved.ended and moved.case.parent_id:
        end_sub_case(acting=house, parent=lock(moved.case.parent_id), child=moved.case, happened_at=happened_at)


def _of_child(parent: Case, child: Case, key: str) -> Event | None:
    """What the end of a sub-case is to its parent; None where the parent no longer waits for it."""
    outcome = str(child.outcome)
    if key in parent.state["open"]:
        found = child.state["facts"]
        returns = machine_of(parent).step(key).returns
        facts = {ours: found[theirs] for ours, theirs in returns.items() if theirs in found}
        return {"type": "sub", "key": key, "outcome": outcome, "facts": facts}
    if key in parent.state["owed"]:
        if outcome in {rule.end for rule in machine_of(child).flow.any_time.values()}:
            parent.tasks.filter(key=key).update(waiting=False)  # broken off: the duty is still owed
            return None
        return {"type": "discharge", "key": key, "outcome": outcome}
    return None


@act(SUB_ENDED)
def end_sub_case(*, acting: Acting, parent: Case, child: Case, happened_at: datetime) -> Record[Case]:
    """The parent goes on with its sub-case's outcome and with what it found; a duty owed is thereby discharged.

    A parent that ended meanwhile only takes note."""
    key = child.parent_key or ""
    data = {**step_data(parent, key, str(child.outcome)), "child": child.number}
    event = _of_child(parent, child, key)
    if event is not None:
        moved = move(parent, event, acting=acting, handed=Handed(happened_at))
        follow_up(moved, acting=acting, happened_at=happened_at)
    return Record(parent, ("case", parent.pk), parent.place, data)
