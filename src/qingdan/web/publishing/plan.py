"""What is published: where the walk begins, and what is left to the live house.

Nothing here lists pages. Whatever an outsider reaches by links is copied; an app whose pages nobody links to adds where
they begin to :data:`BEGINNINGS`. A page keeps itself out of every copy by what it says to caches (``never_cache``,
``private``, ``noarchive``), by asking for a sign-in, or by carrying a form's token.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable
from fnmatch import fnmatch
from pathlib import Path

from django.conf import settings
from django.urls import Resolver404, resolve, reverse

from qingdan.records.regions.queries import joined_villages
from qingdan.watch.boards.queries import internet_codes

# Never asked, though open to everybody: (names of addresses, why).
LIVE: dict[str, str] = {
    "demo:*": "signing in",
    "people:*": "signing in",
    "handbook:wait": "asking for it begins work",
    "healthz": "for machines that look after the house",
    "web:mode": "changes how one browser shows pages",
    "web:gallery*": "for developers",
}
LANGUAGE_SWITCH = "web:language"
PAPERS = (".pdf", ".docx", ".zip")  # what takes long to make the first time and is asked for seldom
# Folders of the house that are published as they are: (path, where, the names that come last).
Folder = tuple[str, Path, tuple[str, ...]]


def folders() -> tuple[Folder, ...]:
    """The public log. A checkpoint speaks of tiles, so it follows them."""
    return (("log", Path(settings.LOG_ROOT), ("checkpoint",)),)


def _front() -> Iterable[str]:
    return (reverse("home"),)


def _villages() -> Iterable[str]:
    for pk in joined_villages():
        yield reverse("portal:village", args=[pk])
        yield reverse("boards:village", args=[pk])
        yield reverse("duties:village", args=[pk])


def _notices() -> Iterable[str]:
    return (reverse("boards:notice", args=[code]) for code in internet_codes())


BEGINNINGS: tuple[Callable[[], Iterable[str]], ...] = (_front, _villages, _notices)


def for_machines() -> list[str]:
    """Paths that have no words, and begin the walk in the house's own language."""
    return [reverse("portal:robots"), reverse("portal:sitemap")]


def beginnings() -> list[str]:
    """The paths where the walk begins, in each language."""
    return list(dict.fromkeys(path for find in BEGINNINGS for path in find()))


@functools.lru_cache(maxsize=1 << 16)
def name_of(path: str) -> str:
    """The name of the address of a path, "" when there is none that everybody may ask for."""
    try:
        match = resolve(path)
    except Resolver404:
        return ""
    return "" if getattr(match.func, "login_required", True) else match.view_name


def is_open(path: str) -> bool:
    """Whether an outsider may ask for a path and no harm comes of it."""
    name = name_of(path)
    return bool(name) and name != LANGUAGE_SWITCH and not any(fnmatch(name, pattern) for pattern in LIVE)
