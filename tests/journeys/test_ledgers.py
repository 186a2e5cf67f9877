"""A director takes last year's spreadsheet through the pages, on a phone; the town looks at it on a desk."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest
from django.core.cache import cache
from playwright.sync_api import Page, expect

from tests.browser import Watched
from tests.cast import Cast, client_for
from tests.editions import load_shipped
from tests.journeys.filled_ledgers import ROWS
from tests.journeys.looking import SMALL
from tests.journeys.walking import DESK, PATIENCE, PHONE, draw

pytestmark = [pytest.mark.journey, pytest.mark.slow, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def cast_and_list(live_server: object, cast: Cast) -> Iterator[Cast]:
    cache.clear()
    load_shipped()
    expect.set_options(timeout=PATIENCE)
    yield cast
    cache.clear()


def sign_in(page: Page, site: str, cast: Cast, who: str) -> None:
    client = client_for(cast[who])
    page.context.add_cookies([{"name": c.key, "value": c.value, "url": site} for c in client.cookies.values()])


def fits(page: Page) -> bool:
    """Nothing is wider than the window, and a thumb hits everything."""
    return page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0 and not page.evaluate(SMALL)


def test_from_the_spreadsheet_to_the_numbers(
    cast_and_list: Cast, live_server, browser: Watched, tmp_path: Path, axe_findings
) -> None:
    site, book, file = live_server.url, openpyxl.Workbook(), tmp_path / "示例台账.xlsx"
    for row in ROWS:
        book.active.append(row)
    book.save(file)
    phone = browser.page(*PHONE, has_touch=True, is_mobile=True)
    sign_in(phone, site, cast_and_list, "director")
    phone.goto(f"{site}/desk/more/")
    phone.get_by_role("link", name="以前的台账").click()
    phone.get_by_role("link", name="导入台账").click()
    phone.get_by_label("哪一项权力的").select_option("petty-goods")
    phone.get_by_label("表格文件").set_input_files(file)
    phone.get_by_role("button", name="先看预览").click()
    expect(phone.get_by_text("一共3件")).to_be_visible()
    phone.get_by_label("J · 备注").select_option("")
    draw(phone, "ledger-preview-phone")
    assert fits(phone)
    phone.get_by_role("button", name="确认，核对并留下结果").click()
    expect(phone.get_by_text("不是对任何人的处分")).to_be_visible()
    draw(phone, "ledger-phone")
    assert fits(phone)
    desk = browser.page(*DESK)
    sign_in(desk, site, cast_and_list, "leader")
    desk.goto(f"{site}/desk/ledgers/villages/")
    expect(desk.get_by_text("33.3%")).to_be_visible()
    draw(desk, "ledger-villages-desk")
    desk.get_by_role("link", name="零星物资采购").last.click()
    expect(desk.get_by_text("1个村，3件")).to_be_visible()
    draw(desk, "ledger-power-desk")
    desk.goto(f"{site}/desk/ledgers/")
    desk.get_by_role("link", name="零星物资采购").click()
    draw(desk, "ledger-desk")
    assert axe_findings(desk) == []
