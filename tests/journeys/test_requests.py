"""A villager with a phone and no account: asks for the allowance, supplements what is missing, withdraws another."""

from __future__ import annotations

import re

import pytest

from tests.journeys.asking import HARDSHIP, ID_NUMBER, MISSING, NAME, TITLE, WORDS
from tests.journeys.walking import Paper, Village, Walker, photo

pytestmark = [pytest.mark.journey, pytest.mark.slow, pytest.mark.django_db(transaction=True)]


def ask(phone: Walker, papers: bool) -> tuple[str, str]:
    """From the guide to the receipt; the village is chosen on the way if this phone does not know it yet."""
    phone.go("/powers/minimum-living/")
    phone.follow("提出申请")
    if phone.page.get_by_role("link", name="选您的村").count():
        phone.is_fine("journey-ask-where").follow("选您的村")
        phone.page.get_by_label("选您的村").fill("示例一")
        phone.press("找").follow(re.compile("^示例一村"))
    phone.sees("第1步，共2步", "坡头镇 示例一村").is_fine("journey-ask")
    phone.fill_step(WORDS).press("填好了，下一步")
    phone.sees("您要提交的内容", NAME, HARDSHIP, "公示时会写出来").is_fine("journey-ask-look")
    if papers:
        phone.fill_step({"申请书和承诺书": Paper("申请书")})
    phone.page.get_by_label("有的材料现在拍不了，以后再交").check()
    phone.press("交上去").sees("收到了", "镇民政办工作人员，最晚", "核对授权书", "0391-0000001").is_fine(
        "journey-asked"
    )
    return phone.term("事项编号"), phone.term("查询码").replace(" ", "")


def follow(phone: Walker, number: str, code: str) -> Walker:
    """By the QR code of the receipt: the number stands there, the code fills itself in where there is script."""
    phone.go(f"/track/?n={number}#{code}")
    assert phone.page.get_by_label("查询码").input_value() == code
    return phone.press("查进度")


def test_a_request_from_a_phone_is_supplemented_and_another_withdrawn(village: Village):
    phone = village.villager()
    number, code = ask(phone, papers=True)
    follow(phone, number, code).sees("不用您做什么", "轮到镇民政办工作人员").never_sees(NAME, HARDSHIP, ID_NUMBER)

    town = village["civil_affairs"]
    town.inbox_first(TITLE, "审查材料").sees("未核实身份", "自己在手机上办", "还没交")
    town.page.get_by_text("核实身份", exact=True).click()
    town.fill_step({"怎么核实的": "回了电话，说得对"}).press("记下：已核实").sees("已核实身份")
    town.inbox_first(TITLE, "审查材料").fill_step({"结果": "材料不齐"}).hand_in()
    town.do(TITLE, "一次告知补正", {"要补的全部材料": MISSING, "送达回执": Paper("告知回执")})
    town.inbox_case(TITLE).sees("停着", "停算（补交材料）").is_fine("journey-desk-stopped")

    village.clock.forward(days=2)
    follow(phone, number, code).sees("现在要您做的", "补交材料", MISSING, "最晚").is_fine("journey-todo")
    phone.follow("去办这一步").sees(MISSING).is_fine("journey-supplement")
    phone.page.locator("form.qd-sheet").evaluate("form => form.noValidate = true")
    phone.press("交上去").sees("还差材料", MISSING)  # without a photo it is said, and nothing is lost
    label = phone.page.locator("form.qd-sheet input[type=file]").first
    label.set_input_files({"name": "病历.png", "mimeType": "image/png", "buffer": photo("病历")})
    phone.press("交上去").sees("已经转给经办人", "不用您做什么").is_fine("journey-supplemented")
    town.inbox_first(TITLE, "复核材料").sees("停算（补交材料）不算").fill_step({"结果": "办完"}).hand_in()
    town.sees("办好了")

    other = village.villager()
    second, secret = ask(other, papers=False)
    assert second != number
    follow(other, second, secret).follow("撤回申请").sees("确定要").is_fine("journey-withdraw")
    other.page.get_by_label("为什么").fill("孩子接走了")
    other.press("确定撤回申请").sees("已经撤回", "已撤回").is_fine("journey-withdrawn")
    follow(phone, number, code).sees("不用您做什么").never_sees("已经撤回")


def test_it_all_works_without_script(village: Village):
    phone = village.window((390, 844), "", has_touch=True, is_mobile=True, java_script_enabled=False)
    phone.go("/villages/?q=示例一&then=minimum-living")
    phone.follow(re.compile("^示例一村"))
    phone.fill_step(WORDS).press("填好了，下一步")
    phone.page.get_by_label("有的材料现在拍不了，以后再交").check()
    phone.press("交上去").sees("收到了", NAME)
    number, code = phone.term("事项编号"), phone.term("查询码")
    phone.go(f"/track/?n={number}")
    phone.fill_step({"查询码": code}).press("查进度").sees("不用您做什么")
    phone.follow("撤回申请").press("确定撤回申请").sees("已撤回")
