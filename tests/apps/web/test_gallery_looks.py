"""Every component in a real browser: readable by everyone, at a phone's width and a desk's, in both sizes of type."""

import pytest
from playwright.sync_api import expect

PAGES = ["", "desk/", "print/", "409/"]  # the other error pages differ in words only
pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def gallery(live_server, settings):
    settings.DEBUG = True
    return f"{live_server.url}/show/gallery/"


@pytest.mark.parametrize("width", [390, 1440])
@pytest.mark.parametrize("mode", ["normal", "large"])
@pytest.mark.parametrize("page", PAGES)
def test_nothing_is_hard_to_reach_or_runs_out_of_the_page(browser, axe_findings, gallery, page, mode, width):
    window = browser.page(width, 900)
    window.context.add_cookies([{"name": "qd-mode", "value": mode, "url": gallery}])
    window.goto(gallery + page)
    assert axe_findings(window) == []
    assert window.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0


@pytest.mark.parametrize("page", ["", "desk/"])
@pytest.mark.parametrize("width", [320, 768, 1000])
def test_big_type_fits_every_width(browser, gallery, page, width):
    window = browser.page(width, 900)
    window.context.add_cookies([{"name": "qd-mode", "value": "large", "url": gallery}])
    window.goto(gallery + page)
    assert window.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0


SMALL = """() => [...document.querySelectorAll('main a, main button, main summary, header a, footer a, nav a')]
  .filter(e => { const r = e.getBoundingClientRect(); return r.width && r.height < 47.5 })
  .map(e => e.outerHTML.slice(0, 100))"""


@pytest.mark.parametrize("page", ["", "desk/"])
def test_a_thumb_finds_every_target(browser, gallery, page):
    window = browser.page(390, 900, has_touch=True, is_mobile=True)
    window.goto(gallery + page)
    assert window.evaluate(SMALL) == []


def test_all_of_it_reads_without_script(browser, gallery):
    window = browser.page(390, 900, java_script_enabled=False)
    window.goto(gallery)
    expect(window.locator("h1")).not_to_be_empty()
    expect(window.locator("#qd-read")).to_be_hidden()
    window.get_by_role("link", name="大字").click()
    expect(window.locator("html")).to_have_attribute("data-mode", "large")


def test_a_mistake_leads_to_its_field(phone, gallery):
    phone.goto(gallery)
    phone.locator(".qd-errors a").first.click()
    assert phone.evaluate("document.activeElement.id || location.hash") in ("id_wrong-item", "#id_wrong-item")
