"""The words of a drawing: conditions, results and rules in both languages."""

import pytest

from qingdan.domain.flow.conditions import parse_condition
from qingdan.domain.flow.draw import limit_text, rule_text, words_for
from qingdan.domain.flow.draw.phrases import branch_text, question_text
from qingdan.domain.flow.election import Election, Office
from qingdan.domain.flow.model import FactType, Flow, StepKind
from qingdan.domain.flow.vocabulary import KINDS, RESULT_WORDS, result_words
from qingdan.domain.words import Words
from tests.domain.flow.draw.samples import ENGLISH, LEXICON, fact, notice, seq, step

FACTS = {
    "budget": fact("budget", FactType.MONEY, "预算金额", "ask"),
    "urgent": fact("urgent", FactType.YES_NO, "紧急", "ask"),
    "spent": fact("spent", FactType.MONEY, "花费", "ask"),
    "way": fact(
        "way",
        FactType.CHOICE,
        "方式",
        "ask",
        choices={
            "open": Words("公开招标", "open tender"),
            "ask": Words("询价", "quotations"),
            "chosen": Words("指定", "chosen"),
        },
    ),
    "homes": fact("homes", FactType.COUNT, "户数", "ask"),
}
FLOW = Flow(
    "words",
    seq(
        step("ask", StepKind.DO, "提出申请", "applicant"),
        step("villagers", StepKind.MEET, "村民会议", body="assembly"),
        step("notice", StepKind.DISCLOSE, "公示", "clerk", disclosure=notice("7 days")),
    ),
    seq(),
    FACTS,
    {"ok": Words("办成", "ok")},
)


def condition(text: str):
    return parse_condition(text, set(FACTS))


@pytest.mark.parametrize(
    ("text", "zh", "en"),
    [
        ("budget <= limits.petty", "预算金额不超过 ¥5,000", "budget up to ¥5,000"),
        ("limits.petty < budget", "预算金额超过 ¥5,000", "budget over ¥5,000"),
        ("budget >= 1000050", "预算金额达到 ¥10,000.50", "budget at least ¥10,000.50"),
        ("homes < 3", "户数低于 3", "homes below 3"),
        ("villagers.result == passed", "村民会议通过", "villagers passed"),
        ("notice.result != objected", "公示无异议", "notice no objection"),
        ("villagers.result != passed", "村民会议不是通过", "villagers not passed"),
        ("urgent == true", "紧急：是", "urgent: yes"),
        ("not urgent == true", "紧急：不是", "urgent: no"),
        ("way == open", "方式：公开招标", "way: open tender"),
        ("way != open", "方式：询价或指定", "way: quotations or chosen"),
        ("urgent == true and homes > 2", "紧急：是，并且户数超过 2", "urgent: yes, and homes over 2"),
        ("urgent == true or homes > 2", "紧急：是，或者户数超过 2", "urgent: yes, or homes over 2"),
        ("budget > 900 or spent > 900", "预算金额或花费超过 ¥9", "budget or spent over ¥9"),
        ("way == open or way == ask", "方式：公开招标或询价", "way: open tender or quotations"),
        ("way != chosen", "方式：公开招标或询价", "way: open tender or quotations"),
        ("budget <= spent", "预算金额不超过花费", "budget up to spent"),
        (
            "homes > 2 and (urgent == true or way == ask)",
            "户数超过 2，并且（紧急：是，或者方式：询价）",
            "homes over 2, and (urgent: yes, or way: quotations)",
        ),
        ("not (homes > 2 and homes < 9)", "不满足：户数超过 2，并且户数低于 9", "not: homes over 2, and homes below 9"),
    ],
)
def test_a_condition_is_said_in_words(text, zh, en):
    limits = {"petty": "¥5,000"}
    assert words_for(condition(text), FLOW, limits, "zh-hans") == zh
    assert words_for(condition(text), FLOW, limits, "en") == en


def test_a_question_asks_for_the_one_thing_and_its_ways_only_answer():
    small, large = condition("budget <= limits.petty"), condition("budget > limits.petty")
    assert question_text([small, large], FLOW, LEXICON) == "预算金额多少？"
    assert branch_text(small, [large], FLOW, LEXICON) == "不超过 ¥5,000"
    assert branch_text(None, [small], FLOW, LEXICON) == "超过 ¥5,000"
    assert question_text([small, condition("homes > 1")], FLOW, LEXICON) == "哪种情况？"
    assert branch_text(small, [condition("homes > 1")], FLOW, LEXICON) == "预算金额不超过 ¥5,000"
    assert branch_text(None, [small, large], FLOW, LEXICON) == "其他情况"
    assert question_text([condition("villagers.result == passed")], FLOW, ENGLISH) == "villagers?"


@pytest.mark.parametrize(
    ("limit", "zh", "en"),
    [
        ("5 wd", "5个工作日", "5 working days"),
        ("24 hours", "24小时", "24 hours"),
        ("1 wd", "1个工作日", "1 working day"),
        ("1 month", "1个月", "1 month"),
        ("while-receiving",) * 3,
    ],
)
def test_limits_are_said_in_words_and_what_is_none_stays(limit, zh, en):
    assert limit_text(limit, LEXICON) == zh
    assert limit_text(limit, ENGLISH) == en


@pytest.mark.parametrize(
    ("found", "rule"),
    [
        (step("a", StepKind.DISCLOSE, "公示", "clerk", disclosure=notice("7 days")), "公示满7日"),
        (step("a", StepKind.DISCLOSE, "公开", "clerk", disclosure=notice(None)), "贴满15日"),
        (step("a", StepKind.DO, "办", "clerk", within="3 wd"), "3个工作日内"),
        (step("a", StepKind.APPROVE, "签", "secretary", "director", every=True), "都要签字"),
        (step("a", StepKind.DO, "办", "clerk", persons=2), "至少2人"),
        (step("a", StepKind.ELECT, "选", "clerk", election=Election((Office("seat", 5),))), "选5人"),
        (step("a", StepKind.MEET, "开", "clerk", notice="10 days"), "提前10日通知"),
        (step("a", StepKind.REVIEW, "看", "clerk", advice=True), "只提建议"),
        (step("a", StepKind.SERVE, "告知", "clerk", to="applicant"), "送达申请人"),
        (step("a", StepKind.START, "转", power="x"), "另一事项"),
        (step("a", StepKind.PAY, "付", "accounting"), "付款"),
    ],
)
def test_the_one_short_rule_of_a_step(found, rule):
    assert rule_text(found, LEXICON) == rule


def test_every_kind_and_result_has_words_in_both_languages():
    assert set(KINDS) == set(StepKind)
    from qingdan.domain.flow.model import RESULTS

    assert {r for results in RESULTS.values() for r in results} <= set(RESULT_WORDS)
    assert result_words("never-heard-of") == Words("never-heard-of", "never heard of")
    assert result_words("done", None, {"done": Words("办好", "well")}).zh == "办好"
