"""Process trees: block-structured models from outside, of which only the order of activities is known.

The operators are those of van der Aalst, Process Mining (2016), section 3.2.8, and of pm4py's ``.ptml``; ``Terminate``,
``Scoped`` and ``Interrupted`` are what BPMN adds (terminate end event, sub-process and what its border catches,
interrupting event). Silent decisions may be taken as late as one likes, as in a Petri net.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterator
from dataclasses import dataclass
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class Activity:
    """One observable step, known by its label."""

    label: Hashable


@dataclass(frozen=True, slots=True)
class Silent:
    """Nothing that could be observed."""


@dataclass(frozen=True, slots=True)
class Terminate:
    """Ends at once whatever is open in the ``Scoped`` of this name; without one the whole run."""

    scope: Hashable = None


@dataclass(frozen=True, slots=True)
class Sequence:
    """One after the other."""

    children: tuple[ProcessTree, ...]


@dataclass(frozen=True, slots=True)
class Exclusive:
    """Exactly one of them."""

    children: tuple[ProcessTree, ...]


@dataclass(frozen=True, slots=True)
class Parallel:
    """All of them, their steps in any order."""

    children: tuple[ProcessTree, ...]


@dataclass(frozen=True, slots=True)
class Inclusive:
    """One or more of them, their steps in any order."""

    children: tuple[ProcessTree, ...]


@dataclass(frozen=True, slots=True)
class Interleaved:
    """All of them, one after the other in any order."""

    children: tuple[ProcessTree, ...]


@dataclass(frozen=True, slots=True)
class Loop:
    """``do``, then any number of times ``redo`` and ``do`` again."""

    do: ProcessTree
    redo: ProcessTree


@dataclass(frozen=True, slots=True)
class Interrupted:
    """``body``; until it is done ``handler`` may begin, which ends the body and stands in its place."""

    body: ProcessTree
    handler: ProcessTree


@dataclass(frozen=True, slots=True)
class Scoped:
    """``body``; where a ``Terminate`` of this name in it ends it, ``handler`` stands in its place."""

    body: ProcessTree
    name: Hashable
    handler: ProcessTree = Silent()


ProcessTree: TypeAlias = (
    Activity
    | Silent
    | Terminate
    | Sequence
    | Exclusive
    | Parallel
    | Inclusive
    | Interleaved
    | Loop
    | Interrupted
    | Scoped
)


def children(tree: ProcessTree) -> tuple[ProcessTree, ...]:
    """The trees directly inside."""
    match tree:
        case Sequence() | Exclusive() | Parallel() | Inclusive() | Interleaved():
            return tree.children
        case Loop():
            return (tree.do, tree.redo)
        case Interrupted() | Scoped():
            return (tree.body, tree.handler)
        case _:
            return ()


def walk(tree: ProcessTree) -> Iterator[ProcessTree]:
    """A tree and everything inside, outer before inner. Not recursive: trees from outside may be deep."""
    waiting = [tree]
    while waiting:
        current = waiting.pop()
        yield current
        waiting.extend(reversed(children(current)))


def labels(tree: ProcessTree) -> tuple[Hashable, ...]:
    """The labels of its activities, in the order written; one that stands twice is there twice."""
    return tuple(node.label for node in walk(tree) if isinstance(node, Activity))


def repeated_labels(tree: ProcessTree) -> frozenset[Hashable]:
    """Labels that more than one activity has."""
    return frozenset(label for label, often in Counter(labels(tree)).items() if often > 1)


def maybe_unseen(tree: ProcessTree, hidden: frozenset[Hashable]) -> ProcessTree:
    """The same tree in which the activities ``hidden`` may also happen without being observed."""
    match tree:
        case Activity(label=label) if label in hidden:
            return Exclusive((tree, Silent()))
        case Sequence() | Exclusive() | Parallel() | Inclusive() | Interleaved():
            return type(tree)(tuple(maybe_unseen(child, hidden) for child in tree.children))
        case Loop():
            return Loop(maybe_unseen(tree.do, hidden), maybe_unseen(tree.redo, hidden))
        case Interrupted():
            return Interrupted(maybe_unseen(tree.body, hidden), maybe_unseen(tree.handler, hidden))
        case Scoped():
            return Scoped(maybe_unseen(tree.body, hidden), tree.name, maybe_unseen(tree.handler, hidden))
        case _:
            return tree
