"""English words are longer than Chinese ones: no page grows wider than its window, and the menu stays on one line."""

from __future__ import annotations

import pytest
from django.conf import settings

from qingdan.web.preferences import MODE_COOKIE
from tests.apps.boards.stage import Stage
from tests.apps.boards.stage import stage as stage  # the fixture
from tests.apps.web.test_english import desk_pages, portal_pages
from tests.cast import client_for

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize(("width", "mode"), [(390, "large"), (1440, "normal")])
def test_no_page_is_too_wide_in_english(browser, live_server, stage: Stage, width: int, mode: str) -> None:
    session = client_for(stage.cast["clerk"]).cookies["sessionid"].value
    chosen = {settings.LANGUAGE_COOKIE_NAME: "en", MODE_COOKIE: mode, "sessionid": session}
    window = browser.page(width, 900)
    window.context.add_cookies([{"name": n, "value": v, "url": live_server.url} for n, v in chosen.items()])
    wide = {}
    for address in [*portal_pages(stage), *desk_pages(stage)]:
        window.goto(live_server.url + address)
        over = window.evaluate("document.documentElement.scrollWidth - innerWidth")
        if over > 0:
            wide[address] = over
    assert wide == {}


@pytest.mark.parametrize(("who", "address"), [(None, "/"), ("clerk", "/desk/")])
def test_the_menu_keeps_to_one_line(browser, live_server, stage: Stage, who: str | None, address: str) -> None:
    window = browser.page(1440, 900)
    chosen = {settings.LANGUAGE_COOKIE_NAME: "en"}
    if who:
        chosen["sessionid"] = client_for(stage.cast[who]).cookies["sessionid"].value
    window.context.add_cookies([{"name": n, "value": v, "url": live_server.url} for n, v in chosen.items()])
    window.goto(live_server.url + address)
    assert window.locator(".qd-top").bounding_box()["height"] < 80
