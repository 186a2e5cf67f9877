"""Random flows for property tests: every block and step kind, nested, with facts that are set before they are read."""

from __future__ import annotations

from dataclasses import dataclass, field

from hypothesis import strategies as st

from qingdan.domain.flow.conditions import Compare, Operand
from qingdan.domain.flow.model import (
    RESULTS,
    AnyTime,
    Block,
    Branch,
    Choose,
    Disclosure,
    End,
    Fact,
    FactType,
    Flow,
    ForEach,
    Owed,
    Repeat,
    Sequence,
    Step,
    StepKind,
    Together,
)
from qingdan.domain.rules.audience import Audience
from qingdan.domain.words import Words

ROLES = ("applicant", "party-secretary", "village-director", "village-clerk", "supervision-committee", "town-leader")
BODIES = ("representatives", "party-assembly")
TITLES = {
    "applicant": Words("申请人", "Applicant"),
    "party-secretary": Words("村党支部书记", "Party secretary"),
    "village-director": Words("村委会主任", "Village director"),
    "village-clerk": Words("文书", "Clerk"),
    "supervision-committee": Words("村务监督委员会", "Supervision committee"),
    "town-leader": Words("镇政府", "Town"),
    "representatives": Words("村民代表会议", "Representatives"),
    "party-assembly": Words("党员大会", "Party members"),
}
NAMES = (
    "提出申请",
    "核对",
    "镇政府合法性审查",
    "双签审批",
    "结果公开",
    "集体研究决定",
    "归档",
    "入户调查和邻里走访",
    "Check & <file>",
)
LIMITS = ("3 wd", "15 days", "24 hours", "12 months", "10 days")

roles = st.lists(st.sampled_from(ROLES), min_size=1, max_size=2, unique=True)
names = st.sampled_from(NAMES).map(lambda zh: Words(zh, "Do the thing called " + zh[:3]))


@dataclass
class Ids:
    """Gives each step of one flow its own id."""

    taken: list[str] = field(default_factory=list)

    def next(self, stem: str) -> str:
        self.taken.append(f"{stem}-{len(self.taken) + 1}")
        return self.taken[-1]


def budget(sign: str) -> Compare:
    """The amount compared with the edition's limit ``petty``."""
    return Compare(Operand("fact", "budget"), sign, Operand("limit", "petty"))


@st.composite
def steps(draw: st.DrawFn, ids: Ids, depth: int) -> Step:
    """A step of any kind, perhaps with something to do on one of its other results."""
    kind = draw(st.sampled_from(list(StepKind)))
    others = [r for r in RESULTS[kind][1:] if r != "expired"]
    results = {}
    if others and depth > 0 and draw(st.booleans()):
        results = {draw(st.sampled_from(others)): draw(branches(ids, depth - 1))}
    shown = Disclosure("finance", Audience.VILLAGE, (), draw(st.sampled_from([None, "7 days"])), "15 days")
    return Step(
        id=ids.next(kind.value),
        kind=kind,
        name=draw(names),
        how=Words("照规矩办", "As the rules say"),
        by=() if kind is StepKind.START else tuple(draw(roles)),
        persons=draw(st.integers(1, 3)),
        within=draw(st.sampled_from([None, *LIMITS])),
        results=results,
        body=draw(st.sampled_from(BODIES)) if kind in (StepKind.MEET, StepKind.ELECT) else None,
        disclosure=shown if kind is StepKind.DISCLOSE else None,
        to="applicant" if kind is StepKind.SERVE else None,
        power="reimbursement" if kind is StepKind.START else None,
    )  # fmt: skip


@st.composite
def blocks(draw: st.DrawFn, ids: Ids, depth: int) -> Block:
    """Any block but an end, which only stands last in a branch."""
    shapes = ["step", "step", "step", "owed"] + (["choose", "together", "each", "repeat"] if depth > 0 else [])
    match draw(st.sampled_from(shapes)):
        case "choose":
            return Choose(
                (
                    Branch(budget("<="), draw(branches(ids, depth - 1))),
                    Branch(draw(st.sampled_from([budget(">"), None])), draw(sequences(ids, depth - 1, least=0))),
                )
            )
        case "together":
            return Together(tuple(draw(sequences(ids, depth - 1)) for _ in range(draw(st.integers(2, 3)))))
        case "each":
            return ForEach("payments", "stage", draw(sequences(ids, depth - 1)))
        case "repeat":
            body = draw(sequences(ids, depth - 1))
            last = draw(steps(ids, depth - 1))
            until = Compare(Operand("result", last.id), "==", Operand("literal", value=last.default))
            return Repeat(
                Sequence((*body.children, last)), until, draw(st.integers(1, 3)), draw(branches(ids, depth - 1))
            )
        case "owed":
            by = (draw(st.sampled_from(ROLES)),)
            name = Words("定期复核", "Recheck")
            return Owed(ids.next("owed"), name, name, by, draw(st.sampled_from(LIMITS)), draw(st.booleans()))
        case _:
            return draw(steps(ids, depth))


@st.composite
def sequences(draw: st.DrawFn, ids: Ids, depth: int, least: int = 1) -> Sequence:
    """A few blocks one after the other."""
    return Sequence(tuple(draw(blocks(ids, depth)) for _ in range(draw(st.integers(least, 3)))))


@st.composite
def branches(draw: st.DrawFn, ids: Ids, depth: int) -> Sequence:
    """A sequence that may end the case."""
    body = draw(sequences(ids, depth, least=0))
    return Sequence((*body.children, End("refused"))) if draw(st.booleans()) else body


@st.composite
def endings(draw: st.DrawFn, ids: Ids) -> Sequence:
    """What runs on every ending: nothing, an archive, or first a writing for some of the outcomes."""
    last = Step(ids.next("archive"), StepKind.ARCHIVE, Words("归档", "File"), Words("", ""), ("village-clerk",))
    tell = Step(
        ids.next("serve"), StepKind.SERVE, Words("书面告知", "Tell"), Words("", ""), ("village-clerk",), to="applicant"
    )
    outcome = Operand("outcome", "outcome")
    told = Compare(outcome, draw(st.sampled_from(["==", "!="])), Operand("literal", value="granted"))
    ways = (Branch(told, Sequence((tell,))), Branch(None, Sequence(())))
    first = [Choose(ways if draw(st.booleans()) else ways[::-1])] if draw(st.booleans()) else []
    return Sequence((*first, last)) if draw(st.booleans()) else Sequence(())


@st.composite
def flows(draw: st.DrawFn, depth: int = 2) -> Flow:
    """A whole flow. Its first step sets every fact that conditions and loops read."""
    ids = Ids()
    first = Step(ids.next("do"), StepKind.DO, Words("提出申请", "Request"), Words("写清楚", "Write it"), ("applicant",))
    body = Sequence((first, *draw(sequences(ids, depth)).children))
    outcomes = {"granted": Words("已办成", "granted"), "refused": Words("不予办理", "refused")}
    withdraw = AnyTime("withdraw", Words("撤回", "Withdraw"), ("applicant",), first.id, "refused")
    return Flow(
        slug="random",
        body=body,
        finally_=draw(endings(ids)),
        facts={
            "budget": Fact("budget", FactType.MONEY, Words("预算金额", "budget"), first.id, Audience.INTERNET),
            "payments": Fact("payments", FactType.LIST, Words("付款", "payments"), first.id, Audience.INTERNET),
        },
        outcomes=outcomes,
        any_time={"withdraw": withdraw} if draw(st.booleans()) else {},
    )
