"""A notice written by hand on a phone: put up, objected to by the code on the wall, answered, checked, corrected, taken
down; and the screen for the wall, which keeps its page when the network is gone."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from qingdan.records.files.scanning import texts
from qingdan.watch.boards.models import Notice
from tests.apps.boards.test_photos import photo
from tests.apps.intake.test_papers import photographed
from tests.journeys.filled_notices import put_up
from tests.journeys.walking import PHONE, Village, Walker

pytestmark = [pytest.mark.journey, pytest.mark.slow, pytest.mark.django_db(transaction=True)]

TABLE = "项目\t金额（元）\n灯泡\t1,200.00\n人工\t300.00"


def phone_of(village: Village, key: str) -> Walker:
    return village.window(PHONE, village.cast[key].account.username, has_touch=True, is_mobile=True)


def write(clerk: Walker) -> None:
    clerk.go("/boards/desk/")
    clerk.follow(re.compile("写一份公示")).fill_step({"标题": "路灯维修支出", "正文": "九月修了路灯。"})
    page = clerk.page
    page.get_by_label("贴到哪个栏").select_option(label="财务公开栏")
    page.locator("[name=line-0-term]").fill("承修单位")
    page.locator("[name=line-0-value]").fill("示例五金店")
    page.locator("[name=line-1-term]").fill("经手人")
    page.locator("[name=line-1-value]").fill("示例·冯组长")
    page.locator("[name=line-1-audience]").select_option("village")
    page.locator("[name=table-0-term]").fill("支出明细")
    page.locator("[name=table-0-text]").fill(TABLE)
    clerk.is_fine("notice-write").press("存草稿，看一看")
    clerk.sees("草稿存好了", "支出明细", "1,200.00").is_fine("notice-draft").press("交给监委会审").sees("交上去了")


def review(head: Walker, passed: bool) -> None:
    head.go("/boards/desk/")
    head.follow(re.compile("路灯维修支出"))
    if passed:
        head.press("审过，可以贴").sees("已经审过")
    else:
        head.fill_step({"退回的理由": "没写合计"}).is_fine("notice-review").press("退回去改").sees("退回去了")


def post(clerk: Walker) -> Notice:
    clerk.go("/boards/desk/")
    clerk.follow(re.compile("路灯维修支出")).press("贴出").sees("已经贴出")
    notice = Notice.objects.latest("pk")
    picture = {"name": "墙.jpg", "mimeType": "image/jpeg", "buffer": photo(notice.posted_at)}
    clerk.page.get_by_label("照片").set_input_files(picture)
    clerk.fill_step({"贴在哪里": "村委会门口公开栏"}).is_fine("notice-photo").press("交照片").sees(
        "照片收下了", "对得上"
    )
    return notice


def scan(clerk: Walker, notice: Notice, size: str) -> str:
    """The address in the code of the posted sheet, photographed a little askew."""
    answer = clerk.page.request.get(clerk.site + reverse(size, args=[notice.code]))
    found = texts(photographed(answer.body(), turn=3, blur=0.6), "image/jpeg")
    assert found == [clerk.site + reverse("boards:notice", args=[notice.wall_code])]
    return found[0]


def test_from_the_clerks_phone_to_the_wall_and_down_again(village: Village, settings: Any):
    settings.BASE_URL = village.site
    clerk, head, neighbour = phone_of(village, "clerk"), phone_of(village, "supervision_head"), village.villager()
    write(clerk)
    review(head, passed=False)
    clerk.go("/boards/desk/")
    clerk.follow(re.compile("路灯维修支出")).sees("没写合计").follow("接着改").fill_step(
        {"正文": "九月修了路灯，共1500元。"}
    )
    clerk.press("存草稿，看一看").press("交给监委会审").sees("交上去了")
    review(head, passed=True)
    notice = post(clerk)
    assert scan(clerk, notice, "forms:notice-a3") == scan(clerk, notice, "forms:notice")
    neighbour.page.goto(scan(clerk, notice, "forms:notice"))
    neighbour.sees("示例五金店", "示例·冯组长", "灯泡").is_fine("notice-by-hand").follow("我有异议")
    neighbour.fill_step({"哪里不对": "灯泡没有那么贵"}).press("交上去").sees("收到了")
    clerk.go("/boards/desk/")
    clerk.follow(re.compile("去答复")).fill_step(
        {"查下来": "异议成立，要改", "答复和理由": "多写了，已经更正。", "异议的大意（公开）": "对灯泡的价钱有异议"}
    ).press("答复").sees("没有等着答复的异议")
    neighbour.go(f"/n/{notice.code}/")
    neighbour.sees("已答复 1 条").never_sees("多写了，已经更正。", "示例·冯组长")
    head.go("/boards/desk/")
    head.follow(re.compile("去核")).is_fine("notice-check").press("核过，公开").sees("已经公开")
    neighbour.page.reload()
    neighbour.sees("对灯泡的价钱有异议", "多写了，已经更正。").never_sees("灯泡没有那么贵")
    clerk.go(f"/n/{notice.code}/")
    clerk.press("内容有错，写更正").fill_step(
        {"为什么更正、更正了哪里": "灯泡价钱写多了", "正文": "九月修了路灯，共1200元。"}
    )
    clerk.is_fine("notice-correction-write").press("存草稿，看一看").press("交给监委会审").sees("交上去了")
    review(head, passed=True)
    newer = post(clerk)
    neighbour.page.reload()
    neighbour.sees("这一版已更正", "灯泡价钱写多了").is_fine("notice-corrected").follow("看更正以后的版本").sees(
        "共1200元"
    )
    clerk.go("/boards/desk/")
    assert clerk.page.get_by_text("记下已取下").count() == 0
    village.clock.forward(days=17)
    clerk = phone_of(village, "clerk")
    clerk.go("/boards/desk/")
    clerk.page.get_by_text("记下已取下").first.click()
    clerk.press(re.compile("是的，")).sees("期满取下")
    neighbour.go(f"/n/{newer.code}/")
    neighbour.sees("期满取下")


def test_the_screen_goes_on_by_itself_is_held_by_a_key_and_outlives_the_network(village: Village):
    put_up(village.cast)
    put_up(village.cast)
    page = village.window((1920, 1080), "").page
    page.clock.install()
    page.goto(f"{village.site}/villages/{village.cast.one.pk}/boards/wall/")
    place = page.locator(".qd-wall-foot p").last
    expect(place).to_have_text("1/2")
    assert page.evaluate("document.documentElement.scrollHeight <= innerHeight")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.clock.run_for(41_000)
    expect(place).to_have_text("2/2")
    page.keyboard.press("Space")
    expect(page.locator("[data-stale]")).to_have_text("停住了，按空格键接着放")
    page.clock.run_for(120_000)
    expect(place).to_have_text("2/2")
    page.context.set_offline(True)
    page.keyboard.press("Space")
    expect(page.locator("[data-stale]")).to_contain_text("网断了")
    expect(page.locator("h1")).to_have_text("路灯维修支出")
    page.context.set_offline(False)
    page.clock.run_for(16_000)
    expect(place).to_have_text("1/2")
    expect(page.locator("[data-stale]")).not_to_contain_text("网断了")
