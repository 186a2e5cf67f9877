"""What the handbook is made of: plain values in the reader's language. Pages and PDF show these and nothing else."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Basis:
    """A legal basis. ``mark`` says how far it may be trusted (ok, open, dead), ``marked`` says so in words; ``gists``
    are (article, what it demands)."""

    law: str
    articles: str
    note: str
    mark: str
    marked: str
    gists: Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Noted:
    """Something with a remark beside it; ``mark`` in words where it is still to be verified, else ""."""

    text: str
    note: str = ""
    mark: str = ""


@dataclass(frozen=True, slots=True)
class Step:
    """One row of the table of steps. ``number`` is that of the diagram, "" on a side way; ``when`` are the conditions
    on which one comes here. ``public`` is where and to whom something is made known, ``shows`` what; ``rules`` are
    those of the meeting, and what the step guards."""

    kind: str
    number: str
    name: str
    when: Sequence[str]
    how: str
    who: Sequence[str]
    time: Sequence[str]
    papers: Sequence[str]
    public: Sequence[str]
    shows: str
    rules: Sequence[str]
    turns: Sequence[Turn] = ()


@dataclass(frozen=True, slots=True)
class Turn:
    """A side way of a step: on what it is taken, its steps, and what it comes to; ``ends``: the case ends there."""

    when: str
    steps: Sequence[Step]
    then: str
    ends: bool


def rows(steps: Iterable[Step]) -> Iterator[Step]:
    """Every row of a table, those of side ways too, from above."""
    for step in steps:
        yield step
        for turn in step.turns:
            yield from rows(turn.steps)


@dataclass(frozen=True, slots=True)
class Part:
    """A post or body that acts, and the steps that it does, by number and name."""

    who: str
    does: str


@dataclass(frozen=True, slots=True)
class Result:
    """A way in which the matter ends, and at which steps."""

    words: str
    where: str


@dataclass(frozen=True, slots=True)
class Limit:
    """A number in force: its value, who may set it, a remark, and a mark where it is still to be verified."""

    title: str
    value: str
    who: str
    note: str
    mark: str


@dataclass(frozen=True, slots=True)
class RedLine:
    """A prohibition: its number and title, why it is close to this power, and the steps that guard it."""

    id: str
    title: str
    note: str
    where: str


@dataclass(frozen=True, slots=True)
class Duty:
    """A duty that is done here: of which post, and in which steps."""

    id: str
    post: str
    title: str
    where: str


@dataclass(frozen=True, slots=True)
class Form:
    """A form: its number as printed on it, title, step, who fills it, and the addresses of a blank as PDF and Word."""

    number: str
    title: str
    step: str
    who: str
    url: str
    word: str


@dataclass(frozen=True, slots=True)
class Entry:
    """A power in a table of powers. ``number`` is that of the list; ``basis`` its first laws."""

    number: int
    slug: str
    title: str
    plain: str
    holder: str
    basis: str


@dataclass(frozen=True, slots=True)
class Section:
    """A power from its purpose to how villagers watch it. ``address`` is where its guide and its blank forms are."""

    entry: Entry
    norm: str
    summary: str
    facts: Sequence[tuple[str, str]]  # who, where, how long, what it costs
    terms: Sequence[tuple[str, str]]  # held by, area, who is bound, where it occurs
    parts: Sequence[Part]
    bases: Sequence[Basis]
    materials: Sequence[Noted]
    steps: Sequence[Step]
    spans: Sequence[Noted]  # limits that run over several steps
    results: Sequence[Result]
    limits: Sequence[Limit]
    red_lines: Sequence[RedLine]
    duties: Sequence[Duty]
    forms: Sequence[Form]
    take_part: Sequence[str]
    watch: Sequence[str]
    origin: str
    address: str


@dataclass(frozen=True, slots=True)
class Chapter:
    """A norm: what it governs, in sentences, and its powers."""

    slug: str
    number: int
    title: str
    plain: str
    about: Sequence[str]
    entries: Sequence[Entry]


@dataclass(frozen=True, slots=True)
class Guarded:
    """A power that holds an entry of the lists to be kept: why it is close to it, and its steps that do so."""

    number: int
    slug: str
    norm: str
    title: str
    why: str
    steps: str


@dataclass(frozen=True, slots=True)
class Listed:
    """A duty or a prohibition with what enforces it; ``binds`` whom a prohibition binds."""

    id: str
    title: str
    note: str
    binds: str
    bases: Sequence[Basis]
    guarded: Sequence[Guarded]


@dataclass(frozen=True, slots=True)
class Group:
    """Entries under one heading: the duties of a post, the prohibitions of a field."""

    title: str
    entries: Sequence[Listed]


@dataclass(frozen=True, slots=True)
class Law:
    """A law that the handbook cites; ``marked`` says whether its text was read."""

    title: str
    issuer: str
    in_force: str
    mark: str
    marked: str


@dataclass(frozen=True, slots=True)
class Cover:
    """What stands on the cover and its back: title, whose numbers it has, edition, digest, and the honesty note."""

    title: str
    subtitle: str
    edition: str
    lines: Sequence[tuple[str, str]]
    status: str
    note: str
    place: str
    telephones: str
    is_demo: bool
