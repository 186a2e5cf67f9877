"""What a drawing is made of: frozen boxes, lanes, nodes, edges and pills in px, x to the right and y down."""

from __future__ import annotations

from dataclasses import dataclass, field

Point = tuple[float, float]

COLUMNS, ROWS = "columns", "rows"  # the lanes' direction: side by side, or one above the other


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle by its upper left corner."""

    x: float
    y: float
    w: float
    h: float

    @property
    def right(self) -> float:
        return self.x + self.w

    @property
    def bottom(self) -> float:
        return self.y + self.h

    @property
    def centre(self) -> Point:
        return (self.x + self.w / 2, self.y + self.h / 2)

    def grown(self, by: float) -> Box:
        """The box with ``by`` px more on every side."""
        return Box(self.x - by, self.y - by, self.w + 2 * by, self.h + 2 * by)

    def touches(self, other: Box) -> bool:
        """Whether the two share any area."""
        return self.x < other.right and other.x < self.right and self.y < other.bottom and other.y < self.bottom

    def holds(self, other: Box, slack: float = 0.01) -> bool:
        """Whether ``other`` lies wholly inside."""
        return (
            other.x >= self.x - slack
            and other.y >= self.y - slack
            and other.right <= self.right + slack
            and other.bottom <= self.bottom + slack
        )

    def cut_by(self, a: Point, b: Point) -> bool:
        """Whether an axis-parallel segment runs through the inside."""
        return (
            min(a[0], b[0]) < self.right
            and max(a[0], b[0]) > self.x
            and min(a[1], b[1]) < self.bottom
            and max(a[1], b[1]) > self.y
        )


@dataclass(frozen=True, slots=True)
class Lane:
    """One lane: the lines of its title, where the title stands, and the band below or beside it."""

    lines: tuple[str, ...]
    head: Box
    band: Box


@dataclass(frozen=True, slots=True)
class Leave:
    """A line inside a box: the words on which the case ends there, and with which outcome."""

    lines: tuple[str, ...]
    ref: str


@dataclass(frozen=True, slots=True)
class Node:
    """A step, a question, an owed duty or an end.

    ``kind`` is a step kind, or ``question``, ``owed``, ``end``, ``from`` (endings that go on here). ``ref`` is the id
    of the step or duty, or the outcome, of ``from`` the outcomes with commas. ``leaves`` are the endings inside the
    box; ``ending`` are the words of an outcome that hangs below it, ``ending_ref`` that outcome. ``whole`` is the box
    with what hangs on it. ``last`` says that it stands in ``finally``.
    """

    id: str
    kind: str
    ref: str
    lane: int
    rank: int
    box: Box
    lines: tuple[str, ...]
    rule: tuple[str, ...] = ()
    number: int | None = None
    leaves: tuple[Leave, ...] = ()
    ending: tuple[str, ...] = ()
    ending_ref: str = ""
    ending_size: tuple[float, float] = (0.0, 0.0)
    last: bool = False
    icon: bool = True

    @property
    def whole(self) -> Box:
        if not self.ending:
            return self.box
        wide = max(self.box.w, self.ending_size[0])
        return Box(self.box.centre[0] - wide / 2, self.box.y, wide, self.box.h + self.ending_size[1])


@dataclass(frozen=True, slots=True)
class Pill:
    """The words on an edge."""

    box: Box
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Edge:
    """A way from one node to another. ``kind`` is next, back or owed; ``points`` are its corners, first to last."""

    source: str
    target: str
    kind: str
    points: tuple[Point, ...]
    label: str = ""
    pill: Pill | None = None


@dataclass(frozen=True, slots=True)
class Drawing:
    """A flow laid out. It knows nothing of a case: ``svg.write`` marks it with a case's progress."""

    direction: str
    language: str
    width: float
    height: float
    lanes: tuple[Lane, ...]
    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]

    def node(self, id_: str) -> Node:
        """:raises KeyError: when there is no such node."""
        return {n.id: n for n in self.nodes}[id_]


@dataclass(frozen=True, slots=True)
class Progress:
    """Where a case stands, by step id (a loop's ``pay#2`` counts as ``pay``). ``done`` gives each its date in words."""

    done: dict[str, str] = field(default_factory=dict)
    current: frozenset[str] = frozenset()
    not_taken: frozenset[str] = frozenset()
    outcome: str | None = None

    def plain(self) -> Progress:
        """The same with loop items taken off; a step that is open for one item is current."""
        current = frozenset(k.partition("#")[0] for k in self.current)
        done = {k.partition("#")[0]: v for k, v in self.done.items()}
        return Progress(
            {k: v for k, v in done.items() if k not in current},
            current,
            frozenset(k.partition("#")[0] for k in self.not_taken) - current - frozenset(done),
            self.outcome,
        )
