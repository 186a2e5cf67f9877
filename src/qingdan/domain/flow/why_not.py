"""Why a step cannot be done now by somebody: the very rule that would refuse the act gives the explanation."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from qingdan.domain.flow.conform.flow_states import FlowAutomaton
from qingdan.domain.flow.events import may_sign
from qingdan.domain.flow.machine import Machine
from qingdan.domain.flow.model import Step, StepKind
from qingdan.domain.flow.open_values.regions import Regions
from qingdan.domain.flow.state import Rejected, State
from qingdan.domain.rules.reasons import Reason
from qingdan.domain.words import Words

Named = Callable[[str], Words]  # what a role is called
MOST_SEARCHED = 2_000  # states looked at for what must come first; beyond them only the open steps are named
MOST_NAMED = 6  # steps named one by one
# Of several refusals the one that tells most: what this person did says more than what somebody's signature wants.
_TELLING = ("not-by", "same-person", "role-signed", "wrong-role")


@dataclass(frozen=True, slots=True)
class Leads:
    """What must come before each step that may still come, nearest way first; ``whole``: nothing else may come."""

    to: Mapping[str, tuple[str, ...]]
    whole: bool


def leads_from(machine: Machine, state: State) -> Leads:
    """What must come before every step that may still come from here."""
    known = Regions(machine.flow, machine.limits).known_in(state["facts"])
    return Leads(*FlowAutomaton(machine, 1, True, known=known).leads(state, MOST_SEARCHED))


def refusal(machine: Machine, state: State, key: str, person: int, roles: Iterable[str]) -> Rejected | None:
    """What the machine says when this person does the step ``key`` as any of ``roles``; None when it takes it."""
    step = machine.step(key)
    if key not in state["open"]:
        return Rejected("not-open", key=key, done=key in state["results"])
    progress = state["open"][key]
    if step.kind is StepKind.START:
        return Rejected("sub-case", key=key)
    if progress.get("posted"):
        return Rejected("already-posted", key=key)
    faults = [Rejected("wrong-role", key=key, by=step.signers)]
    for role in roles:
        try:
            may_sign(machine, state, key, step, progress.get("signed", []), person, role)
        except Rejected as fault:
            faults.append(fault)
        else:
            return None
    return min(faults, key=lambda fault: _TELLING.index(fault.code))


def why_not(
    machine: Machine, state: State, key: str, person: int, roles: Iterable[str], named: Named, leads: Leads
) -> Reason | None:
    """Why this person cannot do the step ``key`` now as any of ``roles``; None exactly when the machine lets it."""
    fault = refusal(machine, state, key, person, roles)
    if fault is None:
        return None
    if fault.code == "not-open":
        return _not_open(machine, state, key, leads)
    return Reason(fault.code, _words(machine, state, key, fault, named))


def _not_open(machine: Machine, state: State, key: str, leads: Leads) -> Reason:
    step = machine.step(key)
    way = leads.to.get(step.id)
    if state["phase"] == "over":
        return Reason("case-over", Words("这件事已经办结，不用再办。", "This matter is closed; nothing is left to do."))
    if key in state["results"]:
        said = Words("这一步已经办完。", "This step has been done.")
        again = Words("如果后面退回来，还会再轮到它。", "It comes round again if it is sent back.")
        return Reason("done", said + again if way is not None else said)
    if way is None and not leads.whole:  # too much may happen to say more
        now = _listed(machine, state["open"])
        return Reason("not-reached", Words(f"还没有轮到。现在在办{now.zh}。", f"Not yet: {now.en} comes first."))
    if way is None:
        stopped = machine.steps[step.id].in_finally and _may_be_stopped(machine, state)
        return Reason("other-way", _IF_STOPPED if stopped else _other_way(state))
    return Reason("not-reached", _after(machine, state, way))


_IF_STOPPED = Words(
    "只有这件事中途撤回或者停办，才会轮到这一步。", "It comes only if this matter is withdrawn or stopped on the way."
)


def _may_be_stopped(machine: Machine, state: State) -> bool:
    """Whether something may still end the case at any time."""
    rules = machine.flow.any_time.values()
    return state["phase"] == "running" and any(rule.until not in state["results"] for rule in rules)


def _other_way(state: State) -> Words:
    if state["outcome"] is not None:
        zh = "这件事的结果已经定了，不会再走到这一步。"
        return Words(zh, "The result of this matter stands; it does not come to this step any more.")
    return Words(
        "这件事走的是另一条路，不会走到这一步。", "This matter takes another way and does not come to this step."
    )


def _after(machine: Machine, state: State, way: tuple[str, ...]) -> Words:
    if not way:
        now = _listed(machine, state["open"])
        zh, en = f"{now.zh}过了期限没有办，才轮到这一步。", f"It comes only if the time for {now.en} runs out."
        return Words(zh, en)
    first = _listed(machine, way)
    return Words(f"还没有轮到。最少要先办完{first.zh}。", f"Not yet. At least {first.en} must be done first.")


def _listed(machine: Machine, keys: Iterable[str]) -> Words:
    """Steps by name, in their order; of many the first ones and how many more."""
    names = list(dict.fromkeys(machine.words(key) for key in keys))
    shown, more = names[:MOST_NAMED], len(names) - MOST_NAMED
    zh, en = "、".join(f"“{n.zh}”" for n in shown), ", ".join(f"“{n.en}”" for n in shown)
    return Words(f"{zh}等{len(names)}步", f"{en} and {more} more") if more > 0 else Words(zh, en)


def _words(machine: Machine, state: State, key: str, fault: Rejected, named: Named) -> Words:
    step = machine.step(key)
    match fault.code:
        case "sub-case":
            zh = "这一步在另一件事里办，那件事办完，这里自动往下走。"
            return Words(zh, "This step is a matter of its own; when that is closed, this one goes on by itself.")
        case "already-posted":
            zh = "公示已经贴出，要等期满；有异议的先答复，然后自动往下走。"
            return Words(
                zh, "The notice is up and its time must run; objections are answered first, then it goes on by itself."
            )
        case "not-by":
            other = machine.words(fault.params["other"])
            zh = f"“{other.zh}”是您办的，这一步就要换人办，这样才能互相把关。"
            return Words(zh, f"You did “{other.en}”; somebody else does this step, so that one checks the other.")
        case "same-person" | "role-signed":
            return _waits(machine, state, key, named, fault.code == "same-person")
        case _:
            return _who(step, named, machine.wanted(state, key))


def _waits(machine: Machine, state: State, key: str, named: Named, own: bool) -> Words:
    """The step has a signature and waits for another one."""
    wanted = _roles(machine.wanted(state, key), named)
    if own:
        return Words(f"您已经签过了，还要等{wanted.zh}签。", f"You have signed; {wanted.en} has still to sign.")
    return Words(
        f"您这一签已经有人签了，还要等{wanted.zh}签。", f"Your post has signed; {wanted.en} has still to sign."
    )


def _who(step: Step, named: Named, wanted: tuple[str, ...]) -> Words:
    who = _roles(wanted or step.by, named)
    return Words(f"现在轮到这一步，要由{who.zh}来办，您现在不是。", f"It is open, for {who.en}; you are not that now.")


def _roles(roles: Iterable[str], named: Named) -> Words:
    names = list(dict.fromkeys(named(role) for role in roles))
    return Words("、".join(n.zh for n in names), " or ".join(n.en for n in names))
