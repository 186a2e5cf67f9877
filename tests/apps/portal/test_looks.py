"""Every page of the villagers' face, and the boards' desk, in a real browser: on a phone in large type and on a desk;
on a phone in ordinary type they are seen in tests/journeys/test_axe.py. With ``QINGDAN_SHOTS=FOLDER`` each is also
drawn as a picture there."""

import os
from pathlib import Path

import pytest
from playwright.sync_api import expect

from qingdan.watch.boards.acts import lodge_objection
from tests.apps.boards.stage import days_ago
from tests.cast import client_for, house

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
WIDTHS = {390: 844, 1440: 900}


def addresses(stage):
    """Name and address of a page of each kind."""
    _opened, own = stage.relief(days_ago(2))
    _opened, public = stage.purchase(days_ago(3))
    objection = lodge_objection(acting=house(), notice=own, words="他家有车，也有门面房。").objection
    here = stage.cast.one.pk
    return {
        "home": "/",
        "villages": f"/villages/?town={stage.cast.town.pk}",
        "village-qr": f"/v/{here}/qr/",
        "powers": "/powers/",
        "search": "/powers/?q=救助",
        "nothing-found": "/powers/?q=飞船",
        "guide": "/powers/small-buy/",
        "drawing": "/powers/small-buy/drawing/",
        "duties": "/duties/",
        "prohibitions": "/prohibitions/",
        "boards": f"/boards/{here}/",
        "board": f"/boards/{here}/finance/",
        "board-own": f"/boards/{here}/village-affairs/",
        "notice": f"/n/{own.code}/",
        "notice-public": f"/n/{public.code}/",
        "object": f"/n/{own.code}/objection/",
        "objection": "/objection/",
        "track": "/track/",
        "desk": "/boards/desk/",
        "answer": f"/boards/desk/objection/{objection.number}/",
    }


def check(window, axe_findings, name, width):
    shots = os.environ.get("QINGDAN_SHOTS")
    if shots:
        window.screenshot(path=str(Path(shots) / f"{name}-{width}.png"), full_page=True)
    assert axe_findings(window) == [], name
    assert window.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0, name


@pytest.mark.parametrize(("width", "mode"), [(390, "large"), (1440, "normal")])
def test_every_page_reads_and_fits(browser, axe_findings, live_server, stage, width, mode):
    window = browser.page(width, WIDTHS[width])
    session = client_for(stage.cast["clerk"]).cookies["sessionid"].value
    window.context.add_cookies([{"name": "qd-mode", "value": mode, "url": live_server.url}])
    pages = addresses(stage)
    window.goto(live_server.url)
    check(window, axe_findings, f"home-no-village-{mode}", width)
    window.goto(f"{live_server.url}/v/{stage.cast.one.pk}/")
    for name, path in pages.items():
        if name == "desk":
            window.context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
        answer = window.goto(live_server.url + path)
        assert answer.status == 200, name
        check(window, axe_findings, f"{name}-{mode}", width)


# What a reader gets of a page: its words in order, folds opened, without the button that only a script can work.
WORDS = """() => { document.querySelectorAll('details').forEach(fold => { fold.open = true })
  document.querySelectorAll('#qd-read').forEach(button => button.remove()); return document.body.innerText }"""


def test_every_page_says_the_same_without_script(browser, live_server, stage):
    """No script runs for the reader; the words are read out of the page all the same."""
    pages = {name: path for name, path in addresses(stage).items() if name not in ("desk", "answer")}
    said = {}
    for runs in (True, False):
        window = browser.page(390, 844)
        if not runs:
            window.route("**/*.js", lambda route: route.abort())
        window.goto(f"{live_server.url}/v/{stage.cast.one.pk}/")
        for name, path in pages.items():
            window.goto(live_server.url + path)
            said.setdefault(name, []).append(window.evaluate(WORDS))
    assert {name: texts for name, texts in said.items() if texts[0] != texts[1]} == {}


@pytest.mark.parametrize("width", WIDTHS)
def test_objecting_and_following(browser, axe_findings, live_server, stage, width):
    window = browser.page(width, WIDTHS[width])
    opened, own = stage.relief()
    bought, _notice = stage.purchase()
    window.goto(f"{live_server.url}/n/{own.code}/")
    window.get_by_role("link", name="我有异议").click()
    window.get_by_role("button", name="交上去").click()
    window.get_by_label("哪里不对").fill("他家有车")
    window.get_by_role("button", name="交上去").click()
    window.get_by_role("heading", name="收到了").wait_for()
    check(window, axe_findings, "receipt", width)
    window.goto(f"{live_server.url}/track/")
    for made, name in ((opened, "tracked"), (bought, "tracked-sub")):
        window.get_by_label("事项编号").fill(made.case.number)
        window.get_by_label("查询码").fill(made.code)
        window.get_by_role("button", name="查进度").click()
        window.get_by_text("上一次有进展").first.wait_for()
        check(window, axe_findings, name, width)
        window.get_by_role("link", name="查另一件").click()
    window.get_by_label("事项编号").fill(opened.case.number)
    window.get_by_label("查询码").fill("AAAAAAAAAA")
    window.get_by_role("button", name="查进度").click()
    check(window, axe_findings, "track-wrong", width)


def test_all_of_it_works_without_script(browser, live_server, stage):
    window = browser.page(390, 844, java_script_enabled=False)
    opened, own = stage.relief()
    window.goto(f"{live_server.url}/n/{own.code}/objection/")
    window.get_by_label("哪里不对").fill("他家有车")
    window.get_by_role("button", name="交上去").click()
    expect(window.get_by_role("heading", name="收到了")).to_be_visible()
    window.goto(f"{live_server.url}/track/")
    window.get_by_label("事项编号").fill(opened.case.number)
    window.get_by_label("查询码").fill(opened.code)
    window.get_by_role("button", name="查进度").click()
    expect(window.get_by_text("现在在这一步").first).to_be_visible()
    window.goto(live_server.url)
    window.get_by_label("您想办什么事？").fill("低保")
    window.get_by_role("button", name="找").click()
    window.get_by_role("link", name="申请救助").click()
    expect(window.get_by_role("heading", name="申请救助", level=1)).to_be_visible()
