"""The posts of the edition in force: a typed reading of ``posts.yaml``."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _

from qingdan.domain.complaints import NAME, closest, one_of
from qingdan.domain.reading import Place, read_yaml
from qingdan.domain.words import Words
from qingdan.records.people.wording import said

LEVELS = ("village", "town", "city")
HELD_IN = ("group", *LEVELS)
SEES = ("none", *LEVELS)
AUDIENCES = ("internet", "village", "members", "party-branch")


class UnknownPost(ValueError):
    """A slug that ``posts.yaml`` does not hold."""


@dataclass(frozen=True, slots=True)
class Citation:
    """An article of a law, as the catalogue cites it."""

    law: str
    article: int

    def __str__(self) -> str:
        return _("《%(law)s》第%(article)s条") % {"law": self.law, "article": self.article}


@dataclass(frozen=True, slots=True)
class Bar:
    """Posts that exclude this one, and the law that says so."""

    posts: tuple[str, ...]
    basis: tuple[Citation, ...]

    def because(self) -> str:
        """The citations in one line, as a notice of refusal quotes them."""
        return _("、").join(map(str, self.basis))


@dataclass(frozen=True, slots=True)
class Post:
    """One post of the edition. See the head of ``posts.yaml`` for what each field says."""

    slug: str
    words: Words
    level: str
    held_in: tuple[str, ...]
    max: int | None
    bodies: tuple[str, ...]
    sees: str
    audiences: tuple[str, ...]
    not_with: tuple[Bar, ...]
    not_kin_of: tuple[Bar, ...]

    @property
    def name(self) -> str:
        """The name in the language of the page."""
        return said(self.words)

    @property
    def is_official(self) -> bool:
        """Whether a holder reads papers that are kept for officials."""
        return self.sees != "none"


_POSTS = Words("请写 posts:，下面每个职务写一段。", "Write `posts:` and under it one block for each post.")


def read_posts(file: str, text: str) -> dict[str, Post]:
    """Read a ``posts.yaml``. :raises DefinitionError: naming file, line and what to write instead."""
    root = read_yaml(file, text)
    posts = root.need("posts", _POSTS)
    root.no_more()
    slugs = posts.keys()
    return {slug: _post(slug, place, slugs) for slug, place in posts.pairs()}


def _post(slug: str, place: Place, slugs: Iterable[str]) -> Post:
    level = place.need("level", one_of(LEVELS)).choice(LEVELS)
    post = Post(
        slug=slug,
        words=place.need("name", NAME).words(),
        level=level,
        held_in=_choices(place.get("held_in"), HELD_IN) or (level,),
        max=_maximum(place.get("max")),
        bodies=tuple(p.text() for p in _many(place.get("bodies"))),
        sees=place.need("sees", one_of(SEES)).choice(SEES),
        audiences=_choices(place.get("audiences"), AUDIENCES),
        not_with=tuple(_bar(p, slugs) for p in _many(place.get("not_with"))),
        not_kin_of=tuple(_bar(p, slugs) for p in _many(place.get("not_kin_of"))),
    )
    place.no_more()
    return post


def _maximum(place: Place | None) -> int | None:
    if place is None:
        return None
    number = place.number()
    if number < 1:
        place.fail(
            Words(f"最多 {number} 人，等于没有人能任", f"at most {number} holders would mean nobody"),
            Words("请写 1 或更大的数，不限就不写 max。", "Write 1 or more, or leave `max` out."),
        )
    return number


def _bar(place: Place, slugs: Iterable[str]) -> Bar:
    barred = place.need("posts", Words("请写 posts: [代号, …]。", "Write posts: [slug, …].")).one_or_many()
    basis = place.need(
        "basis", Words("请写 basis: [{law: 法律, article: 条号}]。", "Write basis: [{law: name, article: number}].")
    ).items()
    place.no_more()
    return Bar(tuple(p.choice(slugs) for p in barred), tuple(_citation(p) for p in basis))


def _citation(place: Place) -> Citation:
    law = place.need("law", Words("请写法律名称。", "Write the name of the law.")).text()
    article = place.need("article", Words("请写条号。", "Write the number of the article.")).number()
    place.no_more()
    return Citation(law, article)


def _many(place: Place | None) -> list[Place]:
    return place.items() if place else []


def _choices(place: Place | None, known: Iterable[str]) -> tuple[str, ...]:
    return tuple(p.choice(known) for p in place.one_or_many()) if place else ()


@functools.lru_cache(maxsize=4)
def _read_file(path: Path, _stamp: int) -> Mapping[str, Post]:
    return read_posts(f"{path.parent.name}/{path.name}", path.read_text(encoding="utf-8"))


def all_posts() -> Mapping[str, Post]:
    """Every post of the edition that this house runs, by slug; read again when the file changes."""
    path = Path(settings.CATALOGUE) / settings.EDITION / "posts.yaml"
    return _read_file(path, path.stat().st_mtime_ns)


def get_post(slug: str) -> Post:
    """The post of a slug. :raises UnknownPost: naming the nearest known one."""
    posts = all_posts()
    if slug not in posts:
        what = Words(f"posts.yaml 里没有“{slug}”这个职务。", f"posts.yaml has no post {slug!r}.")
        raise UnknownPost(said(what + closest(slug, posts)))
    return posts[slug]


def post_name(slug: str) -> str:
    """The name of a post in the language of the page; the slug itself when an old post is no longer in the edition."""
    post = all_posts().get(slug)
    return post.name if post else slug


def official_name(slug: str) -> str:
    """The Chinese name of a post: what the register keeps, whatever language the page is in."""
    return get_post(slug).words.zh


def posts_at(level: str) -> list[Post]:
    """The posts of a level, in the order of the file."""
    return [p for p in all_posts().values() if p.level == level]


def official_posts() -> tuple[str, ...]:
    """The slugs whose holders read papers kept for officials."""
    return tuple(p.slug for p in all_posts().values() if p.is_official)
