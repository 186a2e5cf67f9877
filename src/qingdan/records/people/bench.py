"""Who holds which post in a village on a day, who is away, and who stands in by the village's rule."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import date
from functools import cached_property
from typing import NamedTuple

from qingdan.domain.rules.recusal import Interest, Party, Tie, must_recuse, near_kin_of
from qingdan.domain.rules.standing_in import Candidate, Why
from qingdan.records.people import queries
from qingdan.records.people.posts import all_posts
from qingdan.records.regions.models import Division
from qingdan.records.regions.paths import path_after
from qingdan.records.written import rows

RULES = """
SELECT post, deputy_post, deputy_person_id, "order", reasons FROM people_deputy
WHERE village_id = %s AND declared_on <= %s AND (ended_on IS NULL OR ended_on >= %s) ORDER BY post, "order", id
"""
POSTS = """
SELECT h.post, h.person_id FROM people_holding h JOIN regions_division d ON d.id = h.division_id
WHERE d.path >= %s AND d.path < %s AND h.starts <= %s AND (h.ends IS NULL OR h.ends >= %s) ORDER BY h.starts, h.id
"""


class Rule(NamedTuple):
    """A line of the village's standing rule: who signs, by post or by person, and for which reasons it holds."""

    deputy_post: str | None
    deputy_person_id: int | None
    order: int
    covers: frozenset[Why]


class Bench:
    """One village on one day, read when first asked for and then kept: at most five queries, whatever is asked.

    A village without a rule for a post costs one; none when it is known (``ruled``) that it has no rule at all.
    """

    def __init__(self, village: Division, day: date, *, ruled: bool = True) -> None:
        self.village, self.day, self.ruled = village, day, ruled

    @cached_property
    def rules(self) -> Mapping[str, list[Rule]]:
        """The standing rule by post, each in its order."""
        found: dict[str, list[Rule]] = {}
        if not self.ruled:
            return found
        for post, *rule, reasons in rows(RULES, self.village.pk, self.day, self.day):
            found.setdefault(post, []).append(Rule(*rule, frozenset(map(Why, json.loads(reasons)))))
        return found

    @cached_property
    def posts(self) -> Mapping[str, tuple[int, ...]]:
        """The holders of every post of the village, by its slug."""
        found: dict[str, tuple[int, ...]] = {}
        path, known = self.village.path, all_posts()
        for post, person in rows(POSTS, path, path_after(path), self.day, self.day):
            if post in known and known[post].level == "village" and person not in found.get(post, ()):
                found[post] = (*found.get(post, ()), person)
        return found

    @cached_property
    def persons(self) -> frozenset[int]:
        """Everybody who holds a post of the village or is named in its rule."""
        named = {r.deputy_person_id for rules in self.rules.values() for r in rules if r.deputy_person_id}
        return frozenset(named.union(*self.posts.values()))

    @cached_property
    def absent(self) -> frozenset[int]:
        """Who of them is away."""
        return frozenset(queries.absent_on(self.persons, self.day))

    @cached_property
    def _ties(self) -> tuple[list[Tie], list[Interest]]:
        return queries.recusal_facts(self.persons, self.day)

    def candidates(self, post: str) -> list[Candidate]:
        """Who stands in for a post, in the order of the rule; of a post named, each of its holders."""
        found = []
        for rule in self.rules.get(post, ()):
            named = [rule.deputy_person_id] if rule.deputy_person_id else self.posts.get(rule.deputy_post or "", ())
            found += [Candidate(person, rule.order, rule.covers) for person in named]
        return found

    def recused(self, about: Iterable[Party]) -> frozenset[int]:
        """Who of them must stand aside in a matter of these parties."""
        about = tuple(about)
        if not about:
            return frozenset()
        ties, interests = self._ties
        return frozenset(p for p in self.persons if must_recuse(p, about, ties, interests))

    def kin_of(self, persons: Iterable[int]) -> frozenset[int]:
        """The near kin of these persons, as far as declared."""
        wanted = set(persons)
        return (
            frozenset(kin for person in wanted for kin in near_kin_of(person, self._ties[0])) if wanted else frozenset()
        )

    def barred_from(self, post: str) -> frozenset[int]:
        """Who holds a post that the law keeps apart from this one: he does not sign for it either."""
        apart = kept_apart(post)
        return frozenset(person for other, persons in self.posts.items() if other in apart for person in persons)


def kept_apart(post: str) -> frozenset[str]:
    """The posts that may not be held together with this one, whichever of the two says so."""
    posts = all_posts()
    own = {other for bar in posts[post].not_with for other in bar.posts} if post in posts else set()
    return frozenset(own | {slug for slug, other in posts.items() if any(post in bar.posts for bar in other.not_with)})
