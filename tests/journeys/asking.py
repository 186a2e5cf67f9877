"""What a villager types who asks for the allowance on a phone, and the pages that this leads over."""

from __future__ import annotations

from tests.journeys.looking import Look
from tests.journeys.staging import Stage

NAME, MOBILE, ID_NUMBER = "示例·钱大娘", "19900000001", "419001190001010018"
HARDSHIP, MISSING = "常年卧床，药费每月八百", "病历复印件，核对授权书"
TITLE = f"家里困难，申请低保：{NAME}"
WORDS = {
    "申请人姓名": NAME, "手机号码": MOBILE, "身份证号": ID_NUMBER, "现在住在哪里": "示例一村第三村民小组5号",
    "一起生活的人数": "2", "家庭成员": "本人、孙子", "困难情况": HARDSHIP, "收入和财产": "一年一万二，没有存款",
}  # fmt: skip
ASK = "/powers/minimum-living/ask/"


def look_at_asking(stage: Stage, look: Look) -> None:
    """Every page between the guide and the receipt, right and wrong, and those that follow by number and code."""
    page = look.page
    page.context.clear_cookies()
    page.goto(look.site + ASK)
    look.judge("ask-where", "nobody")
    page.goto(f"{look.site}/v/{stage.cast.one.pk}/?then=minimum-living")
    look.judge("ask", "nobody")
    _send_as_it_is(look, "填好了，下一步")
    look.judge("ask-mistakes", "nobody")
    for label, value in WORDS.items():
        page.get_by_label(label).first.fill(value)
    _send_as_it_is(look, "填好了，下一步")
    look.judge("ask-look", "nobody")
    _send_as_it_is(look, "交上去")
    look.judge("ask-look-mistakes", "nobody")
    page.get_by_label("有的材料现在拍不了，以后再交").check()
    _send_as_it_is(look, "交上去")
    look.judge("asked", "nobody")
    page.goto(look.site + "/asked/0/")
    look.judge("asked-gone", "nobody")


def look_at_following(stage: Stage, look: Look) -> None:
    """A step that is the party's, its question before withdrawing, and number and code asked for once more."""
    made = stage.open("minimum-living", "示例：陶家申请低保")
    case = stage.carry_on(made.case, "supplement", says={"check-papers": "incomplete"})
    page = look.page
    page.goto(look.site + "/track/")
    page.get_by_label("事项编号").fill(case.number)
    page.get_by_label("查询码").fill(made.code)
    _send_as_it_is(look, "查进度")
    look.judge("todo", "nobody")
    page.get_by_role("link", name="撤回申请").first.click()
    look.judge("follow-stop", "nobody")
    page.goto(f"{look.site}/track/{case.pk}/do/supplement/")
    look.judge("follow-do", "nobody")
    page.context.clear_cookies(name="qd-follow")
    _send_as_it_is(look, "交上去")
    look.judge("follow-again", "nobody")


def _send_as_it_is(look: Look, press: str) -> None:
    look.page.evaluate("document.querySelectorAll('form').forEach(form => { form.noValidate = true })")
    look.page.get_by_role("button", name=press, exact=True).click()
    look.page.wait_for_load_state()
