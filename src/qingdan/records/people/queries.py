"""Reads about posts and ties. Every function costs the same few queries however many rows there are."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.db.models import Q

from qingdan.domain.rules.reasons import Reason
from qingdan.domain.rules.recusal import Interest, Organisation, Party, Tie, must_recuse
from qingdan.records.people.kinds import KIN_LOOKED_UP
from qingdan.records.people.models import Absence, Deputy, Holding, KinTie, OwnInterest, Person
from qingdan.records.people.posts import Post, all_posts, get_post
from qingdan.records.regions.paths import path_after, path_at
from qingdan.records.register.models import Entry
from qingdan.records.written import marks, rows

if TYPE_CHECKING:
    from qingdan.records.regions.models import Division


def counts_for(post: Post, held_at: str, path: str) -> bool:
    """Whether ``post``, held in the division at path ``held_at``, counts for what stands at ``path``.

    A village's post counts in its village (a group leader's in the whole village), a town's in its town's villages.
    """
    above = path_at(path, post.level)
    return above is not None and held_at.startswith(above)


@dataclass(frozen=True, slots=True)
class HolderOf:
    """A person who holds a post that counts for a place."""

    person: Person
    post: Post
    holding: Holding


def holdings_on(person: Person | int, day: date) -> list[Holding]:
    """The posts a person holds on ``day``, with their divisions, in the order of their beginning. One query."""
    found = Holding.objects.on(day).filter(person=person).select_related("division")
    return list(found.order_by("starts", "pk"))


POSTS_HELD = """
SELECT h.post, d.path FROM people_holding h JOIN regions_division d ON d.id = h.division_id
WHERE h.person_id = %s AND h.starts <= %s AND (h.ends IS NULL OR h.ends >= %s) ORDER BY h.starts, h.id
"""


def posts_of(person: Person | int, path: str, day: date) -> list[str]:
    """The slugs of the posts by which a person may act for the place at ``path`` on ``day``, each once. One query."""
    known = all_posts()
    held = rows(POSTS_HELD, person if isinstance(person, int) else person.pk, day, day)
    return list(dict.fromkeys(slug for slug, at in held if slug in known and counts_for(known[slug], at, path)))


def who_may(roles: Iterable[str], village: Division, day: date) -> list[HolderOf]:
    """Everybody who holds one of the posts ``roles`` for ``village`` on ``day``. One query.

    Village posts are looked for in the village (and its groups), town posts in its town, city posts in its city.
    :raises UnknownPost: for a role that is not a post of the edition.
    """
    posts = {slug: get_post(slug) for slug in roles}
    where = _where_held(posts, village.path)
    if where is None:
        return []
    found = Holding.objects.on(day).filter(where).select_related("person", "division")
    return [HolderOf(h.person, posts[h.post], h) for h in found.order_by("starts", "pk")]


def _where_held(posts: Mapping[str, Post], path: str) -> Q | None:
    slugs_by_level: dict[str, list[str]] = defaultdict(list)
    for slug, post in posts.items():
        slugs_by_level[post.level].append(slug)
    where: Q | None = None
    for level, slugs in slugs_by_level.items():
        above = path_at(path, level)
        if above is None:
            continue
        held = Q(post__in=slugs, division__path__gte=above, division__path__lt=path_after(above))
        if level != "village":  # below a town stand its villages, where no town post is held: the town alone
            held = Q(post__in=slugs, division__path=above)
        where = held if where is None else where | held
    return where


def holders_between(slugs: Iterable[str], division: Division, starts: date, ends: date | None) -> list[Holding]:
    """Holdings of ``slugs`` in exactly this division that share a day with the term given. One query."""
    found = Holding.objects.overlapping(starts, ends).filter(post__in=list(slugs), division=division)
    return list(found.select_related("person"))


def near_kin(person_ids: Iterable[int], day: date) -> dict[int, set[int]]:
    """For each person given, the persons who are his declared near kin on ``day``, whoever declared it. One query."""
    wanted = set(person_ids)
    kin: dict[int, set[int]] = {person_id: set() for person_id in wanted}
    ties = KinTie.objects.on(day).filter(relative__isnull=False)
    ties = ties.filter(Q(person_id__in=wanted) | Q(relative_id__in=wanted))
    for one, other in ties.values_list("person_id", "relative_id"):
        if one in wanted:
            kin[one].add(other)
        if other in wanted:
            kin[other].add(one)
    return kin


def near_kin_ids(person_ids: Iterable[int], day: date) -> set[int]:
    """All declared near kin of these persons on ``day``. One query."""
    found: set[int] = set()
    return found.union(*near_kin(person_ids, day).values())


def kin_names(person_ids: Iterable[int], day: date) -> dict[int, set[str]]:
    """For each person given, the names of declared near kin who are not persons of this house. One query.

    A name alone proves no kinship: a match is a question to the person and not a verdict.
    """
    names: dict[int, set[str]] = {person_id: set() for person_id in person_ids}
    ties = KinTie.objects.on(day).filter(relative=None, person_id__in=list(names))
    for person_id, name in ties.values_list("person_id", "relative_name"):
        names[person_id].add(name)
    return names


def own_interests(person_ids: Iterable[int], day: date) -> dict[int, list[OwnInterest]]:
    """For each person given, his declared interests on ``day``. One query."""
    found: dict[int, list[OwnInterest]] = {person_id: [] for person_id in person_ids}
    for interest in OwnInterest.objects.on(day).filter(person_id__in=list(found)).order_by("pk"):
        found[interest.person_id].append(interest)
    return found


def rules_of(village: Division, day: date) -> list[Deputy]:
    """The standing rule of a village on ``day``: who stands in for which post, each in its order. One query."""
    found = Deputy.objects.on(day).filter(village=village).select_related("deputy_person", "village")
    return list(found.order_by("post", "order", "pk"))


AWAY = """
SELECT person_id FROM people_absence
WHERE starts <= %s AND (ends IS NULL OR ends >= %s) AND (back_on IS NULL OR back_on > %s) AND person_id IN ({})
"""


def absent_on(person_ids: Iterable[int], day: date) -> set[int]:
    """Those of these persons who are away on ``day``. One query."""
    wanted = list(person_ids)
    return {person for (person,) in rows(AWAY.format(marks(wanted)), day, day, day, *wanted)} if wanted else set()


def absences_from(person_ids: Iterable[int], day: date) -> list[Absence]:
    """The absences of these persons that have not passed on ``day``, the next first. One query."""
    found = Absence.objects.from_(day).filter(person_id__in=list(person_ids)).select_related("person")
    return list(found.order_by("starts", "pk"))


def villages_of(person: Person | int, day: date) -> list[Division]:
    """The villages in which a person holds a post on ``day``, each once; a group leader's is his group's. One query."""
    found: dict[int, Division] = {}
    for holding in Holding.objects.on(day).filter(person=person).select_related("division__parent"):
        place = holding.division if holding.division.level != "group" else holding.division.parent
        if place is not None and place.level == "village":
            found[place.pk] = place
    return list(found.values())


TIES = """
SELECT person_id, relative_id, relation FROM people_kintie
WHERE relative_id IS NOT NULL AND declared_on <= %s AND (ended_on IS NULL OR ended_on >= %s)
    AND (person_id IN ({0}) OR relative_id IN ({0}))
