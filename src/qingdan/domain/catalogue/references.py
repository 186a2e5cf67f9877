"""Checks that the parts of an edition fit together: whatever one file names, another file has."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from qingdan.domain.catalogue.model import Duty, Edition, Power, Prohibition
from qingdan.domain.catalogue.rolls import Tally
from qingdan.domain.flow.model import Basis, Flow, Owed, Step
from qingdan.domain.reading import Complaint, closest

LAW_REMEDY = "Add the article to the law's file with its gist, after reading it."


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a reference stands."""

    file: str
    line: int

    def unknown(self, kind: str, word: str, known: Iterable[str]) -> Complaint:
        return Complaint(self.file, self.line, f"the {kind} {word!r} is not known", closest(word, known))


def check_references(edition: Edition) -> list[Complaint]:
    """Everything named and not there, numbers given twice, red lines that no step guards."""
    return [
        *_head(edition),
        *_posts_and_bodies(edition),
        *(c for power in edition.powers.values() for c in check_power(edition, power)),
        *_numbers(edition),
        *(c for duty in edition.duties.values() for c in _duty(edition, duty)),
        *(c for prohibition in edition.prohibitions.values() for c in _prohibition(edition, prohibition)),
        *check_rolls(edition),
        *_counts(edition),
    ]


def check_power(edition: Edition, power: Power) -> Iterator[Complaint]:
    """What one power names: norm, area, roles, laws, prohibitions."""
    at = {name: Spot(power.file, line) for name, line in power.lines.items()}
    roles = tuple(edition.roles())
    yield from _known(at["norm"], "norm", [power.norm], edition.norms)
    yield from _known(at["area"], "area", [power.area], edition.areas)
    yield from _known(at["holder"], "role", [power.holder], roles)
    yield from _known(at["subjects"], "role", power.subjects, roles)
    yield from check_basis(edition, at["basis"], power.basis)
    for spot, basis in bases_of(power.flow):
        yield from check_basis(edition, spot, basis)
    yield from _red_lines(edition, power)


def bases_of(flow: Flow) -> Iterator[tuple[Spot, tuple[Basis, ...]]]:
    """Every basis that stands inside a flow, with its place."""
    for block in flow.blocks():
        if isinstance(block, Step | Owed):
            yield Spot(flow.file, block.line), block.basis
    for clock in flow.clocks.values():
        yield Spot(flow.file, clock.line), clock.basis


def check_basis(edition: Edition, spot: Spot, basis: Iterable[Basis]) -> Iterator[Complaint]:
    """Each law is in the catalogue, in force for this edition, and has the articles."""
    for cited in basis:
        law = edition.laws.get(cited.law)
        if law is None:
            yield spot.unknown("law", cited.law, edition.laws)
            continue
        if law.until and law.until <= edition.head.in_force.isoformat():
            what = f"《{law.key}》 was in force only until {law.until}"
            yield Complaint(spot.file, spot.line, what, "Cite the law that took its place.")
        for article in cited.articles:
            if article not in law.articles:
                what = f"article {article!r} of {law.key!r} is not in {law.file}"
                yield Complaint(spot.file, spot.line, what, LAW_REMEDY)


def _known(spot: Spot, kind: str, words: Iterable[str], known: Collection[str]) -> Iterator[Complaint]:
    return (spot.unknown(kind, word, known) for word in words if word not in known)


def _red_lines(edition: Edition, power: Power) -> Iterator[Complaint]:
    guarded = _guards(edition, power, set())
    for red_line in power.red_lines:
        spot = Spot(power.file, red_line.line)
        if red_line.prohibition not in edition.prohibitions:
            yield spot.unknown("prohibition", red_line.prohibition, edition.prohibitions)
        elif red_line.prohibition not in guarded:
            what = f"no step guards the red line {red_line.prohibition!r}"
            remedy = f"Write guards: [{red_line.prohibition}] at the step where it is prevented or would be seen."
            yield Complaint(spot.file, spot.line, what, remedy)


def _guards(edition: Edition, power: Power, seen: set[str]) -> set[str]:
    """What the steps of a power guard, those of its sub-cases among them."""
    seen.add(power.slug)
    found: set[str] = set()
    for step in power.flow.steps().values():
        found.update(step.guards)
        inner = edition.powers.get(step.power or "")
        if inner and inner.slug not in seen:
            found |= _guards(edition, inner, seen)
    return found


