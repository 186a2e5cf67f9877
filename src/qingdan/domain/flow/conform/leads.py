"""The fewest steps from a term to where an activity can happen, or to an ending: what a trace has left out."""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from typing import TYPE_CHECKING

from qingdan.domain.flow.conform.table import Label, Labels

if TYPE_CHECKING:
    from qingdan.domain.flow.conform.residuals import Residuals, Term

Way = Labels | None  # None: there is none


class Leads:
    """Shortest ways through the terms of ``residuals``, found from their shapes and not by search."""

    def __init__(self, residuals: Residuals) -> None:
        self._residuals = residuals
        self._done: dict[Term, Way] = {}
        self._exit: dict[tuple[Term, Hashable], Way] = {}
        self._to: dict[tuple[Term, Label], Way] = {}

    def finish(self, terms: Iterable[Term]) -> Labels:
        """The fewest steps after which a run that may be in any of ``terms`` can be over."""
        found = shortest(way for term in terms for way in (self._complete(term), self._leave(term, None)))
        assert found is not None, "every tree has an ending"
        return found

    def to(self, term: Term, label: Label) -> Way:
        """The fewest steps after which ``label`` can happen; None where none lead there."""
        key = (term, label)
        if key not in self._to:
            self._to[key] = self._find_to(term, label)
        return self._to[key]

    def _complete(self, term: Term) -> Way:
        if term not in self._done:
            self._done[term] = self._find_complete(term)
        return self._done[term]

    def _leave(self, term: Term, scope: Hashable) -> Way:
        key = (term, scope)
        if key not in self._exit:
            self._exit[key] = self._find_leave(term, scope)
        return self._exit[key]

    def _find_complete(self, term: Term) -> Way:
        kind, *parts = self._residuals.shape(term)
        match kind:
            case "over":
                return None
            case "activity":
                return (parts[0],)
            case "then" | "side by side" | "in any order":
                return joined(self._complete(part) for part in parts)
            case "one of" | "some of" | "until":
                return shortest(self._complete(part) for part in parts)
            case "within":
                body, handler, name = parts
                return shortest([self._complete(body), joined([self._leave(body, name), self._complete(handler)])])
            case _:  # nothing left, or another round that need not be
                return ()

    def _find_leave(self, term: Term, scope: Hashable) -> Way:
        kind, *parts = self._residuals.shape(term)
        match kind:
            case "over":
                return () if parts[0] == scope else None
            case "then":
                head, tail = parts
                return shortest([self._leave(head, scope), joined([self._complete(head), self._leave(tail, scope)])])
            case "within":
                body, handler, name = parts
                own = None if name == scope else self._leave(body, scope)
                return shortest([own, joined([self._leave(body, name), self._leave(handler, scope)])])
            case "activity":
                return None
            case _:
                return shortest(self._leave(part, scope) for part in parts)

    def _find_to(self, term: Term, label: Label) -> Way:
        kind, *parts = self._residuals.shape(term)
        match kind:
            case "over":
                return None
            case "activity":
                return () if parts[0] == label else None
            case "then":
                head, tail = parts
                return shortest([self.to(head, label), joined([self._complete(head), self.to(tail, label)])])
            case "within":
                body, handler, name = parts
                return shortest([self.to(body, label), joined([self._leave(body, name), self.to(handler, label)])])
            case _:
                return shortest(self.to(part, label) for part in parts)


def shortest(ways: Iterable[Way]) -> Way:
    """The shortest way that exists, the first of equals."""
    return min((way for way in ways if way is not None), key=len, default=None)


def joined(ways: Iterable[Way]) -> Way:
    """One way after the other; None where one of them does not exist."""
    found: list[Label] = []
    for way in ways:
        if way is None:
            return None
        found.extend(way)
    return tuple(found)
