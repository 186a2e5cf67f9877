"""Subscribe and receive: a villager by mail, the village's group by its robot, another site by a feed."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from django.utils import timezone
from lxml import etree
from playwright.sync_api import expect

from qingdan.records.register import outbox
from qingdan.watch.boards.models import Notice
from tests.apps.reach.elsewhere import Hook, Mailbox
from tests.browser import axe_findings
from tests.journeys.staging import Stage
from tests.journeys.walking import Village

pytestmark = [pytest.mark.journey, pytest.mark.slow, pytest.mark.django_db(transaction=True)]
POWER = "petty-goods"


@pytest.fixture
def mailbox() -> Iterator[Mailbox]:
    with Mailbox.serving() as served:
        yield served


@pytest.fixture
def hook() -> Iterator[Hook]:
    with Hook.serving() as served:
        yield served


def text_of(mail) -> str:
    return mail.get_body(("plain",)).get_content()


def address_in(mail, site: str, path: str) -> str:
    """The address that a letter leads to."""
    (found,) = set(re.findall(rf"{re.escape(site)}({path}[a-z0-9]+/)", text_of(mail)))
    return found


def put_up(village: Village) -> Notice:
    """A purchase that goes all its way to the board."""
    Stage(village.cast).carry(POWER, "over")
    return Notice.objects.filter(audience="internet").latest("pk")


def test_subscribe_and_receive(village: Village, mailbox: Mailbox, hook: Hook, settings) -> None:
    settings.BASE_URL = village.site
    settings.LETTERS = {"mail": mailbox.address, "sms": ""}
    # A villager subscribes on a phone, and nothing is sent but the question.
    reader = village.villager()
    page = reader.page
    reader.go(f"/boards/{village.cast.one.pk}/")
    page.get_by_role("link", name="订阅", exact=True).click()
    page.get_by_label("邮箱").fill("zhang@example.com")
    page.get_by_label("财务").first.check()
    page.get_by_role("button", name="订阅", exact=True).click()
    expect(page.get_by_role("heading", name="差一步：请点确认", level=1)).to_be_visible()
    assert outbox.run_errands(timezone.now()) == 1
    mine = address_in(mailbox.mails[0], village.site, "/sub/")
    reader.go(mine)
    page.get_by_role("button", name="是我，确认订阅").click()
    expect(page.get_by_role("heading", name="您订阅了示例一村的公示")).to_be_visible()
    assert not axe_findings(page)
    # The clerk brings the robot of the village's group to the house.
    clerk = village["clerk"]
    clerk.go("/boards/desk/")
    clerk.follow("群机器人和订阅").follow(re.compile("接一个群机器人"))
    clerk.page.get_by_role("radio", name="企业微信").check()
    clerk.page.get_by_label("群叫什么").fill("示例一村村民群")
    clerk.page.get_by_label("机器人的地址（Webhook）").fill(hook.wecom)
    clerk.press("接上")
    expect(clerk.page.get_by_text("示例一村村民群")).to_be_visible()
    assert outbox.run_errands(timezone.now()) == 1 and "接好了" in hook.got[0].text
    # A notice goes up: mail, group and feed have it, each once, and say that it is an example.
    notice = put_up(village)
    assert outbox.run_errands(timezone.now()) == 2
    assert outbox.run_errands(timezone.now()) == 0
    assert len(mailbox.mails) == 2 and len(hook.got) == 2
    assert mailbox.mails[1]["Subject"].startswith("【示例】示例一村：")
    assert hook.got[1].text.startswith("【示例】示例一村：") and f"/n/{notice.code}/" in hook.got[1].text
    feed = etree.fromstring(page.request.get(f"{village.site}/feeds/villages/{village.cast.one.pk}.atom").body())
    assert f"/n/{notice.code}/" in feed.find(".//{*}entry/{*}id").text
    clerk.go("/desk/reach/")
    expect(clerk.page.get_by_text("发到了").first).to_be_visible()
    # From the letter to the notice, and on to the group.
    reader.go(address_in(mailbox.mails[1], village.site, "/n/"))
    reader.follow("拿去转发")
    expect(page.get_by_text("示例一村的各位村民，请注意听。")).to_be_visible()
    picture = page.get_by_role("img", name=re.compile("图上的字和微信群那一段一样"))
    picture.scroll_into_view_if_needed()
    page.wait_for_function("[...document.images].every(one => one.complete && one.naturalWidth)")
    assert not axe_findings(page)
    # One press, and no more letters.
    reader.go(mine)
    page.get_by_role("button", name="退订").click()
    expect(page.get_by_role("heading", name="已经退订")).to_be_visible()
    put_up(village)
    assert outbox.run_errands(timezone.now()) == 1
    assert len(mailbox.mails) == 2 and len(hook.got) == 3