def _numbers(edition: Edition) -> Iterator[Complaint]:
    taken: dict[int, Power] = {}
    for power in edition.powers.values():
        spot = Spot(power.file, power.lines["number"])
        first = taken.setdefault(power.number, power)
        if first is not power:
            what = f"the number {power.number} is already that of {first.slug} ({first.file})"
            yield Complaint(spot.file, spot.line, what, "Number each power once.")
        if power.number > edition.head.counts.powers:
            what = f"the list ends with number {edition.head.counts.powers}, and this is {power.number}"
            yield Complaint(spot.file, spot.line, what, "Correct the number, or counts in edition.yaml.")


def _duty(edition: Edition, duty: Duty) -> Iterator[Complaint]:
    spot = Spot(duty.file, duty.line)
    if duty.post not in edition.posts:
        yield spot.unknown("post", duty.post, edition.posts)
    yield from check_basis(edition, spot, duty.basis)
    for done in duty.discharged_by:
        at = Spot(duty.file, done.line)
        power = edition.powers.get(done.power)
        if power is None:
            yield at.unknown("power", done.power, edition.powers)
        elif done.step is not None and done.step not in power.flow.steps():
            yield at.unknown(f"step of {power.slug}", done.step, power.flow.steps())


def _prohibition(edition: Edition, prohibition: Prohibition) -> Iterator[Complaint]:
    spot = Spot(prohibition.file, prohibition.line)
    yield from check_basis(edition, spot, prohibition.basis)
    yield from _known(spot, "role", prohibition.binds, tuple(edition.roles()))


def _head(edition: Edition) -> Iterator[Complaint]:
    head = edition.head
    for limit in head.limits.values():
        yield from check_basis(edition, Spot(head.file, limit.line), limit.basis)
    for widest in head.audience_limits.values():
        yield from check_basis(edition, Spot(head.file, widest.line), widest.basis)
    for name in head.parties:
        if name in edition.posts or name in edition.bodies:
            what = f"the party {name!r} has the name of a post or a body"
            yield Complaint(head.file, 1, what, "Give the party a name of its own.")


def _posts_and_bodies(edition: Edition) -> Iterator[Complaint]:
    folder = edition.head.file.rsplit("/", 1)[0]
    for post in edition.posts.values():
        spot = Spot(f"{folder}/posts.yaml", post.line)
        yield from check_basis(edition, spot, post.basis)
        yield from _known(spot, "body", post.bodies, edition.bodies)
        yield from _known(spot, "post", post.bars, edition.posts)
    roles = tuple(edition.roles())
    for body in edition.bodies.values():
        spot = Spot(f"{folder}/bodies.yaml", edition.body_lines.get(body.slug, 1))
        yield from check_basis(edition, spot, body.basis)
        yield from _known(spot, "role", body.called_by, roles)


def check_rolls(edition: Edition) -> Iterator[Complaint]:
    """Posts, bodies, their counts and laws that the rolls name; one roll for each body."""
    file = f"{edition.head.file.rsplit('/', 1)[0]}/rolls.yaml"
    for keeping in edition.rolls.parts():
        yield from _known(Spot(file, keeping.line), "post", (*keeping.keeps, *keeping.reads), edition.posts)
    taken: dict[str, str] = {}
    for roll in edition.rolls.kinds.values():
        spot = Spot(file, roll.line)
        yield from check_basis(edition, spot, roll.basis)
        yield from _known(spot, "post", roll.filed_with, edition.posts)
        for tally in roll.tallies:
            yield from _tally(edition, Spot(file, tally.line), roll.slug, tally, taken)


def _tally(edition: Edition, spot: Spot, roll: str, tally: Tally, taken: dict[str, str]) -> Iterator[Complaint]:
    yield from _known(spot, "body", tally.bodies, edition.bodies)
    yield from _known(spot, "post", tally.also, edition.posts)
    for slug in tally.bodies:
        if slug in edition.bodies:
            yield from _known(spot, f"count of {slug}", tally.of, edition.bodies[slug].counts)
        first = taken.setdefault(slug, roll)
        if first != roll:
            what = f"the body {slug!r} counts on {first!r} already"
            yield Complaint(spot.file, spot.line, what, "Let a body count on one roll.")


def _counts(edition: Edition) -> Iterator[Complaint]:
    counts = edition.head.counts
    for name, written, expected in (
        ("powers", len(edition.powers), counts.powers),
        ("duties", len(edition.duties), counts.duties),
        ("prohibitions", len(edition.prohibitions), counts.prohibitions),
    ):
        if written > expected or (written < expected and edition.head.complete):
            what = f"the edition has {written} {name} and should have {expected}"
            yield Complaint(edition.head.file, 1, what, "Correct the list, or counts (or complete) in edition.yaml.")
