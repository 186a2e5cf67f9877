"""What a flow told as a list is made of: the main way as numbered lines, and beside each line its side ways."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

DONE, NOW, OFF = "is-done", "is-now", "is-off"


@dataclass(frozen=True, slots=True)
class Line:
    """A step, an owed duty or an interrupt (``any-time``).

    ``lane`` is who has it in hand, in one word; ``who`` everybody who may. ``when`` say under which conditions the way
    comes here at all. ``number`` counts the steps of the main way, as the drawing does; a side way has none. ``state``
    is is-done, is-now, is-off or "".
    """

    kind: str
    ref: str
    title: str
    lane: str
    who: str = ""
    rule: str = ""
    how: str = ""
    when: tuple[str, ...] = ()
    number: int | None = None
    asides: tuple[Aside, ...] = ()
    state: str = ""
    date: str = ""

    def all(self) -> Iterator[Line]:
        """This line and the lines of its side ways."""
        yield self
        for aside in self.asides:
            for line in aside.lines:
                yield from line.all()

    @property
    def opened(self) -> bool:
        """Whether the case is, or was, on one of its side ways."""
        return any(a.state in (DONE, NOW) for a in self.asides)


@dataclass(frozen=True, slots=True)
class Aside:
    """A side way: on what it is taken, the steps on it, and where it comes to (``then``); ``end`` is the outcome with
    which the case ends there, or ""."""

    when: str
    lines: tuple[Line, ...] = ()
    then: str = ""
    end: str = ""
    state: str = ""


@dataclass
class Draft:
    """A line being written: side ways are found after it."""

    line: Line
    asides: list[Aside] = field(default_factory=list)
