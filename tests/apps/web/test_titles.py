"""The name of a page in a list of tabs, in a history, read aloud: it tells this page from every other."""

from __future__ import annotations

import re
from html import unescape

import pytest
from django.test import Client
from django.urls import reverse

from tests.apps.boards.stage import Stage
from tests.apps.boards.stage import stage as stage  # the fixture
from tests.apps.web.test_english import desk_pages, portal_pages
from tests.cast import client_for

pytestmark = pytest.mark.django_db
HOUSE = "清单"


def title_of(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    head = answer.content.decode().partition("</head>")[0]  # a drawing may have a title too
    found = re.findall(r"<title>(.*?)</title>", head, flags=re.S)
    assert len(found) == 1, address
    return unescape(found[0]).strip()


def titles(client: Client, addresses: list[str]) -> dict[str, list[str]]:
    """Title → addresses that bear it."""
    found: dict[str, list[str]] = {}
    for address in dict.fromkeys(addresses):
        if client.get(address).status_code == 200:  # not one that only leads on
            found.setdefault(title_of(client, address), []).append(address)
    return found


def said_twice(found: dict[str, list[str]]) -> dict[str, list[str]]:
    # The first screen of a list and the same list asked for by name are one page.
    same = {f"{reverse('cases:list')}?phase=running"}
    return {title: at for title, at in found.items() if len(set(at) - same) > 1}


def test_every_page_of_the_portal_has_a_name_of_its_own(stage: Stage, client: Client) -> None:
    client.get(reverse("portal:village", args=[stage.cast.one.pk]))
    norms = [f"/powers/?norm={norm}" for norm in stage.edition.norms]
    more = ["/powers/?q=救助", "/villages/", f"/villages/?town={stage.cast.town.pk}", "/villages/?q=示例", *norms]
    found = titles(client, [*portal_pages(stage), *more])
    assert said_twice(found) == {}
    assert [title for title in found if not title.endswith(f" · {HOUSE}") or title.startswith(" ·")] == []


def test_every_page_of_the_desk_has_a_name_of_its_own(stage: Stage) -> None:
    clerk = client_for(stage.cast["clerk"])
    found = titles(clerk, [*desk_pages(stage), reverse("register:entries"), reverse("web:more")])
    assert said_twice(found) == {}
