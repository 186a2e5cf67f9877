"""The static copy on a phone, from a plain file server: reading, choosing a village, language, size of type."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from types import SimpleNamespace

import pytest
from playwright.sync_api import Page, expect

from qingdan.web.publishing import extras
from tests.apps.publishing.conftest import LIVE
from tests.apps.publishing.conftest import published as published  # the fixture
from tests.apps.publishing.serving import served

pytestmark = [pytest.mark.django_db, pytest.mark.journey]


@pytest.fixture
def address(published: SimpleNamespace) -> Iterator[str]:
    """Where the copy is served, in a folder of a host and not at its root."""
    with served(published.copy.parent) as host:
        yield f"{host}/{published.copy.name}"


def test_a_villager_reads_the_copy(
    address: str, published: SimpleNamespace, phone: Page, axe_findings: Callable[[Page], list[str]]
) -> None:
    scene = published.scene
    village = scene.cast.one
    phone.goto(f"{address}/")
    expect(phone.locator("#qd-copy")).to_contain_text("静态副本")
    assert phone.locator("form[role=search]").get_attribute("action") == f"{LIVE}/powers/"
    phone.get_by_role("link", name="先选您的村").first.click()
    phone.get_by_role("link", name=village.parent.short_name).first.click()
    phone.get_by_role("link", name=village.short_name).first.click()
    expect(phone).to_have_url(f"{address}/v/{village.pk}/")
    expect(phone.locator("body")).to_contain_text(village.short_name)
    assert axe_findings(phone) == []

    phone.get_by_role("link", name="全部公示").click()
    expect(phone).to_have_url(f"{address}/boards/{village.pk}/")
    phone.locator(f"a[href$='n/{scene.open.code}/']").first.click()
    expect(phone.locator("h1")).to_contain_text(scene.open.title["zh"])
    assert phone.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    assert axe_findings(phone) == []

    phone.get_by_role("link", name="English").last.click()
    expect(phone).to_have_url(f"{address}/en/n/{scene.open.code}/")
    expect(phone.locator("html")).to_have_attribute("lang", "en")
    phone.get_by_role("link", name="中文").last.click()
    expect(phone).to_have_url(f"{address}/n/{scene.open.code}/")


def test_the_browser_keeps_the_size_of_type_and_the_village(
    address: str, published: SimpleNamespace, phone: Page
) -> None:
    village = published.scene.cast.one
    phone.goto(f"{address}/v/{village.pk}/")
    phone.get_by_role("button", name="大字").click()
    expect(phone.locator("html")).to_have_attribute("data-mode", "large")
    phone.goto(f"{address}/powers/")
    expect(phone.locator("html")).to_have_attribute("data-mode", "large")
    phone.locator(".qd-tabbar a").first.click()
    expect(phone).to_have_url(f"{address}/v/{village.pk}/")
    phone.locator(".qd-tabbar a").nth(2).click()
    expect(phone).to_have_url(f"{address}/boards/{village.pk}/")


def test_without_scripts_everything_is_there(address: str, published: SimpleNamespace, browser) -> None:
    page = browser.page(java_script_enabled=False)
    page.goto(f"{address}/n/{published.scene.open.code}/")
    expect(page.locator("h1")).to_contain_text(published.scene.open.title["zh"])
    assert page.get_by_role("link", name="大字").get_attribute("href").startswith(LIVE)


def test_what_is_not_there_says_so(
    address: str, published: SimpleNamespace, browser, axe_findings: Callable[[Page], list[str]]
) -> None:
    copy = published.copy
    (copy / "gone").mkdir(exist_ok=True)
    (copy / "gone" / "index.html").write_bytes(extras.taken_down("zh-hans"))
    page = browser.page(bypass_csp=True)  # for axe, which is a script
    for name, words in (("gone/", "已经取下"), ("404.html", "没有这一页")):
        page.goto(f"{address}/{name}")
        expect(page.locator("h1")).to_contain_text(words)
        assert axe_findings(page) == []
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def test_an_address_that_moved_leads_on(address: str, published: SimpleNamespace, phone: Page) -> None:
    (published.copy / "moved").mkdir(exist_ok=True)
    (published.copy / "moved" / "index.html").write_bytes(extras.moved("../powers/", "zh-hans"))
    phone.goto(f"{address}/moved/")
    expect(phone).to_have_url(f"{address}/powers/")
