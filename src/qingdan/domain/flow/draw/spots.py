"""What a graph is made of before anything has a place: spots, ways between them, and the ends that hang on a spot."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Exit:
    """The case ends at a step: on what answer (``when``), and with which outcome (``title``, ``ref``)."""

    when: str
    title: str
    ref: str


@dataclass(slots=True)
class Spot:
    """A node before it has a place. ``lane`` is the lane's title; empty until a neighbour gives it one."""

    id: str
    kind: str
    ref: str
    title: str
    lane: str = ""
    rule: str = ""
    number: int | None = None
    ending: str = ""
    ending_ref: str = ""
    last: bool = False  # stands in ``finally``
    exits: tuple[Exit, ...] = ()


@dataclass(frozen=True, slots=True)
class Way:
    """An edge before it has a route."""

    source: str
    target: str
    label: str = ""
    kind: str = "next"


@dataclass(frozen=True, slots=True)
class Tail:
    """A way that has begun and looks for its target."""

    source: str
    label: str


@dataclass
class Graph:
    """Spots in an order in which every forward way leads onward, ways, and the lanes from first to last.

    ``later`` are pairs of spots of which the second stands below the first though no way leads there.
    """

    spots: dict[str, Spot] = field(default_factory=dict)
    ways: list[Way] = field(default_factory=list)
    lanes: list[str] = field(default_factory=list)
    later: list[tuple[str, str]] = field(default_factory=list)

    def after(self, spot: str) -> list[Way]:
        """The ways that lead on from a spot."""
        return [w for w in self.ways if w.source == spot and w.kind == "next"]
