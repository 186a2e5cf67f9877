"""Reads a definition's flow from YAML places into the core model, expanding every convenience on the way.

Complaints name file, line and what to write instead; all of a definition's complaints are raised together.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from qingdan.domain.complaints import NAME, gather
from qingdan.domain.flow.conditions import Condition, ConditionError, parse_condition
from qingdan.domain.flow.model import (
    Block,
    Branch,
    Choose,
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
)  # fmt: skip
from qingdan.domain.flow.openness import OPEN, Openness
from qingdan.domain.flow.parse_limit import read_limit
from qingdan.domain.flow.parse_parts import read_any_time, read_clock, read_facts, read_outcomes
from qingdan.domain.flow.parse_step import read_basis, read_step, roles, texts_by_name
from qingdan.domain.reading import Place
from qingdan.domain.rules.audience import Audience
from qingdan.domain.words import Words

CONTROL = ("choose", "together", "for_each", "repeat", "end", "owed")


@dataclass
class Scope:
    """What is known while reading one flow: its facts, the aliases of the loops around, the step ids met so far."""

    facts: Mapping[str, Fact]
    outcomes: Mapping[str, Words]
    aliases: set[str] = field(default_factory=set)
    ids: dict[str, int] = field(default_factory=dict)

    def take(self, place: Place, name: str) -> str:
        """Claim a step id; each id names one step, or the record of a case could not say which was meant."""
        if name in self.ids:
            place.fail(
                Words(
                    f"步骤“{name}”在第 {self.ids[name]} 行已经有了",
                    f"the step {name!r} is already on line {self.ids[name]}",
                ),
                Words("请给这一步另起一个代号。", "Give this step another id."),
            )
        self.ids[name] = place.line
        return name

    def condition(self, place: Place) -> Condition:
        try:
            return parse_condition(place.text(), set(self.facts), self.aliases)
        except ConditionError as fault:
            place.fail(fault.what, fault.remedy)


_OUTCOMES = Words(
    "请写这件事可以怎样结束，每种写 {zh: …, en: …}。", "List the ways the case can end, each {zh: …, en: …}."
)
_PROCESS = Words("请写谁可以看办理过程：audience: village。", "Say who may follow a case: audience: village.")
_FLOW = Words("请在 flow 下把步骤写成列表。", "Write the steps as a list under flow.")


def read_flow(definition: Place, slug: str) -> Flow:
    """Read the flow part of a definition: facts, outcomes, any_time, clocks, process, flow, finally.

    Each of the keys may be absent but ``flow`` and ``outcomes``. Does not refuse other keys: the entry reads those.
    """
    facts = read_facts(definition.get("facts"))
    outcomes = read_outcomes(definition.need("outcomes", _OUTCOMES))
    scope = Scope(facts, outcomes)
    body = definition.need("flow", _FLOW)
    last = definition.get("finally")
    parts = gather(
        [
            lambda: read_sequence(body, scope),
            lambda: read_sequence(last, scope) if last else Sequence(()),
        ]
    )
    any_time, clocks, process = (definition.get(key) for key in ("any_time", "clocks", "process"))
    return Flow(
        slug=slug,
        body=parts[0],
        finally_=parts[1],
        facts=facts,
        outcomes=outcomes,
        any_time={k: read_any_time(k, p, outcomes) for k, p in any_time.pairs()} if any_time else {},
        clocks={k: read_clock(k, p, facts) for k, p in clocks.pairs()} if clocks else {},
        process=_process(process, scope) if process else None,
        file=definition.file,
    )


def _process(place: Place, scope: Scope) -> Openness:
    """``process: internet``, or ``process: {audience: village, own: kind == dispute}``."""
    plain = not place.is_mapping()
    audience = place if plain else place.need("audience", _PROCESS)
    own = None if plain else place.get("own")
    found = Openness(
        Audience(audience.choice([*OPEN, Audience.PARTIES])), scope.condition(own) if own else None, place.line
    )
    if not plain:
        place.no_more()
    return found


def read_sequence(place: Place, scope: Scope) -> Sequence:
    """A list of blocks; a single block may stand without the list."""
    if place.is_mapping():
        return Sequence((read_block(place, scope),))
    return Sequence(tuple(gather([_block_later(p, scope) for p in place.items()])))


def _block_later(place: Place, scope: Scope) -> Callable[[], Block]:
    return lambda: read_block(place, scope)


def read_block(place: Place, scope: Scope) -> Block:
    """One block; its first word says which."""
    heads = [k for k in place.keys() if k in CONTROL or k in set(StepKind)]  # noqa: SIM118 - a Place, not a dict
    # `do` is a step kind and also the body of for_each, `start` also what an owed duty starts: the loop word wins.
    head = next((k for k in heads if k in CONTROL), heads[0] if heads else None)
    if head is None:
        only = place.keys()
        place.fail(
            Words(
                f"这里既不是步骤也不是流程块，只有 {'、'.join(only)}",
                f"no step and no block here, only {', '.join(only)}",
            ),
            Words(
                f"请以步骤的种类（{'、'.join(StepKind)}）或 {'、'.join(CONTROL)} 开头。",
                f"Begin with a step kind ({', '.join(StepKind)}) or with {', '.join(CONTROL)}.",
            ),
        )
    readers: dict[str, Callable[[Place, Scope], Block]] = {
        "choose": _choose, "together": _together, "for_each": _for_each, "repeat": _repeat, "end": _end, "owed": _owed,
    }  # fmt: skip
    block = readers[head](place, scope) if head in readers else _step(StepKind(head), place, scope)
    place.no_more()
    return block


def _step(kind: StepKind, place: Place, scope: Scope) -> Step:
    return read_step(kind, place, lambda name: scope.take(place, name), lambda inner: read_sequence(inner, scope))


def _choose(place: Place, scope: Scope) -> Choose:
    branches = []
    for item in place.given("choose").items():
        when, otherwise = item.get("when"), item.get("otherwise")
        if (when is None) == (otherwise is None):
            item.fail(
                Words("每个分支要写 when 或 otherwise，只写一个", "a branch needs either when or otherwise"),
                Words(
                    "请写 {when: 条件, then: […]} 或 {otherwise: […]}。",
                    "Write {when: CONDITION, then: […]} or {otherwise: […]}.",
                ),
            )
        then = item.need("then", Words("请写 then: […]。", "Write then: […].")) if when else otherwise
        assert then is not None
        branches.append(Branch(scope.condition(when) if when else None, read_sequence(then, scope), item.line))
        item.no_more()
    if len(branches) < 2 or any(b.when is None for b in branches[:-1]):
        place.fail(
            Words(
                "choose 至少要有两个分支，otherwise 只能放在最后",
                "a choice needs two branches or more, and otherwise only as the last",
            ),
            Words("请补上分支，或调整顺序。", "Add or reorder the branches."),
        )
    return Choose(tuple(branches), place.line)


def _together(place: Place, scope: Scope) -> Together:
    return Together(tuple(read_sequence(p, scope) for p in place.given("together").items()), place.line)


def _for_each(place: Place, scope: Scope) -> ForEach:
    over = place.given("for_each").text()
    if over not in scope.facts or scope.facts[over].type is not FactType.LIST:
        place.fail(
            Words(
                f"for_each 要写 list 类型的数据项，“{over}”不是",
                f"for_each needs a fact of type list, and {over!r} is none",
            ),
            Words("请在 facts 下登记它，写 type: list。", "Declare it under facts with type: list."),
        )
    alias = place.need(
        "as", Words("请给每一项起个代号，例如 as: stage。", "Name one item, for example as: stage.")
    ).text()
    scope.aliases.add(alias)
    body = read_sequence(
        place.need("do", Words("请在 do 下写每一项要办的步骤。", "Write the steps for each item under do.")), scope
    )
    scope.aliases.discard(alias)
    return ForEach(over, alias, body, place.line)


def _repeat(place: Place, scope: Scope) -> Repeat:
    body = read_sequence(place.given("repeat"), scope)
    until = scope.condition(place.need("until", Words("请写到什么条件为止。", "Say when the repeating is over.")))
    limit = place.need("at_most", Words("请写最多几次：事情总要办完。", "Say how often at most: a process must end."))
    if not 1 <= limit.number() <= 99:
        limit.fail(
            Words("at_most 应当是 1 至 99", "at_most must be from 1 to 99"),
            Words("请写一个小的整数。", "Write a small whole number."),
        )
    rest = place.need(
        "else",
        Words(
            "请写一直不成时怎么办，例如 [{end: refused}]。",
            "Say what happens when it never succeeds, for example [{end: refused}].",
        ),
    )
    return Repeat(body, until, limit.number(), read_sequence(rest, scope), place.line)


def _end(place: Place, scope: Scope) -> End:
    return End(place.given("end").choice(scope.outcomes), place.line)


_NO_TIME = (
    Words("后续该办的事要写时间", "an owed duty needs a time"),
    Words(
        "请写 within: 7 days、after: 12 months 或 every: 12 months。",
        "Write within: 7 days, after: 12 months, or every: 12 months.",
    ),
)
_DUTY_BY = Words(
    "请写明由谁来办，例如 by: village-clerk。", "Say which post discharges it, for example by: village-clerk."
)
_HOW = Words("请写怎样办：{zh: …, en: …}。", "Say how it is discharged: {zh: …, en: …}.")


def _owed(place: Place, scope: Scope) -> Owed:
    key = next((k for k in ("every", "within", "after") if place.get(k)), None)
    if key is None:
        place.fail(*_NO_TIME)
    power, basis, ends = place.get("start"), place.get("basis"), place.get("ends")
    from_ = place.get("from")  # the duty runs from the step before it; `from` says so in words and is checked there
    if from_ is not None and from_.text() not in scope.ids:
        from_.fail(
            Words(f"“{from_.text()}”不是排在这之前的步骤", f"{from_.text()!r} is no step before this one"),
            Words("请写排在这之前的一个步骤。", "Name a step that stands before this duty."),
        )
    due = place.given(key)
    read_limit(due)
    return Owed(
        id=scope.take(place, place.given("owed").text()),
        name=place.need("name", NAME).words(),
        how=place.need("how", _HOW).words(),
        by=roles(place.need("by", _DUTY_BY)),
        due=due.text(),
        every=key == "every",
        power=power.text() if power else None,
        passes=texts_by_name(place, "with"),
        ends=tuple(p.text() for p in ends.one_or_many()) if ends else (),
        basis=read_basis(basis) if basis else (),
        line=place.line,
    )
