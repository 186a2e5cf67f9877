"""What a process tree still allows after a prefix of a trace: partial derivatives, exact for every operator.

The residual of a tree after an activity is again a term of the same kind, and a tree has finitely many of them
(Antimirov 1996 for regular expressions; shuffle and the operators of BPMN keep that). Terms are shared and known by
number, so equal ones are found by comparing two numbers, and each derivative is worked out once.
"""

from __future__ import annotations

from collections.abc import Hashable
from typing import Any

from qingdan.domain.flow.conform import process_tree as model
from qingdan.domain.flow.conform.process_tree import ProcessTree
from qingdan.domain.flow.conform.table import Label

Term = int
Shape = tuple[Any, ...]  # an operator's name, then its terms

EMPTY: Term = 0  # nothing is left to do
OVER: Term = 1  # the whole run has ended
Names = frozenset[Hashable]


class Residuals:
    """The terms met so far of the trees given to ``term``."""

    def __init__(self) -> None:
        self._numbers: dict[Shape, Term] = {}
        self._shapes: list[Shape] = []
        self._nullable: list[bool] = []
        self._exits: list[Names] = []  # the scopes that may be ended here; None: the run
        self._derived: dict[tuple[Term, Label], tuple[Term, ...]] = {}
        self._known(("empty",), nullable=True)
        self._known(("over", None), exits=frozenset([None]))

    def __len__(self) -> int:
        return len(self._shapes)

    # -- asking --------------------------------------------------------------------------------------------------
    def ends(self, term: Term) -> bool:
        """Whether the run may be over here."""
        return self._nullable[term] or None in self._exits[term]

    def exits(self, term: Term) -> Names:
        """The scopes that may be ended here without a further step; None among them: the whole run."""
        return self._exits[term]

    def shape(self, term: Term) -> Shape:
        """The operator of a term, and its terms."""
        return self._shapes[term]

    def after(self, term: Term, label: Label) -> tuple[Term, ...]:
        """What may be left of ``term`` after ``label``, in each way that this can be taken; none: it cannot."""
        key = (term, label)
        found = self._derived.get(key)
        if found is None:
            found = self._derived[key] = tuple(dict.fromkeys(self._derive(self._shapes[term], label)))
        return found

    # -- building ------------------------------------------------------------------------------------------------
    def term(self, tree: ProcessTree) -> Term:
        """The term of a whole tree."""
        match tree:
            case model.Activity(label=label):
                return self._known(("activity", label))
            case model.Silent():
                return EMPTY
            case model.Terminate(scope=scope):
                return self._known(("over", scope), exits=frozenset([scope]))
            case model.Sequence(children=children):
                return self._chain([self.term(c) for c in children])
            case model.Exclusive(children=children):
                return self._one_of([self.term(c) for c in children])
            case model.Parallel(children=children):
                return self._side_by_side([self.term(c) for c in children])
            case model.Inclusive(children=children):
                return self._some_of([self.term(c) for c in children])
            case model.Interleaved(children=children):
                return self._in_any_order([self.term(c) for c in children])
            case model.Loop(do=do, redo=redo):
                first = self.term(do)
                return self._then(first, self._again(self._then(self.term(redo), first)))
            case model.Interrupted(body=body, handler=handler):
                return self._until(self.term(body), self.term(handler))
            case model.Scoped(body=body, name=name, handler=handler):
                return self._within(self.term(body), name, self.term(handler))

    def _known(self, shape: Shape, nullable: bool = False, exits: Names = frozenset()) -> Term:
        number = self._numbers.get(shape)
        if number is None:
            number = self._numbers[shape] = len(self._shapes)
            self._shapes.append(shape)
            self._nullable.append(nullable)
            self._exits.append(exits)
        return number

    def _then(self, head: Term, tail: Term) -> Term:
        if head == EMPTY or tail == EMPTY:
            return tail or head
        if self._shapes[head][0] == "over":
            return head
        passes = self._nullable[head]
        return self._known(
            ("then", head, tail),
            nullable=passes and self._nullable[tail],
            exits=self._exits[head] | self._exits[tail] if passes else self._exits[head],
        )

    def _chain(self, terms: list[Term]) -> Term:
        found = EMPTY
        for term in reversed(terms):
            found = self._then(term, found)
        return found

    def _one_of(self, terms: list[Term]) -> Term:
        apart = tuple(sorted(set(terms)))
        if len(apart) == 1:
            return apart[0]
        return self._known(("one of", *apart), any(map(self._nullable.__getitem__, apart)), self._any_exits(apart))

    def _side_by_side(self, terms: list[Term]) -> Term:
        left = tuple(sorted(t for t in terms if t != EMPTY))
        if len(left) < 2:
            return left[0] if left else EMPTY
        return self._known(("side by side", *left), self._all_nullable(left), self._any_exits(left))

    def _some_of(self, terms: list[Term]) -> Term:
        left = tuple(sorted(terms))
        if len(left) == 1 or left[-1] == EMPTY:
            return left[0]
        return self._known(("some of", *left), any(map(self._nullable.__getitem__, left)), self._any_exits(left))

    def _in_any_order(self, terms: list[Term]) -> Term:
        left = tuple(sorted(t for t in terms if t != EMPTY))
        if len(left) < 2:
            return left[0] if left else EMPTY
        return self._known(("in any order", *left), self._all_nullable(left), self._any_exits(left))

    def _again(self, term: Term) -> Term:
        return EMPTY if term == EMPTY else self._known(("again", term), nullable=True, exits=self._exits[term])

    def _until(self, body: Term, handler: Term) -> Term:
        if body == EMPTY or self._shapes[body][0] == "over":
            return body
        both = (body, handler)
        nullable = self._nullable[body] or self._nullable[handler]
        return self._known(("until", *both), nullable=nullable, exits=self._any_exits(both))

    def _within(self, body: Term, name: Hashable, handler: Term) -> Term:
        if body == EMPTY:
            return EMPTY
        if self._shapes[body][0] == "over":
            return handler if self._shapes[body][1] == name else body
        caught, exits = name in self._exits[body], self._exits[body] - {name}
        return self._known(
            ("within", body, handler, name),
            nullable=self._nullable[body] or (caught and self._nullable[handler]),
            exits=exits | self._exits[handler] if caught else exits,
        )

    def _all_nullable(self, terms: tuple[Term, ...]) -> bool:
        return all(map(self._nullable.__getitem__, terms))

    def _any_exits(self, terms: tuple[Term, ...]) -> Names:
        return frozenset().union(*map(self._exits.__getitem__, terms))

    # -- deriving ------------------------------------------------------------------------------------------------
    def _derive(self, shape: Shape, label: Label) -> list[Term]:
        kind, *terms = shape
        match kind:
            case "activity":
                return [EMPTY] if terms[0] == label else []
            case "then":
                head, tail = terms
                found = [self._then(t, tail) for t in self.after(head, label)]
                return [*found, *self.after(tail, label)] if self._nullable[head] else found
            case "one of":
                return [t for term in terms for t in self.after(term, label)]
            case "side by side":
                return [
                    self._side_by_side([*terms[:i], t, *terms[i + 1 :]])
                    for i, term in enumerate(terms)
                    for t in self.after(term, label)
                ]
            case "some of":
                return [
                    self._side_by_side([t, *(self._one_of([EMPTY, o]) for o in terms[:i] + terms[i + 1 :])])
                    for i, term in enumerate(terms)
                    for t in self.after(term, label)
                ]
            case "in any order":
                return [
                    self._then(t, self._in_any_order(terms[:i] + terms[i + 1 :]))
                    for i, term in enumerate(terms)
                    for t in self.after(term, label)
                ]
            case "again":
                again = self._known(shape)
                return [self._then(t, again) for t in self.after(terms[0], label)]
            case "until":
                body, handler = terms
                return [*(self._until(t, handler) for t in self.after(body, label)), *self.after(handler, label)]
            case "within":
                body, handler, name = terms
                return self._derive_within(body, handler, name, label)
            case _:
                return []

    def _derive_within(self, body: Term, handler: Term, name: Hashable, label: Label) -> list[Term]:
        found = [self._within(t, name, handler) for t in self.after(body, label)]
        return [*found, *self.after(handler, label)] if name in self._exits[body] else found
