"""Choices by the outcome alone, as ``finally`` makes them: which outcomes go which way, and their names in words."""

from __future__ import annotations

from collections.abc import Sequence as Row

from qingdan.domain.flow.conditions import Condition, Resolve, comparisons, holds
from qingdan.domain.flow.draw.phrases import Lexicon
from qingdan.domain.flow.model import Choose, Flow, Step, walk


def outcomes_by_branch(choose: Choose, flow: Flow) -> list[tuple[str, ...]] | None:
    """The outcomes that take each branch, in the flow's order; None where a choice reads anything else."""
    asked = [b.when for b in choose.branches if b.when is not None]
    if not asked or not all(_only_outcome(c) for c in asked):
        return None
    taken = {name: next((c for c in asked if holds(c, _resolver(name))), None) for name in flow.outcomes}
    return [tuple(name for name, when in taken.items() if when is branch.when) for branch in choose.branches]


def never_again(flow: Flow, outcome: str) -> frozenset[str]:
    """The steps to which a case that has this outcome does not come any more."""
    gone = {b.id for b in walk(flow.body) if isinstance(b, Step)}
    for block in walk(flow.finally_):
        names = outcomes_by_branch(block, flow) if isinstance(block, Choose) else None
        if isinstance(block, Choose) and names is not None:
            others = [b.then for b, taken in zip(block.branches, names, strict=True) if outcome not in taken]
            gone |= {b.id for branch in others for b in walk(branch) if isinstance(b, Step)}
    return frozenset(gone)


def _only_outcome(condition: Condition) -> bool:
    sides = [o for c in comparisons(condition) for o in (c.left, c.right)]
    return all(o.kind in ("outcome", "literal") for o in sides)


def _resolver(outcome: str) -> Resolve:
    return lambda operand: outcome if operand.kind == "outcome" else operand.value


def outcomes_text(names: Row[str], flow: Flow, lexicon: Lexicon, most: int = 0) -> str:
    """The outcomes by name: “已撤回”、“没有批准”. Beyond ``most`` (0: no bound) the first, and how many there are."""
    said = [flow.outcomes[name].to(lexicon.language) for name in names]
    if most and len(said) > most:
        return lexicon.say(f"“{said[0]}”等{len(said)}种结果", f"{said[0]}, or {len(said) - 1} others")
    return lexicon.say("、".join(f"“{word}”" for word in said), " / ".join(said))
