"""The small texts of a drawing: conditions, limits and rules in the words of a villager, in either language."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from qingdan.domain.complaints import Miswritten
from qingdan.domain.flow.conditions import Both, Compare, Condition, Not, Operand
from qingdan.domain.flow.model import RESULTS, Flow, ForEach, Owed, Step, StepKind
from qingdan.domain.flow.values import Fact, FactType
from qingdan.domain.flow.vocabulary import kind_words, result_words
from qingdan.domain.rules.limits import parse_limit
from qingdan.domain.words import Words

_OPPOSITE = {"<=": ">", "<": ">=", ">=": "<", ">": "<=", "==": "!=", "!=": "=="}
_MIRROR = {"<=": ">=", "<": ">", ">=": "<=", ">": "<", "==": "==", "!=": "!="}
_SIGNS = {
    "<=": Words("不超过", "up to"),
    "<": Words("低于", "below"),
    ">=": Words("达到", "at least"),
    ">": Words("超过", "over"),
    "==": Words("是", "is"),
    "!=": Words("不是", "is not"),
}


@dataclass(frozen=True)
class Lexicon:
    """What a drawing's texts are made from: who the roles are, what the limits say, how sub-cases may end.

    ``lanes`` role or body → its title (equal titles share a lane); ``limits`` name → text such as ``¥5,000``;
    ``results`` further words for results that a flow declares itself; ``first`` the roles whose lanes come first.
    """

    lanes: Mapping[str, Words] = field(default_factory=dict)
    limits: Mapping[str, str] = field(default_factory=dict)
    results: Mapping[str, Words] = field(default_factory=dict)
    language: str = "zh"
    first: frozenset[str] = frozenset()

    @property
    def english(self) -> bool:
        return self.language.startswith("en")

    def say(self, zh: str, en: str) -> str:
        """The phrase in this lexicon's language."""
        return en if self.english else zh

    def lane(self, role: str) -> str:
        """The title of a role; a role without one shows its own slug."""
        found = self.lanes.get(role)
        return found.to(self.language) if found else role

    def comes_later(self, lane: str) -> bool:
        """Whether a lane's title is none of those that come first: a key to sort lanes by."""
        return lane not in {self.lane(role) for role in self.first}

    def result(self, result: str, kind: StepKind | None) -> str:
        """A result in words."""
        return result_words(result, kind, self.results).to(self.language)


def limit_text(limit: str, lexicon: Lexicon) -> str:
    """``5 wd`` as 5个工作日; a text that is no limit is given back as it is."""
    try:
        return parse_limit(limit).words.to(lexicon.language)
    except Miswritten:
        return limit


def money_text(fen: int) -> str:
    """Whole fen as ¥5,000 or ¥5,000.50."""
    yuan, rest = divmod(fen, 100)
    return f"¥{yuan:,}.{rest:02d}" if rest else f"¥{yuan:,}"


def words_for(condition: Condition, flow: Flow, limits: Mapping[str, str], language: str) -> str:
    """A condition as a phrase: 预算金额不超过 ¥5,000, or budget up to ¥5,000."""
    return condition_text(condition, flow, Lexicon(limits=limits, language=language))


def condition_text(condition: Condition, flow: Flow, lexicon: Lexicon) -> str:
    """Subject and predicate of a condition."""
    match condition:
        case Compare():
            left = _ordered(condition).left
            subject, answer = subject_text(left, flow, lexicon), answer_text(condition, flow, lexicon)
            return _sentence(subject, answer, left, flow, lexicon)
        case Not(inner=inner):
            opposite = _negated(inner)
            if opposite is not None:
                return condition_text(opposite, flow, lexicon)
            return lexicon.say("不满足：", "not: ") + condition_text(inner, flow, lexicon)
        case Both():
            return _both_text(condition, flow, lexicon)


def _both_text(both: Both, flow: Flow, lexicon: Lexicon) -> str:
    """Several conditions in one sentence; what they have in common, subject or predicate, is said once."""
    if not both.every:
        compares = [_ordered(p) for p in both.parts if isinstance(p, Compare)]
        subjects = list(dict.fromkeys(subject_text(c.left, flow, lexicon) for c in compares))
        answers = list(dict.fromkeys(answer_text(c, flow, lexicon) for c in compares))
        either = lexicon.say("或", " or ")
        if len(compares) == len(both.parts) and 1 in (len(subjects), len(answers)):
            return _sentence(either.join(subjects), either.join(answers), compares[0].left, flow, lexicon)
    join = lexicon.say("，并且", ", and ") if both.every else lexicon.say("，或者", ", or ")
    said = [condition_text(p, flow, lexicon) for p in both.parts]
    inner = lexicon.say("（{}）", "({})")
    return join.join(inner.format(t) if isinstance(p, Both) else t for p, t in zip(both.parts, said, strict=True))


