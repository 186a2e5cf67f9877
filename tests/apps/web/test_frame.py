"""The frame of every page: menus, landmarks, the mark of demonstration data, and what a page weighs."""

import gzip
import re
from datetime import date
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.contrib.auth.models import AnonymousUser
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.urls import NoReverseMatch, reverse

from qingdan.records.regions.acts.contacts import set_contact
from qingdan.web import context, nav
from tests.cast import client_for, house

pytestmark = pytest.mark.django_db  # the telephones at the foot of a page are read
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
    request.village = SimpleNamespace(name="a village", short_name="a village", parent=None)
    monkeypatch.setattr(context, "contacts_for", lambda village: [{"name": village.name, "phone": "0391-1"}])
    assert "<b>a village</b>" in render_to_string("base_portal.html", {}, request)
    request.contacts = [{"name": "given", "phone": "0391-2"}]
    assert "<b>given</b>" in render_to_string("base_portal.html", {}, request)


def test_without_a_village_the_citys_telephone_stands_on_every_page(cast, client):
    for place, name in ((cast.city, "示例·市纪委"), (cast.town, "示例·镇纪委")):
        set_contact(
            acting=house(), division=place, name=name, phone="0391-0000009", verified_on=date(2026, 11, 1), is_demo=True
        )
    for path in ("/", "/sign-in/", "/objection/", "/there/is/no/such/page/"):
        text = client.get(path).content.decode()
        assert "示例·市纪委" in text, path
        assert "示例·镇纪委" not in text, path
        assert "先选村" in text, path


def test_the_village_of_this_browser_is_named_on_every_page(cast, client):
    client.get(reverse("portal:village", args=[cast.one.pk]))
    for path in ("/", "/powers/", "/track/", "/sign-in/", "/objection/", "/there/is/no/such/page/"):
        text = client.get(path).content.decode()
        assert "坡头镇 示例一村" in text, path
        assert "先选村" not in text, path


def menus(text):
    """(top menu, a phone's bar) of a page, as the addresses they lead to."""
    found = re.findall(r'<nav class="(qd-nav|qd-tabbar)[^>]*>(.*?)</nav>', text, flags=re.S)
    return {name: re.findall(r'href="([^"]+)"', inside) for name, inside in found}


def test_the_desks_menu_leads_nowhere_that_is_closed(cast):
    for key, board in (("clerk", "/boards/desk/"), ("villager", "/boards/"), ("representative", "/boards/")):
        client = client_for(cast[key])
        shown = menus(client.get("/desk/").content.decode())
        assert board in shown["qd-nav"], key
        for address in shown["qd-nav"]:
            assert client.get(address).status_code in (200, 302), (key, address)


@pytest.mark.parametrize(("key", "leads"), [("clerk", True), ("editor", True), ("representative", False)])
def test_who_manages_villages_finds_them_though_he_reads_no_papers(cast, key, leads):
    client = client_for(cast[key])
    villages = reverse("places:villages")
    assert (villages in menus(client.get("/desk/").content.decode())["qd-nav"]) is leads
    assert (f'href="{villages}"' in client.get(reverse("web:more")).content.decode()) is leads


def test_a_phones_bar_holds_four_and_leads_to_all_the_rest(cast):
    client = client_for(cast["clerk"])
    shown = menus(client.get("/desk/").content.decode())
    assert len(shown["qd-tabbar"]) == 4
    more = client.get(reverse("web:more")).content.decode()
    for address in {*shown["qd-nav"], "/me/"} - set(shown["qd-tabbar"]):
        assert f'href="{address}"' in more, address
    register = client.get(reverse("register:entries")).content.decode()
    assert re.search(r'<a href="/desk/more/" aria-current="true">', register)


@pytest.mark.parametrize(
    ("key", "offered", "hidden"),
    [("discipline", "/kin-lookup/", "/recovery/"), ("editor", "/recovery/", "/kin-lookup/")],
)
def test_what_one_post_may_do_is_found_under_more(cast, key, offered, hidden):
    client = client_for(cast[key])
    text = client.get(reverse("web:more")).content.decode()
    assert f'href="{offered}"' in text
    assert f'href="{hidden}"' not in text
    assert client.get(offered).status_code == 200


def test_switches_lead_back_to_a_page_that_can_be_asked_for():
    posted = context.House(RequestFactory().post("/cases/3/done/"))
    assert posted.here == "/"
    assert context.House(RequestFactory().get("/a/?b=1")).here == "/a/?b=1"


def compressed(*files):
    return sum(len(gzip.compress(file.read_bytes(), 9)) for file in files)


def test_a_portal_page_leaves_room_for_its_words(shown):
    """Styles and script of every portal page; what remains is for the page's own words and drawing."""
    frame = compressed(
        THEME,
        STATIC / "vendor" / "bootstrap.min.css",
        STATIC / "qingdan" / "portal.js",
        STATIC / "qingdan" / "paper.js",
    )
    words = len(gzip.compress(shown(demo=True).encode(), 9))
    assert frame + words < BUDGET - 15_000


def test_the_gallery_of_everything_is_within_the_budget(client, settings):
    settings.DEBUG = True
    page = len(gzip.compress(client.get("/show/gallery/").content, 9))
    styles = compressed(
        THEME,
        STATIC / "vendor" / "bootstrap.min.css",
        STATIC / "qingdan" / "portal.js",
        STATIC / "qingdan" / "paper.js",
    )
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
