"""What an exported process is made of before it has a place: nodes, flows and lanes, one scope inside the other."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

Attributes = Mapping[str, str]
Extension = tuple[str, Attributes]  # the name of an element in our namespace, and its attributes

NOTE = "textAnnotation"
TASKS = frozenset({"userTask", "callActivity"})


@dataclass(slots=True, eq=False)
class Node:
    """A flow node, or a note. ``tag`` is its BPMN element.

    ``event`` is its event definition: ``terminate``, ``timer``, ``message``, ``escalation`` or nothing; ``detail`` what
    that refers to. ``host`` is the activity on whose border it sits. ``depth`` counts how many side ways lead here: the
    main way has 0. ``near``: it hangs directly below this boundary event and has no cell of its own.
    """

    id: str
    tag: str
    name: str = ""
    lane: str = ""
    depth: int = 0
    event: str = ""
    detail: str = ""
    host: Node | None = None
    interrupting: bool = True
    near: Node | None = None
    inside: Scope | None = None
    each: tuple[str, str] | None = None  # of a multi-instance: the list's property, the item's name
    attributes: Attributes = field(default_factory=dict)
    documentation: str = ""
    extensions: tuple[Extension, ...] = ()


@dataclass(slots=True, eq=False)
class Link:
    """A sequence flow, or the association of a note. ``condition`` is an expression, ``said`` our own text of it."""

    id: str
    source: Node
    target: Node
    name: str = ""
    condition: str = ""
    said: str = ""
    back: bool = False

    @property
    def association(self) -> bool:
        return self.target.tag == NOTE


@dataclass(slots=True, eq=False)
class Scope:
    """The inside of the process or of a sub-process. ``lanes`` are titles in the order in which they stand, each with
    the roles that share it."""

    id: str
    nodes: list[Node] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    lanes: dict[str, list[str]] = field(default_factory=dict)
    defaults: dict[Node, Link] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Process:
    """A whole file. ``messages`` and ``escalations`` are (id, name); ``properties`` the facts, (id, name)."""

    id: str
    name: str
    scope: Scope
    documentation: str = ""
    extensions: tuple[Extension, ...] = ()
    messages: tuple[tuple[str, str], ...] = ()
    escalations: tuple[tuple[str, str], ...] = ()
    properties: tuple[tuple[str, str], ...] = ()
