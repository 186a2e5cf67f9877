"""A hearing from its notice to the board: what anybody sees coming, a question, signing in, opinions, the result.

Two villagers have no account: one asks and signs in on a telephone, one is entered by the clerk.
"""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from qingdan.features.cases.models import Case
from qingdan.records.register import outbox
from qingdan.watch.hearings.models import Attendance, SignInSheet
from tests.journeys.staging import Stage
from tests.journeys.walking import Paper, Village

pytestmark = [pytest.mark.journey, pytest.mark.slow, pytest.mark.django_db(transaction=True)]
POWER = "hearings-consultation"
TITLE = "示例：大家的事坐下来商量，有矛盾坐下来说"
TOPIC = "示例"  # what the acts before the journey filled in


def test_a_hearing_in_public(village: Village) -> None:
    stage = Stage(village.cast)
    goods = stage.carry("petty-goods", "sign")
    case = stage.carry(POWER, "prepare")
    here, day = village.cast.one.pk, timezone.localdate() + timedelta(days=8)
    prepare(village, day.isoformat())
    case = stage.carry_on(case, "call", after="posted")

    read_a_running_case(village, goods, here)
    villager = village.villager()
    number, secret = put_a_question(villager, here)

    village.clock.forward(days=8)
    hall = open_the_hall(village, case)
    sign_in(village, case)
    record(village, hall)
    hold(village, case, stage)
    see_the_result(village, here)
    answer(village, number)
    villager.go(reverse("hearings:answer")).get_by_label("回执码").fill(secret)
    villager.press("看答复").sees("水管从二组接", "已公开").is_fine("hearing-answer")


def prepare(village: Village, day: str) -> None:
    """The clerk sets day, hour and place."""
    village["clerk"].do(
        TITLE,
        "请人、备材料",
        {
            "用什么形式": "听证会",
            "请哪些人": "二组靠渠边的12户、镇水利站",
            "哪天开": day,
            "几点开": "晚上7点半",
            "在哪里": "示例村委会会议室",
            "草案文本": Paper("一页材料"),
        },
    )


def read_a_running_case(village: Village, goods: Case, here: int) -> None:
    """Somebody looks at what is being done, and finds no name."""
    reader = village.villager()
    reader.go(f"/boards/{here}/")
    reader.follow(re.compile("^正在办的事")).sees("买").is_fine("progress-village")
    reader.page.locator(f"a[href='{reverse('progress:case', args=[goods.public_code])}']").click()
    reader.sees("现在在这一步", "轮到", "期限", "接下来").is_fine("progress-case")
    names = [member.person.name for member in village.cast.members.values()]
    reader.never_sees(goods.title, *names)


def put_a_question(villager, here: int) -> tuple[str, str]:
    """The hearing is in the calendar; its subject is the village's own."""
    villager.go(f"/villages/{here}/coming/")
    villager.sees("民主听证与议事协商", "19:30", "示例村委会会议室", "只给本村看").is_fine("coming")
    villager.follow("会前提个问题")
    villager.page.get_by_label("想问什么").fill("水管从哪里接，谁家出钱？")
    villager.is_fine("hearing-ask").press("交上去").sees("收到了")
    number, secret = villager.term("提问编号"), villager.term("回执码（看答复用）")
    villager.is_fine("hearing-receipt")
    return number, secret.replace(" ", "")


def open_the_hall(village: Village, case: Case) -> str:
    """From the inbox to the hall, where the clerk opens the code."""
    clerk = village["clerk"]
    clerk.go("/desk/")
    clerk.follow(re.compile("签到、记意见"))
    clerk.press("开签到码").sees("签到码有了")
    return reverse("hearings:hall", args=[case.pk, "hearing"])


