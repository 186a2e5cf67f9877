"""The static copy as an outsider reads it: whole, in both languages, with nothing in it that is not for everybody."""

from __future__ import annotations

import re
from pathlib import Path
from types import SimpleNamespace
from urllib.parse import urlsplit

import pytest
from django.urls import reverse

from tests.apps.boards.stage import NAME
from tests.apps.permissions.scene import TITLE, VILLAGER, Scene
from tests.apps.publishing.conftest import LIVE
from tests.apps.publishing.outsider import files_of, links_of, walked

pytestmark = pytest.mark.django_db


@pytest.fixture
def made(published: SimpleNamespace) -> Path:
    """The folder of the copy."""
    return published.copy


@pytest.fixture
def scene(published: SimpleNamespace) -> Scene:
    """What was planted."""
    return published.scene


def test_the_walk_meets_nothing_that_fails(published: SimpleNamespace) -> None:
    report = published.report
    assert (report.faults, report.broken, report.endless) == ([], [], [])


def pages(copy: Path) -> dict[str, str]:
    return {name: body.decode() for name, (_time, body) in files_of(copy).items() if name.endswith(".html")}


def test_an_outsider_who_follows_every_link_finds_no_broken_one(made: Path) -> None:
    seen, broken = walked(made)
    assert broken == []
    assert {"index.html", "en/index.html", "powers/index.html"} <= seen
    alone = {name for name in pages(made) if name not in seen}
    assert alone == {"404.html"}, "pages that nobody finds"


def test_what_the_copy_has_is_what_the_house_shows(made: Path, scene: Scene) -> None:
    board = (made / f"boards/{scene.cast.one.pk}/finance/index.html").read_text()
    assert "公开栏" in board
    assert (made / f"n/{scene.open.code}/index.html").is_file()
    assert (made / f"n/{scene.open.code}/sheet.pdf").read_bytes() == b"%PDF-"
    english = (made / f"en/n/{scene.open.code}/index.html").read_text()
    assert '<html lang="en"' in english


def test_it_holds_no_fact_that_is_not_for_everybody(made: Path, scene: Scene) -> None:
    secret = [NAME, TITLE, VILLAGER, scene.hanging.code, scene.gone.code, scene.receipt, scene.objection.number,
              scene.begun.number, *(member.person.name for member in scene.cast.members.values())]  # fmt: skip
    telling = [
        (name, word) for name, (_time, body) in files_of(made).items() if not name.startswith(".qingdan")
        for word in secret if word.encode() in body or word in name
    ]  # fmt: skip
    assert telling == []


def test_no_page_carries_a_token_or_a_cookie(made: Path) -> None:
    for name, page in pages(made).items():
        assert "csrfmiddlewaretoken" not in page, name
        assert not re.search(r'name="once"|sessionid|csrftoken|qd-village=', page), name


def test_forms_and_what_is_for_one_reader_lead_to_the_live_house_and_the_page_says_so(made: Path, scene: Scene) -> None:
    front = (made / "index.html").read_text()
    found = [link for link in links_of(made, "index.html") if link.name == "action"]
    assert {link.value for link in found} == {f"{LIVE}{reverse('portal:powers')}"}
    assert f'href="{LIVE}{reverse("portal:track")}"' in front
    assert "这里是静态副本" in front and urlsplit(LIVE).netloc in front
    assert "This is a static copy" in (made / "en/index.html").read_text()
    english = [link.value for link in links_of(made, "en/index.html") if link.value.startswith(LIVE)]
    assert f"{LIVE}/show/language/?to=en&next=%2Ftrack%2F" in english, "he goes on in the language that he reads"


def test_the_switch_of_language_leads_to_the_same_page(made: Path) -> None:
    there = [
        link.value
        for link in links_of(made, "powers/small-buy/index.html")
        if link.value.endswith("en/powers/small-buy/")
    ]
    back = [
        link.value
        for link in links_of(made, "en/powers/small-buy/index.html")
        if link.value == "../../../powers/small-buy/"
    ]
    assert there and back


def test_a_village_has_a_front_page_of_its_own(made: Path, scene: Scene) -> None:
    front = (made / f"v/{scene.cast.one.pk}/index.html").read_text()
    assert scene.cast.one.short_name in front
    assert "qd-demo" in front or "示例" in front


def test_every_page_states_its_own_rules_for_what_it_may_run(made: Path) -> None:
    for name, page in pages(made).items():
        assert page.lower().count('http-equiv="content-security-policy"') == 1 or 'http-equiv="refresh"' in page, name
        assert not re.search(r"\son\w+=", page), f"{name}: a handler in an attribute would not run"


def test_the_sitemap_names_pages_of_the_copy(made: Path) -> None:
    named = re.findall(r"<loc>([^<]+)</loc>", (made / "sitemap.xml").read_text())
    assert f"{LIVE}/" in named
    for address in named:
        assert (made / urlsplit(address).path.lstrip("/") / "index.html").is_file(), address
