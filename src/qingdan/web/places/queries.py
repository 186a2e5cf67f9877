"""Reads for the desk's pages of villages, named for their reader. Each costs a fixed number of queries."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count

from qingdan.features.cases.models import Task
from qingdan.records.people.models import Absence
from qingdan.records.people.posts import Post, all_posts
from qingdan.records.people.queries import HolderOf, absences_from, rules_of, who_may
from qingdan.records.people.wording import RuleRow, rule_row
from qingdan.records.regions.models import Division
from qingdan.records.regions.paths import below

PAGE = 50


@dataclass(frozen=True, slots=True)
class PostRow:
    """A post of a village: who holds it, who stands in, and how many steps wait that nobody can do."""

    post: Post
    holders: Sequence[HolderOf]
    rules: Sequence[RuleRow]
    waiting: int


def posts_of_village(village: Division, day: date, *, names: bool = True) -> list[PostRow]:
    """The posts of officials of a village, in the order of the edition; without ``names`` nobody is named. Three
    queries."""
    posts = [post for post in all_posts().values() if post.level == "village" and post.is_official]
    holders: dict[str, list[HolderOf]] = {}
    for holder in who_may([post.slug for post in posts], village, day):
        holders.setdefault(holder.post.slug, []).append(holder)
    rules: dict[str, list[RuleRow]] = {}
    for rule in rules_of(village, day):
        rules.setdefault(rule.post, []).append(rule_row(rule, names=names))
    vacant = [post.slug for post in posts if post.slug not in holders]
    waiting = _waiting(village, vacant)
    return [
        PostRow(post, holders.get(post.slug, []), rules.get(post.slug, []), waiting.get(post.slug, 0)) for post in posts
    ]


def _waiting(village: Division, posts: Iterable[str]) -> dict[str, int]:
    """How many open steps wait for vacant posts for which nobody stands in. One query."""
    there = below("place", [village.path])
    found = Task.objects.filter(there, role__in=list(posts), assignee=None, waiting=False).order_by()
    return dict(found.values_list("role").annotate(Count("pk")))


def away(rows: Iterable[PostRow], day: date) -> list[Absence]:
    """Who of these holders is away, today or later. One query."""
    return absences_from({holder.person.pk for row in rows for holder in row.holders}, day)


def villages_below(scopes: Sequence[str], after: str = "") -> list[Division]:
    """The villages below some paths, in official order, one more than a page. One query; the towns come with it."""
    found = (
        Division.objects.villages().standing().filter(below("path", scopes)).select_related("parent").order_by("path")
    )
    if after:
        found = found.filter(path__gt=after)
    return list(found[: PAGE + 1])


def decisions_of(rows: Iterable[PostRow]) -> list[str]:
    """Which meetings decided the rule, each once."""
    return list(dict.fromkeys(rule.why for row in rows for rule in row.rules))
