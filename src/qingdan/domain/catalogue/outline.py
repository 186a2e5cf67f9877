"""A flow as an outline in plain lines: for a terminal, for a review, for comparing two versions."""

from __future__ import annotations

from collections.abc import Iterator

from qingdan.domain.catalogue.model import Edition, Power
from qingdan.domain.flow.model import (
    Block,
    Choose,
    End,
    ForEach,
    Owed,
    Repeat,
    Sequence,
    Step,
    Together,
)


def outline(power: Power, edition: Edition, language: str = "zh") -> Iterator[str]:
    """The power's title, its steps indented by their blocks, and its clocks and interruptions."""
    teller = _Teller(power, edition, language)
    yield f"{power.number} {power.title.to(language)} ({power.slug})"
    yield from teller.block(power.flow.body, 1)
    if power.flow.finally_.children:
        yield "  finally"
        yield from teller.block(power.flow.finally_, 2)
    for rule in power.flow.any_time.values():
        until = f" until {rule.until}" if rule.until else ""
        yield f"  any time{until}: {rule.name.to(language)} → {teller.outcome(rule.end)}"
    for clock in power.flow.clocks.values():
        extend = f" (extended: {clock.extend})" if clock.extend else ""
        yield f"  clock {clock.name.to(language)}: {clock.since or clock.start} → {clock.to} in {clock.limit}{extend}"


class _Teller:
    def __init__(self, power: Power, edition: Edition, language: str) -> None:
        self.power, self.edition, self.language = power, edition, language

    def outcome(self, name: str) -> str:
        return f"{name} ({self.power.flow.outcomes[name].to(self.language)})"

    def block(self, block: Block, depth: int) -> Iterator[str]:
        pad = "  " * depth
        match block:
            case Sequence(children=children):
                for child in children:
                    yield from self.block(child, depth)
            case Step():
                yield from self._step(block, depth)
            case Choose(branches=branches):
                for branch in branches:
                    yield f"{pad}when {branch.when}" if branch.when else f"{pad}otherwise"
                    yield from self.block(branch.then, depth + 1)
            case Together(branches=parts):
                yield f"{pad}together"
                for part in parts:
                    yield from self.block(part, depth + 1)
            case ForEach():
                yield f"{pad}for each {block.over} as {block.alias}"
                yield from self.block(block.body, depth + 1)
            case Repeat():
                yield f"{pad}repeat until {block.until}, at most {block.at_most} times"
                yield from self.block(block.body, depth + 1)
                yield f"{pad}else"
                yield from self.block(block.otherwise, depth + 1)
            case End(outcome=outcome):
                yield f"{pad}end: {self.outcome(outcome)}"
            case Owed():
                yield f"{pad}owed {block.id}: {block.name.to(self.language)} ({block.due})"

    def _step(self, step: Step, depth: int) -> Iterator[str]:
        pad = "  " * depth
        who = "、".join(self.edition.role_words(role).to(self.language) for role in step.by)
        extras = [step.power or "", step.body or "", f"within {step.within}" if step.within else ""]
        tail = "".join(f" · {word}" for word in extras if word)
        yield f"{pad}{step.kind} {step.id}: {step.name.to(self.language)}" + (f" · {who}" if who else "") + tail
        for result, follow in step.results.items():
            yield f"{pad}  {result}:"
            yield from self.block(follow, depth + 2)
