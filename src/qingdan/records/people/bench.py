"""Who holds which post in a village on a day, who is away, and who stands in by the village's rule."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from functools import cached_property

from qingdan.domain.rules.recusal import Interest, Party, Tie, must_recuse, near_kin_of
from qingdan.domain.rules.standing_in import Candidate
from qingdan.records.people import queries
from qingdan.records.people.models import Deputy
from qingdan.records.people.posts import all_posts
from qingdan.records.regions.models import Division


class Bench:
    """One village on one day, read when first asked for and then kept: at most five queries, whatever is asked.

    A village without a rule for a post costs one; none when it is known (``ruled``) that it has no rule at all.
    """

    def __init__(self, village: Division, day: date, *, ruled: bool = True) -> None:
        self.village, self.day, self.ruled = village, day, ruled

    @cached_property
    def rules(self) -> Mapping[str, list[Deputy]]:
        """The standing rule by post, each in its order."""
        found: dict[str, list[Deputy]] = {}
        if not self.ruled:
            return found
        for rule in queries.rules_of(self.village, self.day):
            found.setdefault(rule.post, []).append(rule)
        return found

    @cached_property
    def posts(self) -> Mapping[str, tuple[int, ...]]:
        """The holders of every post of the village, by its slug."""
        found: dict[str, tuple[int, ...]] = {}
        slugs = [slug for slug, post in all_posts().items() if post.level == "village"]
        for holder in queries.who_may(slugs, self.village, self.day):
            if holder.person.pk not in found.get(holder.post.slug, ()):
                found[holder.post.slug] = (*found.get(holder.post.slug, ()), holder.person.pk)
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
