"""What every page knows of the house. Nothing here asks the database unless a template asks for it.

A view overrides any of these by giving its own value. What a page says of itself: ``section`` (the menu entry it
belongs to), ``village`` (whose page it is), ``contacts`` (supervision telephones), ``demo`` (shows invented data).
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import SimpleLazyObject

from qingdan.records.people.gates import Viewer, viewer_or_none
from qingdan.records.people.posts import post_name
from qingdan.records.regions.models import Division
from qingdan.records.regions.queries import contacts_for, contacts_of_the_city
from qingdan.web import nav
from qingdan.web.demo.mark import is_demonstration
from qingdan.web.places.gates import manages_villages
from qingdan.web.portal.village import chosen_village
from qingdan.web.preferences import language_of, mode_of
from qingdan.web.verifying.views import keys


class House:
    """Facts of the request for the base templates, each found when asked for."""

    def __init__(self, request: HttpRequest) -> None:
        self.request = request

    @cached_property
    def language(self) -> str:
        """The language code of the page: zh-hans or en."""
        return getattr(self.request, "LANGUAGE_CODE", None) or language_of(self.request)

    @property
    def lang(self) -> str:
        """The value of ``<html lang>``."""
        return "en" if self.language.startswith("en") else "zh-CN"

    @cached_property
    def keeps_log(self) -> bool:
        """Whether a public log is kept here, so that there are receipts to verify."""
        return bool(keys())

    @property
    def copy(self) -> Any:
        """What a page of the static copy knows of it (:class:`qingdan.web.publishing.asking.Copying`); else None."""
        return getattr(self.request, "copy", None)

    @cached_property
    def mode(self) -> str:
        """``large`` or ``normal``."""
        return mode_of(self.request)

    @cached_property
    def here(self) -> str:
        """The address a switch leads back to; the front page where this one cannot be asked for again."""
        return self.request.get_full_path() if self.request.method in ("GET", "HEAD") else "/"

    @property
    def mode_url(self) -> str:
        """Where the switch of type size leads."""
        return self._switch("web:mode", "normal" if self.mode == "large" else "large")

    @property
    def language_url(self) -> str:
        """Where the switch of language leads."""
        return self._switch("web:language", "zh-hans" if self.lang == "en" else "en")

    def _switch(self, view: str, to: str) -> str:
        return f"{reverse(view)}?{urlencode({'to': to, 'next': self.here})}"

    @cached_property
    def portal(self) -> list[nav.Entry]:
        """The menu of the portal."""
        return nav.shown(nav.PORTAL)

    @cached_property
    def desk(self) -> list[nav.Entry]:
        """The menu of the desk, for the person who is signed in."""
        viewer = viewer_or_none(self.request)
        if viewer is None:
            return nav.desk(reads_papers=True)
        return nav.desk(reads_papers=bool(viewer.scopes), manages=manages_villages(viewer))

    @cached_property
    def desk_bar(self) -> list[nav.Entry]:
        """What of the desk's menu stands on a phone's bar."""
        return [entry for entry in self.desk if entry.on_phone]

    @cached_property
    def villages_url(self) -> str:
        """Where a reader changes the village; "" where there is no such page."""
        return nav.Entry("", "portal:villages", "", "", "").url


def who(request: HttpRequest) -> dict[str, Any]:
    """The signed-in person for the desk's head: name, first letter, posts in words. Empty for anybody else."""
    viewer = viewer_or_none(request) if hasattr(request, "user") else None
    return _who(viewer) if viewer else {}


def _who(viewer: Viewer) -> dict[str, Any]:
    name = viewer.person.name
    posts = [f"{holding.division.name} {post_name(holding.post)}" for holding in viewer.holdings]
    return {"name": name, "initial": name.rsplit("·", 1)[-1][:1], "posts": posts}


def village_of(request: HttpRequest) -> Division | None:
    """The village that a view or gate has set as ``request.village``; else the one this browser remembers."""
    if not hasattr(request, "village"):
        request.village = chosen_village(request)  # type: ignore[attr-defined]
    village: Division | None = request.village  # type: ignore[attr-defined]
    return village


def name_of(request: HttpRequest) -> str:
    """How the place line names that village: 坡头镇 示例一村."""
    village = village_of(request)
    return f"{village.parent.short_name} {village.short_name}" if village and village.parent else ""


def contacts_of(request: HttpRequest) -> Sequence[Any]:
    """The supervision telephones of the page's village, the city's where there is none; those of
    ``request.contacts``, if a gate has set them."""
    given: Sequence[Any] | None = getattr(request, "contacts", None)
    if given is not None:
        return given
    village = village_of(request)
    return contacts_for(village) if village is not None else contacts_of_the_city()


def house(request: HttpRequest) -> dict[str, object]:
    """Values for the base templates; see the head of this module."""
    return {
        "house": House(request),
        "demo": getattr(request, "demo", is_demonstration()),
        "me": SimpleLazyObject(lambda: who(request)),
        "section": "",
        "village": SimpleLazyObject(lambda: village_of(request)),
        "village_name": SimpleLazyObject(lambda: name_of(request)),
        "contacts": SimpleLazyObject(lambda: contacts_of(request)),
    }