"""
STAKES = """
SELECT person_id, organisation, credit_code FROM people_owninterest
WHERE declared_on <= %s AND (ended_on IS NULL OR ended_on >= %s) AND person_id IN ({})
"""


def recusal_facts(person_ids: Iterable[int], day: date) -> tuple[list[Tie], list[Interest]]:
    """What ``recusal.must_recuse`` needs to know of these persons on ``day``: their ties, and the interests of them and
    of their kin. Two queries."""
    wanted = set(person_ids)
    if not wanted:
        return [], []
    ties = [Tie(*row) for row in rows(TIES.format(marks(wanted)), day, day, *wanted, *wanted)]
    concerned = wanted.union(*({t.person, t.relative} for t in ties))
    stakes = rows(STAKES.format(marks(concerned)), day, day, *concerned)
    return ties, [Interest(person, Organisation(name, code)) for person, name, code in stakes]


def who_must_stand_aside(
    person_ids: Iterable[int], parties: Iterable[Party], day: date
) -> dict[int, tuple[Reason, ...]]:
    """For each of these persons who must stand aside in a matter of ``parties``: why. Two queries.

    A party is a person's id or an :class:`Organisation`.
    """
    wanted, parties = set(person_ids), tuple(parties)
    ties, interests = recusal_facts(wanted, day)
    found = {person: must_recuse(person, parties, ties, interests) for person in wanted}
    return {person: reasons for person, reasons in found.items() if reasons}


def declarations_of(person: Person, day: date) -> tuple[list[KinTie], list[OwnInterest]]:
    """A person's own declarations that count on ``day``: kin and interests. Two queries."""
    kin = KinTie.objects.on(day).filter(person=person).select_related("relative").order_by("pk")
    return list(kin), list(OwnInterest.objects.on(day).filter(person=person).order_by("pk"))


def terms_of(person: Person) -> list[Holding]:
    """Every term a person ever held, the newest first. One query."""
    return list(Holding.objects.filter(person=person).select_related("division").order_by("-starts", "-pk"))


def find_relative(person: Person, name: str, mobile: str, day: date) -> Person | None:
    """Which person of this house a declared relative is, if that can be said without guessing. At most three queries.

    By name and mobile number together; or as the only one of that name who holds a post where ``person`` holds one,
    which every villager can read on the board anyway.
    """
    others = Person.objects.exclude(pk=person.pk).filter(name=name.strip())
    if mobile.strip():
        found = list(others.filter(mobile=mobile.strip())[:2])
        if len(found) == 1:
            return found[0]
    mine = [h.division_id for h in holdings_on(person, day)]
    holders = Holding.objects.on(day).filter(division_id__in=mine).values("person_id")
    found = list(others.filter(pk__in=holders)[:2])
    return found[0] if len(found) == 1 else None


def holders_named(name: str, village: Division) -> list[Person]:
    """Persons of exactly this name who hold or held a post in a village or its groups. One query."""
    held = Holding.objects.filter(division__path__gte=village.path, division__path__lt=path_after(village.path)).values(
        "person_id"
    )
    return list(Person.objects.filter(name=name, pk__in=held))


def lookups_of(person: Person) -> list[Entry]:
    """Who read this person's kin declarations, newest first, with the purpose. One query."""
    found = Entry.objects.filter(subject_type="person", subject_id=person.pk, kind=KIN_LOOKED_UP.name)
    return list(found.select_related("personal").order_by("-id")[:50])
