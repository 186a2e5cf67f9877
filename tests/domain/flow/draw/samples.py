"""Two flows as they are in real life, small enough to read: a purchase, and a decision that may be repeated."""

from qingdan.domain.flow.conditions import parse_condition
from qingdan.domain.flow.draw import Lexicon
from qingdan.domain.flow.model import (
    Block,
    Branch,
    Choose,
    Disclosure,
    End,
    Fact,
    FactType,
    Flow,
    Owed,
    Repeat,
    Sequence,
    Step,
    StepKind,
    Together,
)
from qingdan.domain.rules.audience import Audience
from qingdan.domain.words import Words

K = StepKind

LEXICON = Lexicon(
    {
        "handler": Words("经办小组", "Handling group"),
        "applicant": Words("申请人", "Applicant"),
        "secretary": Words("村两委", "Two committees"),
        "director": Words("村两委", "Two committees"),
        "committee": Words("监督委员会", "Supervision committee"),
        "accounting": Words("镇代理中心", "Town accounting"),
        "clerk": Words("村委会", "Village committee"),
        "assembly": Words("村民代表会议", "Representatives"),
    },
    {"petty": "¥5,000"},
    first=frozenset({"applicant"}),
)
ENGLISH = Lexicon(LEXICON.lanes, LEXICON.limits, {}, "en", LEXICON.first)


def seq(*blocks: Block) -> Sequence:
    return Sequence(blocks)


def step(id_: str, kind: StepKind, zh: str, *by: str, **more) -> Step:
    return Step(id_, kind, Words(zh, id_), Words(zh + "的做法", "how to " + id_), by, **more)


def fact(name: str, type_: FactType, zh: str, set_by: str, **more) -> Fact:
    return Fact(name, type_, Words(zh, name), set_by, Audience.VILLAGE, **more)


def notice(objections: str | None) -> Disclosure:
    return Disclosure("finance", Audience.VILLAGE, (), objections, "15 days")


def petty() -> Flow:
    """A petty purchase: a choice by amount, two signatures, a review that may send it back."""
    small = seq(step("study", K.MEET, "集体研究", "secretary", results={"rejected": seq(End("refused"))}))
    large = seq(step("bulk", K.START, "改走大宗采购", power="bulk"), End("moved"))
    budget = {"budget"}
    body = seq(
        step("request", K.DO, "提出申请", "handler"),
        step("check", K.DO, "核对限额", "accounting"),
        Choose(
            (
                Branch(parse_condition("budget <= limits.petty", budget), small),
                Branch(parse_condition("budget > limits.petty", budget), large),
            )
        ),
        step("quote", K.DO, "询价比选", "handler", persons=2, within="3 wd"),
        step("sign", K.APPROVE, "双签审批", "secretary", "director", every=True, distinct=True),
        Repeat(
            seq(step("vouch", K.DO, "整理票据", "handler"), step("review", K.REVIEW, "票据审核", "committee")),
            parse_condition("review.result == passed", set()),
            3,
            seq(End("stopped")),
        ),
        step("pay", K.PAY, "报账付款", "accounting"),
        step("show", K.DISCLOSE, "结果公开", "clerk", disclosure=notice(None)),
        Owed("retention", Words("退质保金", "Retention"), Words("退", "pay"), ("accounting",), "12 months"),
    )
    words = {"bought": "已采购", "refused": "不予采购", "moved": "转大宗采购", "stopped": "监委会不同意"}
    return Flow(
        "petty-goods",
        body,
        seq(step("file", K.ARCHIVE, "归档", "clerk")),
        {"budget": fact("budget", FactType.MONEY, "预算", "request")},
        {k: Words(zh, k) for k, zh in words.items()},
    )


def side_by_side() -> Flow:
    """Two checks at the same time, then a meeting of a body."""
    both = Together(
        (seq(step("survey", K.DO, "入户调查", "clerk")), seq(step("verify", K.DO, "核对家底", "accounting")))
    )
    decide = step("decide", K.MEET, "民主评议", "clerk", body="assembly")
    return Flow(
        "both", seq(step("ask", K.DO, "提出申请", "applicant"), both, decide), seq(), {}, {"ok": Words("办成", "ok")}
    )


def owed_after_endings() -> Flow:
    """Two ways of equal length in two lanes; on both something stays owed to the applicant when the case has ended."""
    words = Words("定期复核", "Look again")

    def way(role: str) -> Sequence:
        return seq(
            step(f"do-{role}", K.DO, "提出申请", role),
            Owed(f"owed-{role}", words, words, ("applicant",), "3 wd"),
            End("refused"),
        )

    budget = {"budget"}
    body = seq(
        step("request", K.DO, "提出申请", "applicant"),
        Choose(
            (
                Branch(parse_condition("budget <= limits.petty", budget), way("village-director")),
                Branch(parse_condition("budget > limits.petty", budget), way("town-leader")),
            )
        ),
    )
    facts = {"budget": fact("budget", FactType.MONEY, "预算", "request")}
    return Flow("owed", body, seq(), facts, {"ok": Words("办成", "done"), "refused": Words("不予办理", "refused")})
