"""A whole edition put to the test: every power searched through, and every combination of its posts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from qingdan.domain.catalogue.model import Edition
from qingdan.domain.catalogue.remedies import remedy_for
from qingdan.domain.catalogue.separation import Remedy
from qingdan.domain.flow.election import Term
from qingdan.domain.flow.machine import Machine, machine
from qingdan.domain.flow.model import FactType, Flow
from qingdan.domain.flow.separation.checks import watched_of
from qingdan.domain.flow.separation.combinations import TOGETHER, Combinations, Finding
from qingdan.domain.flow.separation.judge import Judge, Target, Verdict
from qingdan.domain.flow.separation.staff import Establishment
from qingdan.domain.flow.simulate.exhaustive import explore
from qingdan.domain.flow.simulate.found import Exhausted

# Parties who take part and on whom nothing is decided: see features.cases.about.
NOT_DECIDED_ON = ("opener",)
FORMER = "former-"


@dataclass(frozen=True, slots=True)
class Proof:
    """What the search and the combinations of posts found about one power. ``unseparated``: the checks that the
    definition leaves to one hand even where every post has a person of its own."""

    power: str
    exhausted: Exhausted
    findings: tuple[Finding, ...]
    unseparated: tuple[Target, ...]
    remedies: Mapping[Finding, Remedy | None]


class Prover:
    """Proves the powers of one edition, under its limits or those of a town. ``together``: how many different things
    may be the matter with the posts at once."""

    def __init__(self, edition: Edition, limits: Mapping[str, int] | None = None, together: int = TOGETHER) -> None:
        self.edition = edition
        self.limits = edition.limits if limits is None else limits
        self.outcomes = {slug: tuple(power.flow.outcomes) for slug, power in edition.powers.items()}
        self.establishment = establishment_of(edition)
        self.combinations = Combinations(self.establishment, together)
        self._machines: dict[str, Machine] = {}
        self._exhausted: dict[str, Exhausted] = {}

    def machine(self, slug: str) -> Machine:
        """The power's machine. :raises KeyError: when the edition has no such power."""
        if slug not in self._machines:
            self._machines[slug] = machine(self.edition.powers[slug].flow, self.limits)
        return self._machines[slug]

    def exhausted(self, slug: str) -> Exhausted:
        """Everything that a case of the power can come to."""
        if slug not in self._exhausted:
            running = self.machine(slug)
            self._exhausted[slug] = explore(running, self.outcomes, watched_of(running.flow))
        return self._exhausted[slug]

    def judge(self, slug: str) -> Judge:
        """Who judges the power's steps and checks under a staffing."""
        return Judge(self.machine(slug), self.exhausted(slug).contexts)

    def prove(self, slug: str) -> Proof:
        """Search through one power, and through all combinations of its posts."""
        judge = self.judge(slug)
        findings = tuple(
            self.combinations.of(slug, judge, recusal=has_party(self.edition.powers[slug].flow, self.edition))
        )
        usual = self.combinations.usual(judge)
        return Proof(
            power=slug,
            exhausted=self.exhausted(slug),
            findings=findings,
            unseparated=tuple(target for target, verdict in usual.items() if verdict is not Verdict.FINE),
            remedies={finding: self.remedy(judge, finding) for finding in findings},
        )

    def remedy(self, judge: Judge, finding: Finding) -> Remedy | None:
        """What helps, by the edition's rules."""
        concerned = finding.posts | judge.roles_at(finding.target)
        return remedy_for(self.edition.separation, finding.target, concerned, saved=finding.saved)


def establishment_of(edition: Edition) -> Establishment:
    """How many persons each post is supposed to have, who stands in, and which posts the law keeps apart."""
    rule = edition.separation
    apart = {slug: set(post.apart) for slug, post in edition.posts.items()}
    for slug, post in edition.posts.items():
        for other in post.apart:
            apart.setdefault(other, set()).add(slug)
    return Establishment(
        seats={
            slug: 1 if post.max == 1 else min(rule.seats, post.max or rule.seats)
            for slug, post in edition.posts.items()
        },
        order=rule.deputies,
        apart={slug: frozenset(others) for slug, others in apart.items()},
    )


def has_party(flow: Flow, edition: Edition) -> bool:
    """Whether there is somebody on whose account an official may have to stand aside: a party, or an organisation."""
    named = {role for step in flow.steps().values() for role in (*step.signers, *step.not_kin_of, step.to or "")}
    parties = {r for r in edition.head.parties if r not in NOT_DECIDED_ON and not r.startswith(FORMER)}
    return bool(named & parties) or any(fact.type is FactType.ORGANISATION for fact in flow.facts.values())


def posts_of_cases(edition: Edition) -> frozenset[str]:
    """The posts that are only held as long as a case runs, as those of an election committee."""
    return frozenset(_posts_of_cases(edition))


def _posts_of_cases(edition: Edition) -> Iterator[str]:
    for power in edition.powers.values():
        steps = power.flow.steps()
        for step in steps.values():
            if step.records is not None and step.records.term is Term.CASE:
                elections = [e for name in step.records.take_office if (e := steps[name].election)]
                yield from (o.post for e in elections for o in e.offices if o.post)


__all__ = ["Proof", "Prover", "establishment_of", "has_party", "posts_of_cases"]
