"""What an edition is made of: frozen values of the three lists, and the edition that holds them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from qingdan.domain.catalogue.asking import Asking, asking_of
from qingdan.domain.catalogue.disclosure import PublicDuties
from qingdan.domain.catalogue.notices import NoticeRule
from qingdan.domain.catalogue.parts import Area, Form, HandoverRule, Head, Law, Norm, Post
from qingdan.domain.catalogue.rolls import Rolls
from qingdan.domain.catalogue.separation import SeparationRule
from qingdan.domain.catalogue.spoken import Spoken
from qingdan.domain.flow.model import Basis, Flow
from qingdan.domain.flow.settle import limits_named
from qingdan.domain.leaks.model import LeakRules
from qingdan.domain.rules.bodies import Body
from qingdan.domain.words import Words


@dataclass(frozen=True, slots=True)
class Material:
    """Something the villager brings."""

    name: Words
    note: Words | None = None
    verified: bool = True


@dataclass(frozen=True, slots=True)
class RedLine:
    """A prohibition that is close to this power, and why."""

    prohibition: str
    note: Words | None = None
    line: int = 0


@dataclass(frozen=True, slots=True)
class Origin:
    """Where an entry of the list comes from: the ``source`` by name, and what was taken or composed."""

    source: str
    note: Words | None = None


@dataclass(frozen=True, slots=True)
class SameAs:
    """The power whose flow this one's is, in everything but names; ``reason`` says why the list has both."""

    power: str
    reason: Words
    line: int = 0


@dataclass(frozen=True, slots=True)
class Guide:
    """The guide page's six answers, each one phrase or several."""

    who: tuple[Words, ...]
    where: tuple[Words, ...]
    how_long: tuple[Words, ...]
    cost: tuple[Words, ...]
    take_part: tuple[Words, ...]
    watch: tuple[Words, ...]


@dataclass(frozen=True, slots=True)
class Power:
    """One entry of the list of powers with its flow. ``digest`` names exactly this definition, for ever; ``major``
    is the mark of ``notices.yaml`` that its notices bear, if any."""

    number: int
    slug: str
    title: Words
    plain: Words
    summary: Words
    norm: str
    area: str
    holder: str
    subjects: tuple[str, ...]
    origin: Origin
    basis: tuple[Basis, ...]
    red_lines: tuple[RedLine, ...]
    materials: tuple[Material, ...]
    guide: Guide
    keywords: tuple[str, ...]
    flow: Flow
    digest: str
    same_as: SameAs | None = None
    major: str = ""
    file: str = ""
    lines: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Discharge:
    """A step of a power by which a duty is done."""

    power: str
    step: str | None
    line: int = 0


@dataclass(frozen=True, slots=True)
class Duty:
    """One entry of the list of duties, attached to an office and never to a person."""

    id: str
    slug: str
    post: str
    title: Words
    basis: tuple[Basis, ...]
    discharged_by: tuple[Discharge, ...]
    note: Words | None = None
    file: str = ""
    line: int = 0


@dataclass(frozen=True, slots=True)
class Prohibition:
    """One entry of the negative list. ``field`` groups them; ``binds`` are the posts and parties bound (() = all)."""

    id: str
    slug: str
    field: Words
    title: Words
    basis: tuple[Basis, ...]
    binds: tuple[str, ...]
    note: Words | None = None
    file: str = ""
    line: int = 0


@dataclass(frozen=True)
class Edition:
    """One edition of the three lists, with everything that it names. Its parts are mappings by slug, in list order."""

    head: Head
    laws: Mapping[str, Law]
    norms: Mapping[str, Norm]
    areas: Mapping[str, Area]
    posts: Mapping[str, Post]
    bodies: Mapping[str, Body]
    forms: Mapping[str, Form]
    powers: Mapping[str, Power]
    duties: Mapping[str, Duty]
    prohibitions: Mapping[str, Prohibition]
    rolls: Rolls = field(default_factory=Rolls)
    handover: HandoverRule | None = None
    spoken: Spoken = field(default_factory=Spoken)
    separation: SeparationRule = field(default_factory=SeparationRule)
    disclosure: PublicDuties = field(default_factory=PublicDuties)
    leaks: LeakRules = field(default_factory=LeakRules)
    notices: NoticeRule | None = None
    digest: str = ""
    body_lines: Mapping[str, int] = field(default_factory=dict)

    @property
    def slug(self) -> str:
        return self.head.slug

    @property
    def title(self) -> Words:
        return self.head.title

    @cached_property
    def limits(self) -> Mapping[str, int]:
        """The edition's limits by name; a town's own ones are laid over them by ``records.editions``."""
        return {name: limit.value for name, limit in self.head.limits.items()}

    def powers_naming(self, limit: str) -> tuple[Power, ...]:
        """The powers whose flows compare with a limit or wait for it, in the list's order."""
        return self._by_limit.get(limit, ())

    @cached_property
    def _by_limit(self) -> Mapping[str, tuple[Power, ...]]:
        found: dict[str, tuple[Power, ...]] = {}
        for power in self.powers.values():
            for limit in limits_named(power.flow):
                found[limit] = (*found.get(limit, ()), power)
        return found

    @cached_property
    def askings(self) -> Mapping[str, Asking]:
        """The powers that a party may ask for, by slug, each with how the request begins."""
        found = {p.slug: asking_of(p.flow, self.head.asking, self.limits) for p in self.powers.values()}
        return {slug: asking for slug, asking in found.items() if asking is not None}

    def power(self, slug: str) -> Power:
        """:raises KeyError: when the edition has no such power."""
        return self.powers[slug]

    def law(self, key: str) -> Law:
        """:raises KeyError: when the edition cites no such law."""
        return self.laws[key]

    def powers_of(self, norm: str) -> tuple[Power, ...]:
        """The powers of a norm by their number."""
        return tuple(p for p in self.powers.values() if p.norm == norm)

    def duties_of(self, post: str) -> tuple[Duty, ...]:
        """The duties of a post in list order."""
        return tuple(d for d in self.duties.values() if d.post == post)

    def guarded_in(self, prohibition: str) -> tuple[tuple[Power, str], ...]:
        """Every (power, step id) that guards a prohibition."""
        return tuple(
            (p, step.id) for p in self.powers.values() for step in p.flow.steps().values() if prohibition in step.guards
        )

    def started_by(self, slug: str) -> tuple[Power, ...]:
        """The powers that run ``slug`` as a sub-case."""
        return tuple(p for p in self.powers.values() if any(s.power == slug for s in p.flow.steps().values()))

    def role_words(self, role: str) -> Words:
        """The name of a post, a party or a body. :raises KeyError: when it is none of them."""
        if role in self.posts:
            return self.posts[role].name
        if role in self.head.parties:
            return self.head.parties[role]
        return self.bodies[role].name

    def verified(self, basis: Basis) -> bool:
        """Whether the cited articles were read in the text; if not, pages show 待核实."""
        law = self.laws.get(basis.law)
        return basis.verified and law is not None and law.text

    def roles(self) -> Iterator[str]:
        """Every word that may stand where a role is asked for: posts, then parties, then bodies."""
        yield from dict.fromkeys([*self.posts, *self.head.parties, *self.bodies])
