"""What each event does to a state. Every handler checks first and changes after, on a copy of the state.

Time enters only through events: whoever sends ``close`` or ``expire`` has looked at a calendar.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from qingdan.domain.flow.facts import accept_facts
from qingdan.domain.flow.model import RESULTS, Step, StepKind
from qingdan.domain.flow.polls import check_poll, settle_poll
from qingdan.domain.flow.signing import distinct, still_wanted, stops
from qingdan.domain.flow.state import Event, Progress, Rejected, Signature, State, base, suffix

if TYPE_CHECKING:
    from qingdan.domain.flow.machine import Machine

SIGNED_KINDS = frozenset(
    {StepKind.DO, StepKind.APPROVE, StepKind.REVIEW, StepKind.SERVE, StepKind.PAY, StepKind.ARCHIVE}
)
MEETINGS = frozenset({StepKind.MEET, StepKind.ELECT})
NOT_HELD = frozenset({"inquorate", "void"})  # an attempt that decides nothing: too few came, or the ballots are void
Handler = Callable[["Machine", State, Event], None]


def _opened(machine: Machine, state: State, key: str) -> tuple[Step, Progress]:
    step = machine.step(key)
    if key not in state["open"]:
        raise Rejected("not-open", key=key, done=key in state["results"])
    return step, state["open"][key]


def _sign(machine: Machine, state: State, key: str, step: Step, by: list[Signature]) -> Progress:
    """Add signatures to an open step's contributions, each checked against the step's rules."""
    progress: Progress = {**state["open"][key]}
    signed = list(progress.get("signed", []))
    for signature in by:
        person, role = signature["person"], signature["role"]
        may_sign(machine, state, key, step, signed, person, role)
        signed.append([person, role])
    progress["signed"] = signed
    state["open"][key] = progress
    return progress


def may_sign(
    machine: Machine, state: State, key: str, step: Step, signed: list[list[Any]], person: int, role: str
) -> None:
    """Whether a person may sign as a role beside those who have signed. :raises Rejected: with the rule against it."""
    if role not in step.signers:
        raise Rejected("wrong-role", key=key, role=role, by=step.signers)
    if role not in still_wanted(step, [r for _, r in signed]):
        raise Rejected("role-signed", key=key, role=role)
    if distinct(step) and any(person == p for p, _ in signed):
        raise Rejected("same-person", key=key)
    for other in step.not_by:
        done_by = state["who"].get(other + suffix(key), state["who"].get(other, []))
        if person in done_by:
            raise Rejected("not-by", key=key, other=other)


def _act(machine: Machine, state: State, event: Event) -> None:
    key = event["key"]
    step, progress = _opened(machine, state, key)
    if step.kind not in SIGNED_KINDS:
        raise Rejected("wrong-event", key=key, kind=step.kind)
    result = event.get("result") or step.default
    if result not in machine.offered[step.id]:
        raise Rejected("result-not-offered", key=key, result=result, offered=machine.offered[step.id])
    _contribute(machine, state, step, progress, event, result)


def _contribute(machine: Machine, state: State, step: Step, progress: Progress, event: Event, result: str) -> None:
    """One more signature under a result; the first brings the facts, the last completes the step."""
    key = event["key"]
    if not event.get("by"):
        raise Rejected("nobody", key=key)
    first = not progress.get("signed")
    if not first and progress.get("result") != result and not stops(step, result):
        raise Rejected("result-differs", key=key, result=progress.get("result"))
    progress = _sign(machine, state, key, step, event["by"])
    if first or event.get("facts"):
        _take_facts(machine, state, key, step, event, first, result)
    progress["result"] = result
    if stops(step, result) or not still_wanted(step, [r for _, r in progress["signed"]]):
        if "poll" in progress:
            settle_poll(state, key, step, progress["poll"])
        machine.complete(key, result, state)


def _take_facts(machine: Machine, state: State, key: str, step: Step, event: Event, first: bool, result: str) -> None:
    if not first:
        raise Rejected("facts-given", key=key)  # the second signature confirms; it does not rewrite
    accept_facts(machine.flow, state, step, event, result)


def _dispute(machine: Machine, state: State, event: Event) -> None:
    """The second person does not agree with what the first handed in: the step begins anew."""
    step, progress = _opened(machine, state, event["key"])
    if not progress.get("signed"):
        raise Rejected("nothing-signed", key=event["key"])
    for signature in event.get("by", []):
        if signature["role"] not in step.signers:
            raise Rejected("wrong-role", key=event["key"], role=signature["role"], by=step.signers)
    # How often it was called in vain, and how it was called, stays true.
    kept: Progress = {k: progress[k] for k in ("attempts", "called") if k in progress}  # type: ignore[assignment]
    state["open"][event["key"]] = kept


def _meet(machine: Machine, state: State, event: Event) -> None:
    key = event["key"]
    step, progress = _opened(machine, state, key)
    if step.kind not in MEETINGS:
        raise Rejected("wrong-event", key=key, kind=step.kind)
    verdict = event.get("verdict", "")
    if verdict in NOT_HELD:
        _inquorate(machine, state, key, step, progress)
        return
    if verdict not in RESULTS[step.kind] or verdict == "not-held":
        raise Rejected("result-not-offered", key=key, result=verdict, offered=RESULTS[step.kind])
    if verdict not in machine.offered[step.id]:
        raise Rejected("result-not-offered", key=key, result=verdict, offered=machine.offered[step.id])
    if step.election is not None and not progress.get("signed"):
        progress = {**progress, "poll": check_poll(state, key, step, event, verdict)}
        state["open"][key] = progress
    _contribute(machine, state, step, progress, event, verdict)


def _call(machine: Machine, state: State, event: Event) -> None:
    """Notice of the next meeting has been given; a later notice takes its place."""
    key = event["key"]
    step, progress = _opened(machine, state, key)
    if step.kind not in MEETINGS:
        raise Rejected("wrong-event", key=key, kind=step.kind)
    if progress.get("signed"):
        raise Rejected("recorded-already", key=key)
    for signature in event.get("by", []):
        if signature["role"] not in step.signers:
            raise Rejected("wrong-role", key=key, role=signature["role"], by=step.signers)
    state["open"][key] = {**progress, "called": {"noticed": event["noticed"], "held": event["held"]}}


def _inquorate(machine: Machine, state: State, key: str, step: Step, progress: Progress) -> None:
    attempts = progress.get("attempts", 0) + 1
    state["open"][key] = {"attempts": attempts}  # it must be called anew
    again = step.recall.at_most if step.recall else 0
    if attempts > again and "not-held" in machine.offered[step.id]:
        machine.complete(key, "not-held", state)


def _post(machine: Machine, state: State, event: Event) -> None:
    key = event["key"]
    step, progress = _opened(machine, state, key)
    if step.kind is not StepKind.DISCLOSE:
        raise Rejected("wrong-event", key=key, kind=step.kind)
    if progress.get("posted"):
        raise Rejected("already-posted", key=key)
    first = not progress.get("signed")
    progress = _sign(machine, state, key, step, event.get("by", []))
    if first or event.get("facts"):
        _take_facts(machine, state, key, step, event, first, step.default)
    if still_wanted(step, [r for _, r in progress["signed"]]):
        return
    progress["posted"] = True
    if step.disclosure is None or step.disclosure.objections is None:
        machine.complete(key, "clear", state)  # the notice stands, the case goes on


def _object(machine: Machine, state: State, event: Event) -> None:
    progress = _posted(machine, state, event["key"])
    objections = {**progress.get("objections", {}), event["number"]: None}
    state["open"][event["key"]] = {**progress, "objections": objections}


def _answer(machine: Machine, state: State, event: Event) -> None:
    progress = _posted(machine, state, event["key"])
    number, objections = event["number"], dict(progress.get("objections", {}))
    if number not in objections:
        raise Rejected("no-such-objection", key=event["key"], number=number)
    objections[number] = "upheld" if event.get("upheld") else "dismissed"
    state["open"][event["key"]] = {**progress, "objections": objections}


def _posted(machine: Machine, state: State, key: str) -> Progress:
    _, progress = _opened(machine, state, key)
    if not progress.get("posted"):
        raise Rejected("not-posted", key=key)
    return progress


def _close(machine: Machine, state: State, event: Event) -> None:
    """The objection period is over. A flow that does not handle objections itself must have answered each."""
    key = event["key"]
    objections = _posted(machine, state, key).get("objections", {})
    handled = "objected" in machine.offered[base(key)]
    if not handled and None in objections.values():
        raise Rejected("unanswered", key=key, numbers=[n for n, a in objections.items() if a is None])
    machine.complete(key, "objected" if handled and objections else "clear", state)


def _sub(machine: Machine, state: State, event: Event) -> None:
    key, outcome = event["key"], event.get("outcome", "")
    step, _ = _opened(machine, state, key)
    if step.kind is not StepKind.START:
        raise Rejected("wrong-event", key=key, kind=step.kind)
    if outcome not in step.results:  # the case goes on with what the sub-case has found
        accept_facts(machine.flow, state, step, event, outcome)
    machine.complete(key, outcome, state)


def _expire(machine: Machine, state: State, event: Event) -> None:
    key = event["key"]
    _opened(machine, state, key)
    if "expired" not in machine.offered[base(key)]:
        raise Rejected("result-not-offered", key=key, result="expired", offered=machine.offered[base(key)])
    machine.complete(key, "expired", state)


def _interrupt(machine: Machine, state: State, event: Event) -> None:
    name = event["key"]
    rule = machine.flow.any_time.get(name)
    if rule is None:
        raise Rejected("no-such-interrupt", key=name)
    if state["phase"] != "running" or (rule.until and rule.until in state["results"]):
        raise Rejected("too-late", key=name, until=rule.until)
    for signature in event.get("by", []):
        if signature["role"] not in rule.by:
            raise Rejected("wrong-role", key=name, role=signature["role"], by=rule.by)
    machine.finish(rule.end, state)


def _discharge(machine: Machine, state: State, event: Event) -> None:
    """A duty is done. One that comes back every so often begins its next round, unless it is over for good."""
    key = event["key"]
    if key not in state["owed"]:
        raise Rejected("not-owed", key=key)
    duty = machine.duty(key)
    for signature in event.get("by", []):
        if signature["role"] not in duty.by:
            raise Rejected("wrong-role", key=key, role=signature["role"], by=duty.by)
    over = event.get("over", False) or event.get("outcome") in duty.ends
    if duty.every and not over:
        state["round"][key] = state["round"].get(key, 1) + 1
        return
    state["owed"] = [k for k in state["owed"] if k != key]
    state["round"].pop(key, None)


HANDLERS: Mapping[str, Handler] = {
    "act": _act,
    "dispute": _dispute,
    "call": _call,
    "meet": _meet,
    "post": _post,
    "object": _object,
    "answer": _answer,
    "close": _close,
    "sub": _sub,
    "expire": _expire,
    "interrupt": _interrupt,
    "discharge": _discharge,
}
