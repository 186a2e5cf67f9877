"""What a flow is made of: frozen values, no behaviour beyond looking things up.

A small core (``Step``, ``Sequence``, ``Choose``, ``Together``, ``ForEach``, ``Repeat``, ``End``, ``Owed``) is all that
the machine, the checker and the drawing know; the YAML's conveniences are expanded to it by ``parse``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TypeAlias

from qingdan.domain.flow.conditions import Condition
from qingdan.domain.flow.election import Election, Records
from qingdan.domain.flow.kinds import DECLARES_RESULTS, RESULTS, StepKind
from qingdan.domain.flow.openness import Openness
from qingdan.domain.flow.step_parts import Disclosure, Hears, Recall
from qingdan.domain.flow.values import PERSONAL, Basis, Fact, FactType, Matter
from qingdan.domain.words import Words


@dataclass(frozen=True, slots=True)
class Step:
    """One act of one kind by someone who may. ``id`` is unique in its flow; ``line`` is where it is written."""

    id: str
    kind: StepKind
    name: Words
    how: Words
    by: tuple[str, ...] = ()
    with_: tuple[tuple[str, ...], ...] = ()  # further signatures: for each, the roles of which one is wanted
    every: bool = False  # approve: each role in `by` must sign
    persons: int = 1
    distinct: bool = False
    not_by: tuple[str, ...] = ()
    not_kin_of: tuple[str, ...] = ()
    advice: bool = False
    outside: bool = False
    within: str | None = None
    basis: tuple[Basis, ...] = ()
    form: str | None = None
    evidence: tuple[str, ...] = ()
    results: Mapping[str, Sequence] = field(default_factory=dict)
    declared: tuple[str, ...] = ()  # further results that a `do` declares or a `start` may bring back
    body: str | None = None
    or_bodies: tuple[str, ...] = ()  # those that may meet in its place, where the law leaves it open
    matter: Matter | None = None
    notice: str | None = None
    recall: Recall | None = None
    election: Election | None = None
    records: Records | None = None
    disclosure: Disclosure | None = None
    hears: Hears | None = None
    to: str | None = None
    amount: str | None = None
    power: str | None = None
    passes: Mapping[str, str] = field(default_factory=dict)  # start: fact of the sub-case ← fact or ITEM.FIELD here
    returns: Mapping[str, str] = field(default_factory=dict)  # start: fact here ← fact of the sub-case
    guards: tuple[str, ...] = ()  # prohibitions that this step guards
    line: int = 0

    @property
    def witnesses(self) -> tuple[str, ...]:
        """Every role that may give one of the further signatures."""
        return tuple(dict.fromkeys(role for slot in self.with_ for role in slot))

    @property
    def signers(self) -> tuple[str, ...]:
        """Every role whose holder may sign here."""
        return tuple(dict.fromkeys((*self.by, *self.witnesses)))

    @property
    def bodies(self) -> tuple[str, ...]:
        """Every body that may meet here."""
        return ((self.body,) if self.body else ()) + self.or_bodies

    @property
    def default(self) -> str:
        """The result with which the case simply goes on."""
        return RESULTS[self.kind][0] if RESULTS[self.kind] else "*"


@dataclass(frozen=True, slots=True)
class Sequence:
    """One after the other."""

    children: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Branch:
    """A way through a choice; ``when`` None is the way for everything else."""

    when: Condition | None
    then: Sequence
    line: int = 0


@dataclass(frozen=True, slots=True)
class Choose:
    """Exactly one branch; ``check`` proves that there is neither gap nor overlap."""

    branches: tuple[Branch, ...]
    line: int = 0


@dataclass(frozen=True, slots=True)
class Together:
    """All branches, in any order; goes on when each is done."""

    branches: tuple[Sequence, ...]
    line: int = 0


@dataclass(frozen=True, slots=True)
class ForEach:
    """The body once for each item of a list fact, side by side."""

    over: str
    alias: str
    body: Sequence
    line: int = 0


@dataclass(frozen=True, slots=True)
class Repeat:
    """The body until the condition holds, at most ``at_most`` times, then ``otherwise``."""

    body: Sequence
    until: Condition
    at_most: int
    otherwise: Sequence
    line: int = 0


@dataclass(frozen=True, slots=True)
class End:
    """The case is over with an outcome; whatever else is open is closed, then ``finally`` runs."""

    outcome: str
    line: int = 0


@dataclass(frozen=True, slots=True)
class Owed:
    """A duty that does not hold the case: due ``after`` or ``within`` a limit, perhaps ``every`` so often.

    ``power`` is what runs when it is discharged, with the facts that it ``passes``; a duty that comes back ``every`` so
    often is over for good when that power ends with one of ``ends``.
    """

    id: str
    name: Words
    how: Words
    by: tuple[str, ...]
    due: str
    every: bool = False
    power: str | None = None
    passes: Mapping[str, str] = field(default_factory=dict)
    ends: tuple[str, ...] = ()
    basis: tuple[Basis, ...] = ()
    line: int = 0


Block: TypeAlias = Step | Sequence | Choose | Together | ForEach | Repeat | End | Owed


@dataclass(frozen=True, slots=True)
class AnyTime:
    """An event that may interrupt the case at any time until a step is done, ending it with an outcome."""

    id: str
    name: Words
    by: tuple[str, ...]
    until: str | None
    end: str
    line: int = 0


@dataclass(frozen=True, slots=True)
class Clock:
    """A legal time limit from one step to another: ``limit``, once extendable to ``extend``, stopped in some steps.
    ``before``: it counts back from ``to``, and ``start`` must be done (a notice put up) at least ``limit`` before it.
    ``since``: it counts from the day that this date fact gives, once ``start``, the step that sets it, is done."""

    id: str
    name: Words
    start: str
    to: str
    limit: str
    extend: str | None = None
    stops_in: tuple[str, ...] = ()
    basis: tuple[Basis, ...] = ()
    line: int = 0
    before: bool = False
    since: str | None = None


@dataclass(frozen=True)
class Flow:
    """A whole process. ``outcomes`` are all the ways it can end, each with its words.

    What is asked of it again and again is gone through once: it never changes.
    """

    slug: str
    body: Sequence
    finally_: Sequence
    facts: Mapping[str, Fact]
    outcomes: Mapping[str, Words]
    any_time: Mapping[str, AnyTime] = field(default_factory=dict)
    clocks: Mapping[str, Clock] = field(default_factory=dict)
    process: Openness | None = None  # who may follow its cases, where the rule of ``openness`` is not enough
    file: str = ""

    def blocks(self) -> tuple[Block, ...]:
        """Every block, outer before inner, in the order written, ``finally`` last."""
        return self._blocks

    def steps(self) -> Mapping[str, Step]:
        """Every step by its id, in the order written."""
        return self._steps

    def set_at(self, step: str) -> tuple[Fact, ...]:
        """The facts that ``step`` sets: the fields of its form."""
        return self._set_at.get(step, ())

    @cached_property
    def _blocks(self) -> tuple[Block, ...]:
        return (*walk(self.body), *walk(self.finally_))

    @cached_property
    def _steps(self) -> Mapping[str, Step]:
        return {block.id: block for block in self._blocks if isinstance(block, Step)}

    @cached_property
    def _set_at(self) -> Mapping[str, tuple[Fact, ...]]:
        found: dict[str, tuple[Fact, ...]] = {}
        for fact in self.facts.values():
            found[fact.set_by] = (*found.get(fact.set_by, ()), fact)
        return found


def children(block: Block) -> tuple[Sequence | Block, ...]:
    """The blocks directly inside a block."""
    match block:
        case Sequence():
            return block.children
        case Choose():
            return tuple(b.then for b in block.branches)
        case Together():
            return block.branches
        case ForEach():
            return (block.body,)
        case Repeat():
            return (block.body, block.otherwise)
        case Step():
            return tuple(block.results.values())
        case _:
            return ()


def walk(block: Block) -> Iterator[Block]:
    """A block and everything inside it, outer before inner."""
    yield block
    for child in children(block):
        yield from walk(child)


__all__ = [
    "DECLARES_RESULTS",
    "PERSONAL",
    "RESULTS",
    "AnyTime",
    "Basis",
    "Block",
    "Branch",
    "Choose",
    "Clock",
    "Disclosure",
    "End",
    "Fact",
    "FactType",
    "Flow",
    "ForEach",
    "Hears",
    "Openness",
    "Owed",
    "Recall",
    "Repeat",
    "Sequence",
    "Step",
    "StepKind",
    "Together",
    "children",
    "walk",
]
