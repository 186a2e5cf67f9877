"""What the entries of the three lists refer to: laws, norms, posts, bodies, forms, limits, and the edition's head."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from qingdan.domain.flow.model import Basis, FactType
from qingdan.domain.rules.audience import Audience
from qingdan.domain.words import Words


@dataclass(frozen=True, slots=True)
class Article:
    """One article of a law: its gist in our own words, and the digest of the text that was read (None: not read)."""

    number: str
    gist: Words
    digest: str | None = None
    checked: date | None = None
    line: int = 0


@dataclass(frozen=True, slots=True)
class Law:
    """A cited law. ``text`` False: no text was at hand, so whatever rests on it is shown as still to be verified."""

    key: str
    title: Words
    issuer: Words
    passed: str
    in_force: str
    until: str | None
    version: str
    text: bool
    articles: Mapping[str, Article]
    file: str = ""


@dataclass(frozen=True, slots=True)
class Norm:
    """One of the eight norms (八项规范), under which the powers stand."""

    slug: str
    number: int
    title: Words
    plain: Words


@dataclass(frozen=True, slots=True)
class Area:
    """One of the five key areas of the source document."""

    slug: str
    title: Words
    plain: Words | None = None


@dataclass(frozen=True, slots=True)
class Post:
    """A post as far as flows need it: where it counts, and how many may hold it at once (None: any number).

    ``bodies`` are those it belongs to, ``bars`` the posts that exclude it.
    """

    slug: str
    name: Words
    level: str
    max: int | None
    bodies: tuple[str, ...] = ()
    bars: tuple[str, ...] = ()
    basis: tuple[Basis, ...] = ()
    line: int = 0
    apart: tuple[str, ...] = ()  # of the ``bars``, those that one person may not hold together with it


@dataclass(frozen=True, slots=True)
class Limit:
    """A number that flows compare with: whole fen, whole days, or a count. ``setting``: the town may change it."""

    name: str
    type: str
    value: int
    title: Words
    basis: tuple[Basis, ...] = ()
    setting: bool = False
    verified: bool = True
    note: Words | None = None
    line: int = 0


@dataclass(frozen=True, slots=True)
class AudienceLimit:
    """The widest audience that the law lets a type of fact have."""

    type: FactType
    audience: Audience
    basis: tuple[Basis, ...] = ()
    line: int = 0


@dataclass(frozen=True, slots=True)
class Form:
    """What a printed form has around its fields: a heading, notes under it, and lines to sign on."""

    slug: str
    title: Words
    notes: tuple[Words, ...]
    signatures: tuple[Words, ...]
    signed_as: str | None = None  # the evidence that the sheet is once it is signed
    line: int = 0


@dataclass(frozen=True, slots=True)
class Thing:
    """Something that is handed over when a post is left: a seal, a key, books. ``setting``: no law that was read names
    it."""

    slug: str
    name: Words
    posts: tuple[str, ...]
    note: Words | None = None
    basis: tuple[Basis, ...] = ()
    setting: bool = False
    line: int = 0


@dataclass(frozen=True, slots=True)
class HandoverRule:
    """How a post is handed over: within which limit (its name), who watches, and what there is to hand over."""

    within: str
    witnesses: tuple[str, ...]
    things: Mapping[str, Thing]
    basis: tuple[Basis, ...] = ()
    line: int = 0
    file: str = ""

    @property
    def posts(self) -> frozenset[str]:
        """The posts that are handed over at all."""
        return frozenset(post for thing in self.things.values() for post in thing.posts)

    def things_of(self, post: str) -> tuple[Thing, ...]:
        """What a post may have to hand over, in the order of the sheet."""
        return tuple(thing for thing in self.things.values() if post in thing.posts)


@dataclass(frozen=True, slots=True)
class Counts:
    """How many entries each of the three lists must have when the edition is complete."""

    powers: int
    duties: int
    prohibitions: int


@dataclass(frozen=True, slots=True)
class Head:
    """The edition's own words: who issued it, since when, and what is expected of it."""

    slug: str
    title: Words
    city: str
    version: str
    in_force: date
    status: str
    note: Words
    counts: Counts
    complete: bool
    limits: Mapping[str, Limit]
    audience_limits: Mapping[FactType, AudienceLimit]
    parties: Mapping[str, Words]
    asking: frozenset[str]  # the parties who come with a request of their own
    answers: Mapping[str, str]  # within what time it is answered where its definition does not say
    evidence: Mapping[str, Words]
    boards: Mapping[str, Words]
    file: str = ""
