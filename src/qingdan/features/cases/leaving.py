"""What a post leaves behind in cases: open steps, duties owed, and what its holder has typed and not handed in."""

from __future__ import annotations

from datetime import date

from django.db.models import Q, QuerySet
from django.urls import reverse

from qingdan.features.cases.capacity import capacities, standing
from qingdan.features.cases.drafts import give_draft
from qingdan.features.cases.models import Case, Draft, Task
from qingdan.features.cases.running import edition_of, machine_of
from qingdan.features.cases.tasks import OWED
from qingdan.records.people import leaving
from qingdan.records.people.leaving import Held, Keeper
from qingdan.records.people.models import Holding
from qingdan.records.people.posts import all_posts
from qingdan.records.regions.paths import path_after, path_at
from qingdan.records.regions.queries import standing_for


def _below(holding: Holding) -> tuple[str, str] | None:
    """The range of paths for which a term counts today."""
    post = all_posts().get(holding.post)
    place = holding.division if holding.division.level != "group" else holding.division.parent
    if post is None or place is None:
        return None
    path = path_at(standing_for(place).path, post.level)
    return (path, path_after(path)) if path else None


def held(holding: Holding, day: date) -> list[Held]:
    """Steps and duties that wait for the post, and drafts of the person, in the order of their cases.

    Where others hold the same post, only what was given to this person. No title is told: it may name a villager.
    """
    scope = _below(holding)
    if scope is None:
        return []
    others = Holding.objects.on(day).filter(
        post=holding.post, division__path__gte=scope[0], division__path__lt=scope[1]
    )
    own = Q(assignee=holding.person_id)
    if not others.exclude(person=holding.person_id).filter(starts__lte=holding.ends or day).exists():
        own |= Q(assignee=None) | Q(stand_in__isnull=False)
    tasks = Task.objects.filter(own, role=holding.post, place__gte=scope[0], place__lt=scope[1])
    rows = [_task(task) for task in tasks.select_related("case").order_by("case_id", "key")]
    drafts = _drafts(holding, scope).order_by("case_id", "key")
    return rows + [_held("draft", draft.case, draft.key) for draft in drafts]


def _task(task: Task) -> Held:
    return _held("duty" if task.kind == OWED else "step", task.case, task.key)


def _held(kind: str, case: Case, key: str) -> Held:
    power = edition_of(case).powers[case.power].title.zh
    words = f"{case.number} {power}：{machine_of(case).words(key).zh}"
    return Held(kind, f"{case.pk}/{key}", words, reverse("cases:case", args=[case.pk]))


def _drafts(holding: Holding, scope: tuple[str, str]) -> QuerySet[Draft]:
    found = Draft.objects.filter(person=holding.person_id, case__place__gte=scope[0], case__place__lt=scope[1])
    return found.select_related("case", "case__village", "case__origin")


def pass_on(holding: Holding, taker: int, day: date) -> None:
    """Drafts go to who takes over, where he may do the step and has typed nothing himself; else they are dropped."""
    scope = _below(holding)
    for draft in list(_drafts(holding, scope)) if scope else ():
        running = machine_of(draft.case)
        who = standing(draft.case, running, taker, day)
        may = [way for way in capacities(running, draft.case.state, draft.key, who) if not way.recorded_for]
        give_draft(draft, taker if may else None)


def register() -> None:
    """Called when the app is ready."""
    leaving.register_keeper("cases", Keeper(held, pass_on))
