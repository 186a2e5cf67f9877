"""Every citation of an edition: which entry, and which part of it, rests on which article of which law."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from qingdan.domain.catalogue.model import Edition, Power
from qingdan.domain.catalogue.references.spots import BODY, LIMIT, POST, POWER, PROHIBITION
from qingdan.domain.flow.model import Basis, Clock, Owed, Step
from qingdan.domain.leaks.model import NAMES
from qingdan.domain.words import Words

_DUTY, _ROLL, _HANDOVER = Words("责任", "duty"), Words("名册", "roll"), Words("工作移交", "handover")
_PUBLIC = Words("公开任务", "duty to publish")
_NOTICES = Words("公示的规矩", "rules of notices")
_AUDIENCE, _THING = Words("可见范围", "audience limit"), Words("移交的东西", "thing handed over")
_STEP, _CLOCK, _OWED = Words("步骤", "step"), Words("时限", "time limit"), Words("后续义务", "duty owed")
_MATTER, _LEAK = Words("议决事项", "matter of"), Words("泄密检查", "leak check")


@dataclass(frozen=True, slots=True)
class Entry:
    """Something in the catalogue that rests on the law. ``name`` is its id or slug, ``number`` that of a power."""

    kind: Words
    name: str
    title: Words
    number: int | None = None


@dataclass(frozen=True, slots=True)
class Citation:
    """One article cited by an entry, or by the ``part`` of it with this kind, id and name. ``article`` is "" where a
    law is cited as a whole."""

    entry: Entry
    law: str
    article: str
    file: str
    line: int
    part: Entry | None = None


def citations(edition: Edition) -> Iterator[Citation]:
    """All of them: powers with their steps, duties, prohibitions, then what the whole edition shares. An article that
    one part cites twice is given once."""
    yield from dict.fromkeys(_all(edition))


def _all(edition: Edition) -> Iterator[Citation]:
    for power in edition.powers.values():
        yield from _power(power)
    for duty in edition.duties.values():
        yield from _cited(Entry(_DUTY, duty.id, duty.title), duty.basis, duty.file, duty.line)
    for ban in edition.prohibitions.values():
        yield from _cited(Entry(PROHIBITION, ban.id, ban.title), ban.basis, ban.file, ban.line)
    yield from _bodies_and_posts(edition)
    yield from _rolls(edition)
    yield from _handover(edition)
    yield from _disclosure(edition)
    yield from _leaks(edition)
    yield from _notices(edition)
    yield from _head(edition)


def _cited(entry: Entry, basis: Iterable[Basis], file: str, line: int, part: Entry | None = None) -> Iterator[Citation]:
    for one in basis:
        for article in one.articles or ("",):
            yield Citation(entry, one.law, article, file, line, part)


def _power(power: Power) -> Iterator[Citation]:
    entry = Entry(POWER, power.slug, power.title, power.number)
    yield from _cited(entry, power.basis, power.file, power.lines["basis"])
    for block in power.flow.blocks():
        if isinstance(block, Step | Owed):
            part = Entry(_STEP if isinstance(block, Step) else _OWED, block.id, block.name)
            yield from _cited(entry, block.basis, power.file, block.line, part)
        if isinstance(block, Step) and block.matter:
            part = Entry(_MATTER, block.id, block.name)
            yield Citation(entry, block.matter.law, block.matter.article, power.file, block.line, part)
    for clock in power.flow.clocks.values():
        yield from _cited(entry, clock.basis, power.file, clock.line, _clock(clock))


def _clock(clock: Clock) -> Entry:
    return Entry(_CLOCK, clock.id, clock.name)


def _bodies_and_posts(edition: Edition) -> Iterator[Citation]:
    folder = _folder(edition)
    for body in edition.bodies.values():
        entry, line = Entry(BODY, body.slug, body.name), edition.body_lines.get(body.slug, 1)
        yield from _cited(entry, body.bases(), f"{folder}/bodies.yaml", line)
    for post in edition.posts.values():
        yield from _cited(Entry(POST, post.slug, post.name), post.basis, f"{folder}/posts.yaml", post.line)


def _rolls(edition: Edition) -> Iterator[Citation]:
    for roll in edition.rolls.kinds.values():
        yield from _cited(Entry(_ROLL, roll.slug, roll.title), roll.basis, f"{_folder(edition)}/rolls.yaml", roll.line)


def _handover(edition: Edition) -> Iterator[Citation]:
    rule = edition.handover
    if rule is None:
        return
    entry = Entry(_HANDOVER, rule.within, _HANDOVER)
    yield from _cited(entry, rule.basis, rule.file, rule.line)
    for thing in rule.things.values():
        yield from _cited(entry, thing.basis, rule.file, thing.line, Entry(_THING, thing.slug, thing.name))


def _disclosure(edition: Edition) -> Iterator[Citation]:
    duties = edition.disclosure
    yield from _cited(Entry(_PUBLIC, "orders", _PUBLIC), duties.ordered_by, duties.file, duties.line)
    for duty in duties.duties.values():
        yield from _cited(Entry(_PUBLIC, duty.slug, duty.title), duty.basis, duties.file, duty.line)


def _leaks(edition: Edition) -> Iterator[Citation]:
    for kind, rule in edition.leaks.by_kind.items():
        yield from _cited(Entry(_LEAK, kind, NAMES[kind]), rule.basis, edition.leaks.file, rule.line)


def _notices(edition: Edition) -> Iterator[Citation]:
    rule = edition.notices
    if rule is None:
        return
    entry = Entry(_NOTICES, "notices", _NOTICES)
    for basis, line in rule.bases():
        yield from _cited(entry, basis, rule.file, line)


def _head(edition: Edition) -> Iterator[Citation]:
    head = edition.head
    for limit in head.limits.values():
        yield from _cited(Entry(LIMIT, limit.name, limit.title), limit.basis, head.file, limit.line)
    for widest in head.audience_limits.values():
        entry = Entry(_AUDIENCE, widest.type, _AUDIENCE)
        yield from _cited(entry, widest.basis, head.file, widest.line)


def _folder(edition: Edition) -> str:
    return edition.head.file.rsplit("/", 1)[0]
