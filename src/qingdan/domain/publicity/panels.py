"""Which steps of a power make its strip: four to six of the main way, by what they are and not by which power it is."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from qingdan.domain.flow.draw import Lexicon
from qingdan.domain.flow.draw.graph import role_of
from qingdan.domain.flow.draw.stops import Stop, stops
from qingdan.domain.flow.model import Flow, Step, StepKind
from qingdan.domain.flow.vocabulary import kind_words

FEWEST, MOST = 4, 6
CAPTION = {False: 12, True: 30}  # characters, in Chinese and in English
_DECIDES = frozenset({StepKind.APPROVE, StepKind.MEET, StepKind.ELECT})
_GIVES = (StepKind.PAY, StepKind.SERVE, StepKind.DISCLOSE)  # what one has of it in the end, the best first


@dataclass(frozen=True, slots=True)
class Panel:
    """One picture: the step, its place in the strip from 1, who acts (a role and its name), to whom, the words;
    whether some cases pass the step by, and whether two do it together."""

    step: str
    number: int
    kind: StepKind
    role: str | None
    who: str
    to: str | None
    caption: str
    sometimes: bool = False
    together: bool = False


def panels(flow: Flow, lexicon: Lexicon) -> tuple[Panel, ...]:
    """The pictures of a power in the order of its main way; fewer than ``FEWEST`` only where it has fewer steps."""
    way = stops(flow)
    chosen: list[int] = []
    for at in _moments(way):
        if at not in chosen and len(chosen) < MOST:
            chosen.append(at)
    while len(chosen) < min(FEWEST + 1, len(way)):
        chosen.append(_in_the_widest_gap(sorted(chosen), way))
    return tuple(_panel(lexicon, way[at], n) for n, at in enumerate(sorted(chosen), 1))


def _moments(way: Sequence[Stop]) -> Iterator[int]:
    """How it begins, is decided, is shown, what comes of it; then who met, and who watched. A step that every case
    goes through tells more than one that some cases skip."""
    if not way:
        return
    yield 0
    yield from _of_kinds(way, _DECIDES)[-1:]
    yield from _of_kinds(way, {StepKind.DISCLOSE})[:1]
    given = (_of_kinds(way, {kind}, always=True)[-1:] for kind in _GIVES)
    yield from next((found for found in given if found), [])
    yield from _of_kinds(way, {StepKind.MEET, StepKind.ELECT})[-1:]
    yield from _of_kinds(way, {StepKind.REVIEW})[:1]


def _of_kinds(way: Sequence[Stop], kinds: Collection[StepKind], *, always: bool = False) -> list[int]:
    """Which stops are of these kinds: those of every case, or where there are none of these and not ``always``, all."""
    found = [n for n, stop in enumerate(way) if stop.step.kind in kinds]
    usual = [n for n in found if not way[n].sometimes]
    return usual or ([] if always else found)


def _in_the_widest_gap(chosen: Sequence[int], way: Sequence[Stop]) -> int:
    """A step of the longest piece of the way from which no picture has been taken yet: rather of a kind that has no
    picture, of every case, done by two together; and nearest to the middle."""
    before, after = max(pairwise([*chosen, len(way)]), key=lambda pair: pair[1] - pair[0])
    seen = {StepKind.ARCHIVE, *(way[n].step.kind for n in chosen if way[n].step.kind is not StepKind.DO)}

    def little_told(n: int) -> tuple[bool, bool, bool, float]:
        step = way[n].step
        return step.kind in seen, way[n].sometimes, not _together(step), abs(n - (before + after) / 2)

    return min(range(before + 1, after), key=little_told)


def _panel(lexicon: Lexicon, stop: Stop, number: int) -> Panel:
    step, role = stop.step, role_of(stop.step, lexicon)
    who = lexicon.lane(role) if role else ""
    caption = _caption(step, lexicon)
    return Panel(step.id, number, step.kind, role, who, step.to, caption, stop.sometimes, _together(step))


def _together(step: Step) -> bool:
    return step.persons > 1 or bool(step.with_) or (step.every and len(step.by) > 1)


def _caption(step: Step, lexicon: Lexicon) -> str:
    """The step's name; of a long one the first part that stands by itself, else what a step of its kind is called."""
    name = step.name.to(lexicon.language)
    short = (name, re.split(r"[、，；（/]|, |; | \(", name)[0])
    return next((s for s in short if len(s) <= CAPTION[lexicon.english]), kind_words(step.kind).to(lexicon.language))
