"""The frame of every page: menus, landmarks, the mark of demonstration data, and what a page weighs."""

import gzip
import re
from pathlib import Path

import pytest
from django.contrib.auth.models import AnonymousUser
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.urls import NoReverseMatch

from qingdan.web import context, nav

STATIC = Path(context.__file__).parent / "static"
THEME = STATIC / "qingdan" / "theme.css"
BUDGET = 60_000  # bytes, compressed: a whole portal page of any kind (design §6)


@pytest.fixture
def shown(rf):
    def render(template="base_portal.html", **values):
        request = rf.get("/x/")
        request.user = AnonymousUser()
        return render_to_string(template, values, request)

    return render


@pytest.fixture
def three_pages(monkeypatch):
    """A house that has two pages of its menu and lacks the rest."""
    monkeypatch.setattr(nav, "reverse", _only({"home": "/", "portal:powers": "/powers/"}))


def _only(known):
    def reverse(view):
        if view not in known:
            raise NoReverseMatch(view)
        return known[view]

    return reverse


@pytest.mark.parametrize("base", ["base_portal.html", "base_desk.html", "base_print.html"])
def test_landmarks_and_language(shown, base):
    page = shown(base)
    assert page.lstrip().startswith("<!doctype html>")
    assert page.count("<main ") == 1
    assert '<html lang="zh-CN"' in page
    assert page.count('name="viewport"') == 1


def test_the_menu_leaves_out_what_is_not_there_and_marks_where_we_are(shown, three_pages):
    page = shown(section="powers")
    assert page.count('<a href="/powers/" aria-current="page">') == 2  # top menu and tab bar
    assert "查进度" not in page
    assert page.count("aria-current") == 2


def test_demonstration_data_is_marked_only_where_it_is(shown):
    assert "qd-demo" in shown(demo=True)
    assert "qd-demo" not in shown(demo=False)


def test_the_telephones_stand_in_the_footer(shown):
    page = shown(contacts=[{"name": "镇监督电话", "phone": "0391-000 0002", "verified_on": None}])
    assert 'href="tel:03910000002"' in page
    assert "号码待核实" in page
    assert "先选村" in shown(contacts=[])


def test_reading_aloud_is_offered_by_script_only(shown):
    assert re.search(r'<button[^>]* id="qd-read" hidden', shown())


def test_the_village_is_named(shown):
    class Village:
        name = "示例一村"

    assert "示例一村" in shown(village=Village())


def test_the_telephones_of_the_requests_village_need_nothing_of_the_view(rf, monkeypatch):
    request = rf.get("/x/")
    request.user = AnonymousUser()
    request.village = "a village"
    monkeypatch.setattr(context, "contacts_for", lambda village: [{"name": village, "phone": "0391-1"}])
    assert "<b>a village</b>" in render_to_string("base_portal.html", {}, request)
    request.contacts = [{"name": "given", "phone": "0391-2"}]
    assert "<b>given</b>" in render_to_string("base_portal.html", {}, request)


def test_switches_lead_back_to_a_page_that_can_be_asked_for():
    posted = context.House(RequestFactory().post("/cases/3/done/"))
    assert posted.here == "/"
    assert context.House(RequestFactory().get("/a/?b=1")).here == "/a/?b=1"


def compressed(*files):
    return sum(len(gzip.compress(file.read_bytes(), 9)) for file in files)


def test_a_portal_page_leaves_room_for_its_words(shown):
    """Styles and script of every portal page; what remains is for the page's own words and drawing."""
    frame = compressed(THEME, STATIC / "vendor" / "bootstrap.min.css", STATIC / "qingdan" / "portal.js")
    words = len(gzip.compress(shown(demo=True).encode(), 9))
    assert frame + words < BUDGET - 15_000


def test_the_gallery_of_everything_is_within_the_budget(client, settings):
    settings.DEBUG = True
    page = len(gzip.compress(client.get("/show/gallery/").content, 9))
    styles = compressed(THEME, STATIC / "vendor" / "bootstrap.min.css", STATIC / "qingdan" / "portal.js")
    assert page + styles < BUDGET


@pytest.mark.parametrize("sheet", ["theme.css", "print.css"])
@pytest.mark.parametrize(
    "newer", [r":has\(", r":is\(", r"aspect-ratio", r"@layer", r"@container", r"\binset:", r"&", r"url\("]
)
def test_styles_read_in_chrome_86_and_ask_for_nothing_else(sheet, newer):
    css = re.sub(r"/\*.*?\*/", "", (STATIC / "qingdan" / sheet).read_text(encoding="utf-8"), flags=re.S)
    assert not re.search(newer, css)
    assert not re.search(r"\{[^{}@]*\{", re.sub(r"@media[^{]*\{", "", css)), "no nested rules"


def test_the_gallery_is_closed_in_a_house_that_works(client, settings):
    settings.DEBUG = False
    settings.DEMO = False
    assert client.get("/show/gallery/").status_code == 404
    assert client.get("/show/gallery/nothing/").status_code == 404