def _sentence(subject: str, answer: str, left: Operand, flow: Flow, lexicon: Lexicon) -> str:
    if _fact_type(left, flow) in (FactType.YES_NO, FactType.CHOICE):
        return f"{subject}{lexicon.say('：', ': ')}{answer}"
    return f"{subject} {answer}" if lexicon.english else subject + answer


def question_text(conditions: Sequence[Condition], flow: Flow, lexicon: Lexicon) -> str:
    """What a choice asks. One subject in all conditions is asked about; otherwise the general question."""
    subjects = {subject_text(c.left, flow, lexicon) if (c := _plain(x)) else None for x in conditions}
    first = _plain(conditions[0]) if conditions else None
    if len(subjects) != 1 or first is None:
        return lexicon.say("哪种情况？", "Which case?")
    subject = subject_text(first.left, flow, lexicon)
    if _fact_type(first.left, flow) in (FactType.MONEY, FactType.COUNT):
        return lexicon.say(f"{subject}多少？", f"How much: {subject}?")
    return lexicon.say(f"{subject}？", f"{subject}?")


def branch_text(condition: Condition | None, others: Sequence[Condition], flow: Flow, lexicon: Lexicon) -> str:
    """What stands on the way of a branch: only the answer when all branches speak of one subject."""
    every = [*others, condition] if condition is not None else list(others)
    plain = [_plain(c) for c in every]
    same = len({subject_text(c.left, flow, lexicon) if c else None for c in plain}) == 1 and None not in plain
    if condition is None:
        opposite = _negated(others[0]) if len(others) == 1 else None
        if opposite is not None:
            return answer_text(opposite, flow, lexicon)
        return lexicon.say("其他情况", "otherwise")
    compare = _plain(condition)
    return answer_text(compare, flow, lexicon) if same and compare else condition_text(condition, flow, lexicon)


def case_text(condition: Condition | None, others: Sequence[Condition], flow: Flow, lexicon: Lexicon) -> str:
    """The case in which a branch is taken, as a phrase that needs no question before it."""
    if condition is not None:
        return condition_text(condition, flow, lexicon)
    opposite = _negated(others[0]) if len(others) == 1 else None
    return condition_text(opposite, flow, lexicon) if opposite else lexicon.say("其他情况", "otherwise")


def subject_text(operand: Operand, flow: Flow, lexicon: Lexicon) -> str:
    """What a comparison is about: a fact's title, a step's name."""
    match operand.kind:
        case "fact" if operand.name in flow.facts:
            return flow.facts[operand.name].title.to(lexicon.language)
        case "result" if operand.name in flow.steps():
            return flow.steps()[operand.name].name.to(lexicon.language)
        case "limit":
            return lexicon.limits.get(operand.name, operand.name)
        case "outcome":
            return lexicon.say("结果", "outcome")
        case "item":
            over = next((b.over for b in flow.blocks() if isinstance(b, ForEach) and b.alias == operand.name), "")
            title = flow.facts[over].title.to(lexicon.language) if over in flow.facts else operand.name
            return f"{title} {operand.field}"
        case _:
            return str(operand)


def answer_text(condition: Compare, flow: Flow, lexicon: Lexicon) -> str:
    """The predicate of a comparison: 不超过 ¥5,000, 通过, 是."""
    compare = _ordered(condition)
    if compare.left.kind == "result":
        return _result_answer(compare, flow, lexicon)
    fact = flow.facts.get(compare.left.name) if compare.left.kind == "fact" else None
    value = compare.right.value
    if isinstance(value, bool) and compare.right.kind == "literal":
        return lexicon.say("是", "yes") if value == (compare.sign == "==") else lexicon.say("不是", "no")
    if compare.left.kind == "outcome" and str(value) in flow.outcomes:
        words = flow.outcomes[str(value)].to(lexicon.language)
        return words if compare.sign == "==" else lexicon.say(f"不是“{words}”", f"not: {words}")
    text = _value_text(compare.right, fact, flow, lexicon)
    sign = _SIGNS[compare.sign].to(lexicon.language)
    if fact is not None and fact.type is FactType.CHOICE:
        return text if compare.sign == "==" else _another_choice(str(value), fact, lexicon)
    return sign + text if compare.right.kind == "fact" and not lexicon.english else f"{sign} {text}"


