"""Reads a definition's flow from YAML places into the core model, expanding every convenience on the way.

Complaints name file, line and what to write instead; all of a definition's complaints are raised together.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from qingdan.domain.flow.conditions import Condition, ConditionError, parse_condition
from qingdan.domain.flow.model import (
    AnyTime,
    Basis,
    Block,
    Branch,
    Choose,
    Clock,
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
from qingdan.domain.flow.parse_step import read_basis, read_limit, read_step, roles, texts_by_name
from qingdan.domain.reading import Place, gather
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
            place.fail(f"the step {name!r} is already on line {self.ids[name]}", "Give this step another id.")
        self.ids[name] = place.line
        return name

    def condition(self, place: Place) -> Condition:
        try:
            return parse_condition(place.text(), set(self.facts), self.aliases)
        except ConditionError as fault:
            place.fail(str(fault), "For example: budget <= limits.petty, or villagers.result == passed.")


def read_flow(definition: Place, slug: str) -> Flow:
    """Read the flow part of a definition: facts, outcomes, any_time, clocks, flow, finally.

    Each of the keys may be absent but ``flow`` and ``outcomes``. Does not refuse other keys: the entry reads those.
    """
    facts = read_facts(definition.get("facts"))
    outcomes = read_outcomes(definition.need("outcomes", "List the ways the case can end, each {zh: …, en: …}."))
    scope = Scope(facts, outcomes)
    body = definition.need("flow", "Write the steps as a list under flow.")
    last = definition.get("finally")
    parts = gather(
        [
            lambda: read_sequence(body, scope),
            lambda: read_sequence(last, scope) if last else Sequence(()),
        ]
    )
    any_time, clocks = definition.get("any_time"), definition.get("clocks")
    return Flow(
        slug=slug,
        body=parts[0],
        finally_=parts[1],
        facts=facts,
        outcomes=outcomes,
        any_time={k: _any_time(k, p, outcomes) for k, p in any_time.pairs()} if any_time else {},
        clocks={k: _clock(k, p) for k, p in clocks.pairs()} if clocks else {},
        file=definition.file,
    )


def read_facts(place: Place | None) -> dict[str, Fact]:
    """The facts by name, in the order written."""
    if place is None:
        return {}
    return {f.name: f for f in gather([_later(_fact, name, p) for name, p in place.pairs()])}


def _later(function: Callable[[str, Place], Fact], name: str, place: Place) -> Callable[[], Fact]:
    return lambda: function(name, place)


def _fact(name: str, place: Place) -> Fact:
    type_ = FactType(place.need("type", "Say what kind of value it is, for example money.").choice(list(FactType)))
    choices, on = place.get("choices"), place.get("on")
    if (type_ is FactType.CHOICE) != (choices is not None):
        place.fail(
            "choices belong to type choice, and type choice needs them",
            "Write choices: {word: {zh: …, en: …}}.",
        )
    required, help_ = place.get("required"), place.get("help")
    found = Fact(
        name=name,
        type=type_,
        title=place.need("title", "Name it: {zh: …, en: …}.").words(),
        set_by=place.need("set_by", "Name the step whose form sets it.").text(),
        audience=Audience(
            place.need("audience", "Say who may see it; personal data starts at parties.").choice(list(Audience))
        ),
        required=required.flag() if required else True,
        help=help_.words() if help_ else None,
        choices={k: p.words() for k, p in choices.pairs()} if choices else {},
        on=tuple(p.text() for p in on.one_or_many()) if on else (),
        line=place.line,
    )
    place.no_more()
    return found


def read_outcomes(place: Place) -> dict[str, Words]:
    return {name: p.words() for name, p in place.pairs()}


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
        place.fail(
            f"no step and no block here, only {', '.join(place.keys())}",
            "Begin with a step kind (" + ", ".join(StepKind) + ") or with " + ", ".join(CONTROL) + ".",
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
    for item in place.need("choose", "").items():
        when, otherwise = item.get("when"), item.get("otherwise")
        if (when is None) == (otherwise is None):
            item.fail(
                "a branch needs either when or otherwise",
                "Write {when: CONDITION, then: […]} or {otherwise: […]}.",
            )
        then = item.need("then", "Write then: […].") if when else otherwise
        assert then is not None
        branches.append(Branch(scope.condition(when) if when else None, read_sequence(then, scope), item.line))
        item.no_more()
    if len(branches) < 2 or any(b.when is None for b in branches[:-1]):
        place.fail(
            "a choice needs two branches or more, and otherwise only as the last",
            "Add or reorder the branches.",
        )
    return Choose(tuple(branches), place.line)


def _together(place: Place, scope: Scope) -> Together:
    return Together(tuple(read_sequence(p, scope) for p in place.need("together", "").items()), place.line)


def _for_each(place: Place, scope: Scope) -> ForEach:
    over = place.need("for_each", "").text()
    if over not in scope.facts or scope.facts[over].type is not FactType.LIST:
        place.fail(
            f"for_each needs a fact of type list, and {over!r} is none",
            "Declare it under facts with type: list.",
        )
    alias = place.need("as", "Name one item, for example as: stage.").text()
    scope.aliases.add(alias)
    body = read_sequence(place.need("do", "Write the steps for each item under do."), scope)
    scope.aliases.discard(alias)
    return ForEach(over, alias, body, place.line)


def _repeat(place: Place, scope: Scope) -> Repeat:
    body = read_sequence(place.need("repeat", ""), scope)
    until = scope.condition(place.need("until", "Say when the repeating is over."))
    limit = place.need("at_most", "Say how often at most: a process must end.")
    if not 1 <= limit.number() <= 99:
        limit.fail("at_most must be from 1 to 99", "Write a small whole number.")
    rest = place.need("else", "Say what happens when it never succeeds, for example [{end: refused}].")
    return Repeat(body, until, limit.number(), read_sequence(rest, scope), place.line)


def _end(place: Place, scope: Scope) -> End:
    return End(place.need("end", "").choice(scope.outcomes), place.line)


def _owed(place: Place, scope: Scope) -> Owed:
    key = next((k for k in ("every", "within", "after") if place.get(k)), None)
    if key is None:
        place.fail("an owed duty needs a time", "Write within: 7 days, after: 12 months, or every: 12 months.")
    power, by, basis, ends = place.get("start"), place.get("by"), place.get("basis"), place.get("ends")
    from_ = place.get("from")  # the duty runs from the step before it; `from` says so in words and is checked there
    if from_ is not None and from_.text() not in scope.ids:
        from_.fail(f"{from_.text()!r} is no step before this one", "Name a step that stands before this duty.")
    due = place.need(key, "")
    read_limit(due)
    return Owed(
        id=scope.take(place, place.need("owed", "").text()),
        name=place.need("name", "Name the duty: {zh: …, en: …}.").words(),
        how=place.need("how", "Say how it is discharged: {zh: …, en: …}.").words(),
        by=roles(by) if by else (),
        due=due.text(),
        every=key == "every",
        power=power.text() if power else None,
        passes=texts_by_name(place, "with"),
        ends=tuple(p.text() for p in ends.one_or_many()) if ends else (),
        basis=read_basis(basis) if basis else (),
        line=place.line,
    )


def _any_time(name: str, place: Place, outcomes: Mapping[str, Words]) -> AnyTime:
    until = place.get("until")
    found = AnyTime(
        id=name,
        name=place.need("name", "Name it: {zh: 撤回, en: Withdraw}.").words(),
        by=roles(place.need("by", "Say who may do this.")),
        until=until.text() if until else None,
        end=place.need("end", "Name the outcome.").choice(outcomes),
        line=place.line,
    )
    place.no_more()
    return found


def _clock(name: str, place: Place) -> Clock:
    extend, stops, basis = place.get("extend"), place.get("stops_in"), place.get("basis")
    limit = place.need("limit", "For example limit: 30 wd.")
    read_limit(limit)
    if extend:
        read_limit(extend)
    found = Clock(
        id=name,
        name=place.need("name", "Name it: {zh: …, en: …}.").words(),
        start=place.need("from", "Name the step whose completion starts it.").text(),
        to=place.need("to", "Name the step whose completion stops it.").text(),
        limit=limit.text(),
        extend=extend.text() if extend else None,
        stops_in=tuple(p.text() for p in stops.one_or_many()) if stops else (),
        basis=read_basis(basis) if basis else (),
        line=place.line,
    )
    place.no_more()
    return found


__all__ = ["Basis", "read_flow"]
