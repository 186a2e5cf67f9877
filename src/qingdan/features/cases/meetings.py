"""What the house knows of a meeting before it is recorded: how it was called, its body, who ought to come."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from qingdan.domain.flow.events import NOT_HELD
from qingdan.domain.rules.attendance import unlike_register
from qingdan.domain.rules.bodies import Body
from qingdan.domain.rules.convening import Convening, Demand, Heard, hear
from qingdan.domain.rules.limits import parse_limit
from qingdan.features.cases.messages import local
from qingdan.features.cases.models import Case, CaseEvent
from qingdan.features.cases.running import edition_of, machine_of
from qingdan.records.editions.queries import work_calendar
from qingdan.records.people.posts import all_posts
from qingdan.records.people.queries import who_may
from qingdan.records.regions.days import local_date
from qingdan.records.regions.models import Division
from qingdan.records.regions.queries import as_of
from qingdan.records.register.acts import Refused
from qingdan.records.rolls.queries import count_on_roll, entitled


def body_at(case: Case, key: str, slug: str | None = None) -> Body:
    """The body that meets at a step: ``slug`` where the law leaves a choice, else the one called, else the first.

    :raises Refused: when the step is not a meeting, or another body is named than the flow allows.
    """
    step = machine_of(case).step(key)
    if not step.bodies:
        raise Refused(_("“%(step)s”不是会议。请刷新页面，按页面上的表来办。") % {"step": local(step.name)})
    chosen = slug or step.bodies[0]
    if chosen not in step.bodies:
        raise Refused(_("“%(step)s”不能由这个会议来定。请在页面列出的会议里选。") % {"step": local(step.name)})
    return edition_of(case).bodies[chosen]


@dataclass(frozen=True, slots=True)
class Called:
    """How a meeting was called: by which event, for which body, noticed when, for when, where and on what."""

    seq: int
    body: str
    noticed_on: date
    held_at: datetime
    urgent: bool
    demand: Demand | None
    role: str
    way: str
    place: str = ""
    agenda: str = ""
    why_urgent: str = ""


def called_for(case: Case, key: str) -> Called | None:
    """How the next meeting at an open step was called, with its words; None when it was not. At most two queries."""
    if "called" not in case.state["open"].get(key, {}):
        return None
    event = case.events.filter(type="call", key=key).order_by("-seq").first()
    return called_by(case, event) if event else None


def called_by(case: Case, event: CaseEvent) -> Called:
    """What an event of calling says. One query, for its words."""
    words = case.personal_facts.filter(name=f"call:{event.seq}").values_list("value", flat=True).first()
    return called_with(event, words or {})


def called_with(event: CaseEvent, words: Mapping[str, Any]) -> Called:
    """The same with the words that are kept beside the event."""
    record: Mapping[str, Any] = event.payload.get("record") or {}
    asked = record.get("demand")
    return Called(
        seq=event.seq,
        body=str(record.get("body", "")),
        noticed_on=date.fromisoformat(event.payload["noticed"]),
        held_at=datetime.fromisoformat(event.payload["held"]),
        urgent=bool(record.get("urgent")),
        demand=demand_from(asked) if asked else None,
        role=event.payload["by"][0]["role"] if event.payload.get("by") else "",
        way=str(record.get("way", "")),
        place=str(words.get("place", "")),
        agenda=str(words.get("agenda", "")),
        why_urgent=str(words.get("why_urgent", "")),
    )


def demand_from(asked: Mapping[str, Any]) -> Demand:
    """A demand as an event keeps it: {who, asked, of, on?}."""
    on = asked.get("on")
    return Demand(int(asked["who"]), int(asked["asked"]), int(asked["of"]), date.fromisoformat(on) if on else None)


def last_attempt(case: Case, key: str) -> date | None:
    """The day of the last meeting at an open step that decided nothing; at most one query."""
    if not case.state["open"].get(key, {}).get("attempts"):
        return None
    for event in case.events.filter(type="meet", key=key).order_by("-seq")[:3]:
        if event.payload.get("verdict") in NOT_HELD:
            return local_date(event.happened_at)
    return None


def convening_of(
    case: Case, key: str, held_on: date, called: Called | None, noticed_on: date | None = None, urgent: bool = False
) -> Convening:
    """How a meeting was called: as it was recorded when it was called, else as its own record says."""
    step = machine_of(case).step(key)
    return Convening(
        held_on=held_on,
        noticed_on=called.noticed_on if called else noticed_on,
        urgent=called.urgent if called else urgent,
        demand=called.demand if called else None,
        notice=parse_limit(step.notice) if step.notice else None,
        called_for=local_date(called.held_at) if called else None,
        last=last_attempt(case, key),
        again_after=parse_limit(step.recall.after) if step.recall else None,
    )


def heard(body: Body, how: Convening) -> Heard:
    """What is to be said of how a meeting was called; one query, for the calendar."""
    return hear(body, how, work_calendar())


def heard_of_record(case: Case, body: Body, how: Convening, entitled: Mapping[str, int]) -> Heard:
    """What is to be said of how a meeting was called and of whom its record counts. Five queries at most."""
    called = heard(body, how)
    known = known_counts(case, body, how.held_on)
    return Heard(called.reasons, (*called.flaws, *unlike_register(body, entitled, known, how.held_on)))


# -- who ought to come -------------------------------------------------------------------------------------------------
def known_counts(case: Case, body: Body, day: date) -> dict[str, int]:
    """How many ought to come on ``day``, by count of the body: those on the roll on which it counts, in the village
    that the case's was then; where the village keeps none, whoever holds a post of the body. Nothing is known of one
    that meets by group. Four queries at most, and more only where villages were merged since."""
    if body.by_group:
        return {}
    village, rolls = as_of(case.village, day, case.origin), edition_of(case).rolls
    found = rolls.tally_of(body.slug)
    if found is not None and count_on_roll(village, found[0].slug, day).persons:
        return entitled(village, body.slug, day, rolls=rolls) or {}
    number = members_by_post(body, village, day)
    return {body.voters: number} if number else {}


def members_by_post(body: Body, village: Division, day: date) -> int:
    """How many people hold a post of the body; one person with two posts counts once."""
    slugs = {body.slug, body.like or body.slug}
    posts = [p.slug for p in all_posts().values() if slugs & set(p.bodies)]
    return len({holder.person.pk for holder in who_may(posts, village, day)}) if posts else 0
