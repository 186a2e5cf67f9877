"""The persons that a village really has, as the judges of separation want them. Reads no kinship."""

from __future__ import annotations

from datetime import date

from qingdan.domain.catalogue.model import Edition
from qingdan.domain.catalogue.proving import establishment_of, posts_of_cases
from qingdan.domain.flow.separation.staff import PARTY_PERSONS, Staff
from qingdan.records.people import queries
from qingdan.records.people.bench import Bench
from qingdan.records.people.models import Person
from qingdan.records.people.posts import all_posts
from qingdan.records.regions.models import Division

IMAGINED = -1_000_000  # persons of parties, and of posts that are only held while a case runs


def staff_of(village: Division, edition: Edition, day: date) -> Staff:
    """Who holds which post for a village on a day, who is away and who stands in. At most six queries.

    Kinship is left out: whoever reads the result must not be able to tell from it who is related to whom.
    """
    known = all_posts()
    bench = Bench(village, day)
    posts: dict[str, tuple[int, ...]] = dict.fromkeys(edition.posts, ())
    for holder in queries.who_may([slug for slug in edition.posts if slug in known], village, day):
        held = posts[holder.post.slug]
        posts[holder.post.slug] = held if holder.person.pk in held else (*held, holder.person.pk)
    number = IMAGINED
    for slug in posts_of_cases(edition):
        if not posts.get(slug):
            posts[slug] = (number, number - 1, number - 2)
            number -= 3
    parties: dict[str, tuple[int, ...]] = {}
    for role in edition.head.parties:
        parties[role] = tuple(number - i for i in range(PARTY_PERSONS))
        number -= PARTY_PERSONS
    return Staff(
        posts=posts,
        order={post: tuple(bench.candidates(post)) for post in bench.rules},
        absent=bench.absent,
        apart=establishment_of(edition).apart,
        parties=parties,
    )


def names_of(persons: set[int]) -> dict[int, str]:
    """The names of persons who hold posts, which stand on the board anyway. One query."""
    return dict(Person.objects.filter(pk__in=persons).values_list("pk", "name"))