def _another_choice(value: str, fact: Fact, lexicon: Lexicon) -> str:
    """Any choice but one: the others by name while they are few."""
    others = [words.to(lexicon.language) for name, words in fact.choices.items() if name != value]
    if 0 < len(others) < 3:
        return lexicon.say("或", " or ").join(others)
    chosen = fact.choices[value].to(lexicon.language) if value in fact.choices else value
    return lexicon.say(f"不是{chosen}", f"not {chosen}")


def _value_text(operand: Operand, fact: Fact | None, flow: Flow, lexicon: Lexicon) -> str:
    if operand.kind != "literal":
        return subject_text(operand, flow, lexicon)
    value = operand.value
    if fact is not None and fact.type is FactType.MONEY and isinstance(value, int):
        return money_text(value)
    if fact is not None and str(value) in fact.choices:
        return fact.choices[str(value)].to(lexicon.language)
    return str(value)


def _result_answer(compare: Compare, flow: Flow, lexicon: Lexicon) -> str:
    """A result in words; ``!=`` is said as the only other result when there is just one."""
    step, value = flow.steps().get(compare.left.name), str(compare.right.value)
    kind = step.kind if step else None
    if compare.sign == "==":
        return lexicon.result(value, kind)
    known = [r for r in (*RESULTS[step.kind], *step.declared) if r not in (value, "expired")] if step else []
    if len(known) == 1:
        return lexicon.result(known[0], kind)
    return lexicon.say("不是", "not ") + lexicon.result(value, kind)


def _ordered(compare: Compare) -> Compare:
    """The comparison with its subject at the left: ``5 < members`` becomes ``members > 5``."""
    if compare.left.kind in ("literal", "limit") and compare.right.kind not in ("literal", "limit"):
        return Compare(compare.right, _MIRROR[compare.sign], compare.left)
    return compare


def _plain(condition: Condition) -> Compare | None:
    if isinstance(condition, Compare):
        return _ordered(condition)
    return _negated(condition.inner) if isinstance(condition, Not) else None


def _negated(condition: Condition) -> Compare | None:
    if not isinstance(condition, Compare):
        return None
    compare = _ordered(condition)
    return Compare(compare.left, _OPPOSITE[compare.sign], compare.right)


def _fact_type(operand: Operand, flow: Flow) -> FactType | None:
    return flow.facts[operand.name].type if operand.kind == "fact" and operand.name in flow.facts else None


def rule_text(step: Step, lexicon: Lexicon) -> str:
    """The one short rule under a step's name; the name of its kind when it has none."""
    shown = step.disclosure
    if shown is not None:
        limit = limit_text(shown.objections or shown.stands, lexicon)
        return (
            lexicon.say(f"公示满{limit}", f"for {limit}")
            if shown.objections
            else lexicon.say(f"贴满{limit}", f"up {limit}")
        )
    if step.within:
        limit = limit_text(step.within, lexicon)
        return lexicon.say(f"{limit}内", f"within {limit}")
    if step.every and len(step.by) > 1:
        return lexicon.say("都要签字", "all sign")
    if step.persons > 1:
        return lexicon.say(f"至少{step.persons}人", f"{step.persons} or more")
    if step.election and step.election.seats:
        seats = step.election.seats
        return lexicon.say(f"选{seats}人", f"{seats} seats")
    if step.notice:
        limit = limit_text(step.notice, lexicon)
        return lexicon.say(f"提前{limit}通知", f"notice {limit}")
    if step.advice:
        return lexicon.say("只提建议", "advice only")
    if step.kind is StepKind.SERVE and step.to:
        return lexicon.say(f"送达{lexicon.lane(step.to)}", f"to {lexicon.lane(step.to)}")
    return (
        lexicon.say("另一事项", "another power")
        if step.kind is StepKind.START
        else kind_words(step.kind).to(lexicon.language)
    )


def owed_text(owed: Owed, lexicon: Lexicon) -> str:
    """When an owed duty falls due: 每12个月, 12个月以后."""
    limit = limit_text(owed.due, lexicon)
    return (
        lexicon.say(f"每{limit}一次", f"every {limit}") if owed.every else lexicon.say(f"{limit}期限", f"due: {limit}")
    )
