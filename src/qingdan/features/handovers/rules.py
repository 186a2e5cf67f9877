"""Whether a term is to be handed over, and who may take over or watch. Reads only."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from qingdan.domain.catalogue.parts import HandoverRule
from qingdan.features.handovers.models import Handover
from qingdan.records.editions.queries import NoEdition, current_edition, edition_of
from qingdan.records.people.bench import Bench
from qingdan.records.people.models import Holding, Person
from qingdan.records.people.posts import all_posts
from qingdan.records.people.queries import near_kin_ids, who_may
from qingdan.records.regions.models import Division
from qingdan.records.regions.paths import path_after
from qingdan.records.regions.queries import standing_for
from qingdan.records.regions.running import runs_duties


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody who may sign for a part: in which post, and whether only until there is a successor."""

    person: Person
    role: str
    standing_in: bool = False


def village_of(holding: Holding) -> Division | None:
    """The village in which a term counted, as it is today; None for a term of the town or the city."""
    place = holding.division if holding.division.level != Division.Level.GROUP else holding.division.parent
    return standing_for(place) if place is not None and place.level == Division.Level.VILLAGE else None


def wanted(holding: Holding, day: date) -> HandoverRule | None:
    """The rule by which an ended term is handed over; None when it need not be.

    Not: a post that has nothing to hand over, a village that does not run the lists, a term whose holder simply goes
    on, or one that has its handover already.
    """
    village = village_of(holding)
    if village is None or holding.ends is None or not runs_duties(village, day):
        return None
    try:
        rule = current_edition(day).handover
    except NoEdition:
        return None
    if rule is None or holding.post not in rule.posts or Handover.objects.filter(holding=holding).exists():
        return None
    return None if _goes_on(holding, village, day) else rule


def _goes_on(holding: Holding, village: Division, day: date) -> bool:
    """Whether the same person holds the post again from the day after."""
    assert holding.ends is not None
    again = Holding.objects.overlapping(holding.ends + timedelta(days=1), day).filter(
        person=holding.person_id, post=holding.post, division__path__gte=village.path,
        division__path__lt=path_after(village.path),
    )  # fmt: skip
    return again.exclude(pk=holding.pk).exists()


def rule_of(handover: Handover) -> HandoverRule:
    """The rule under which a handover was opened."""
    rule = edition_of(handover.edition).handover
    assert rule is not None
    return rule


def takers(handover: Handover, day: date) -> list[Candidate]:
    """Who may take over: whoever holds the post now; else who stands in by the village's rule; else the town."""
    holding = handover.holding
    after = [h.person for h in who_may([holding.post], handover.village, day) if h.person.pk != holding.person_id]
    if after:
        return [Candidate(person, holding.post) for person in _once(after)]
    bench = Bench(handover.village, day)
    unfit = bench.absent | bench.barred_from(holding.post) | {holding.person_id}
    standing = [
        c.person for c in sorted(bench.candidates(holding.post), key=lambda c: c.order) if c.person not in unfit
    ]
    persons = Person.objects.in_bulk(standing)
    if persons:
        return [Candidate(persons[pk], holding.post, standing_in=True) for pk in dict.fromkeys(standing)]
    return [Candidate(c.person, c.role, standing_in=True) for c in _watchers(handover, day) if _of_town(c.role)]


def witnesses(handover: Handover, day: date) -> list[Candidate]:
    """Who may watch: the posts that the edition names, but neither who leaves nor his near kin."""
    kin = near_kin_ids([handover.holding.person_id], day)
    return [c for c in _watchers(handover, day) if c.person.pk not in kin]


def _watchers(handover: Handover, day: date) -> list[Candidate]:
    named = [slug for slug in rule_of(handover).witnesses if slug in all_posts()]
    found = who_may(named, handover.village, day)
    return [Candidate(h.person, h.post.slug) for h in found if h.person.pk != handover.holding.person_id]


def _of_town(slug: str) -> bool:
    return all_posts()[slug].level == "town"


def _once(persons: list[Person]) -> list[Person]:
    return list({person.pk: person for person in persons}.values())