def sign_in(village: Village, case: Case) -> None:
    """On the evening itself somebody scans the code on the wall."""
    sheet = SignInSheet.objects.get(case=case)
    village.clock.ahead += sheet.opens_at + timedelta(hours=1) - timezone.now()
    phone = village.villager()
    phone.go(reverse("hearings:sign", args=[sheet.code]))
    phone.fill_step({"姓名": "示例·陶村民", "哪一户": "陶家", "几组": "二组"})
    phone.is_fine("hearing-sign").press("我来了，签到").sees("签到好了").is_fine("hearing-signed")
    phone.never_sees("示例·陶村民")
    assert Attendance.objects.get().way == "code"


def record(village: Village, hall: str) -> None:
    """The clerk enters a second person, who speaks for another, and writes down what is said."""
    clerk = village["clerk"]
    page = clerk.go(hall)
    page.get_by_text("替没有手机的人登记").click()
    clerk.fill_step({"姓名": "示例·郑老汉", "替谁来的": "示例·郑大娘"}).press("记下他来了")
    clerk.sees("示例·郑老汉", "示例·郑大娘", "2人")
    for words, who in (("水管从二组接，近", "示例·陶村民 二组"), ("每户出的钱要少", "")):
        page.get_by_role("textbox", name="意见", exact=True).fill(words)
        if who:
            page.get_by_label(re.compile("^谁说的")).select_option(label=who)
        clerk.press("记下这条意见").sees(words)
    for says, why in (("采纳", "近，省钱"), ("不采纳", "水站只补一半")):
        form = page.locator("details").filter(has_text="写采纳不采纳").first
        form.locator("summary").click()
        form.get_by_label(says, exact=True).check()
        form.get_by_label("为什么").fill(why)
        form.get_by_role("button", name="记下回复").click()
        clerk.sees(why)
    clerk.is_fine("hearing-hall")


def hold(village: Village, case: Case, stage: Stage) -> None:
    """Who presides finds the numbers filled in; so does the clerk the views."""
    director = village["deputy"].inbox_first(TITLE, "开会商量")
    assert director.page.get_by_label("来了几人").input_value() == "2"
    assert director.page.get_by_label("几人发言").input_value() == "2"
    director.sees("按已有的记录填好了，请核对")
    director.fill_step({"结果": "办完", "会议记录": Paper("记录"), "本人签到表": Paper("签到")}).hand_in()
    village["supervision_head"].do(TITLE, "开会商量", {"结果": "办完"})
    clerk = village["clerk"].inbox_first(TITLE, "整理意见")
    views = clerk.page.get_by_label("意见和回复").input_value()
    assert "1. 水管从二组接，近——采纳：近，省钱" in views
    assert "不采纳：水站只补一半" in views
    assert "示例·陶村民" not in views
    more = {
        "商量的结果": "意见一致或者大多数同意",
        "定下来怎么办": "从二组接水管",
        "要不要村民会议或者代表会议决定": "否",
    }
    clerk.fill_step({**more, "意见汇总表": Paper("意见")}).hand_in()
    stage.carry_on(Case.objects.get(pk=case.pk), "over")
    outbox.sweep(timezone.now())


def see_the_result(village: Village, here: int) -> None:
    """One of the village reads on the board what became of each view."""
    reader = village["representative"]
    reader.go("/desk/")  # signs in
    reader.go(f"/boards/{here}/village-affairs/")
    reader.follow(re.compile("协商结果公布")).sees("水管从二组接，近——采纳", "2").never_sees(
        "示例·陶村民", "示例·郑老汉"
    )


def answer(village: Village, number: str) -> None:
    """One answers, another looks at it; the same person cannot."""
    clerk = village["clerk"]
    clerk.go(reverse("hearings:question", args=[number])).get_by_label("答复").fill("水管从二组接，钱由水站补一半。")
    clerk.is_fine("hearing-question").press("答复").sees("答复已经记下")
    clerk.go(reverse("hearings:question", args=[number]))
    clerk.sees("要请另一个人看过")
    watcher = village["supervision_head"]
    watcher.go("/desk/hearings/")
    watcher.is_fine("hearing-waiting").follow(re.compile(number))
    watcher.page.get_by_label("问题和答复都可以公开").check()
    watcher.press("记下").sees("可以给人看了")
