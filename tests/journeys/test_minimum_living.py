"""A family asks for the subsistence allowance: to the town, to the city, to the board, with a neighbour's objection."""

from __future__ import annotations

import re

import pytest

from tests.journeys.walking import Paper, Village, Walker

pytestmark = [pytest.mark.journey, pytest.mark.slow, pytest.mark.django_db(transaction=True)]

APPLICANT, MOBILE = "示例·陶村民", "19900000000"
ID_NUMBER = "419001190001010018"
TITLE = f"家里困难，申请低保：{APPLICANT}"
HARDSHIP = "常年卧床，药费每月八百"
NEVER_SHOWN = (ID_NUMBER, MOBILE, HARDSHIP, "第一村民小组7号", "6217000000000000")
OBJECTION = "他家大儿子在县里开店"


@pytest.fixture
def slip(village: Village) -> tuple[str, str]:
    """The clerk takes the request of a villager at the counter; number and code as they stand on the receipt."""
    clerk = village["clerk"]
    clerk.go("/desk/open/minimum-living/")
    apply = {
        "怎么来的": "本人到窗口", "他自己是怎么说的": "日子过不下去了", "申请人姓名": APPLICANT, "手机号码": MOBILE,
        "身份证号": ID_NUMBER, "现在住在哪里": "示例一村第一村民小组7号", "一起生活的人数": "3",
        "家庭成员": "本人、妻子、一个孩子", "困难情况": HARDSHIP, "收入和财产": "一年一万二，没有存款",
        "领钱的银行账号": "6217000000000000", "申请书和承诺书": Paper("申请书"), "核对授权书": Paper("授权书"),
        "怎么核实身份的": "当面看了身份证",
    }  # fmt: skip
    clerk.fill_step(apply).press("登记，打印回执")
    clerk.sees("申请回执", "镇民政办工作人员，最晚", "当天不算").is_fine("journey-desk-receipt")
    return clerk.term("事项编号"), clerk.term("查询码").replace(" ", "")


def application_to_opinion(village: Village) -> None:
    town = village["civil_affairs"]
    town.inbox_first(TITLE, "审查材料").fill_step({"结果": "办完"}).hand_in()
    town.inbox_first(TITLE, "受理").also("登记近亲属、启动调查", {"近亲属情况": "没有"}).hand_in()
    village["city_civil_affairs"].do(TITLE, "启动核对")
    means = {"核对结果": "没有超出标准", "信息核对报告": Paper("核对报告"), "结果": "办完"}
    village["city_civil_affairs"].do(TITLE, "信息核对", means)
    survey = {"调查情况": "三间旧房，邻居都说属实", "入户调查表": Paper("调查表"), "现场照片": Paper("入户")}
    town.do(TITLE, "两人入户调查", survey)
    village["civil_affairs_b"].do(TITLE, "两人入户调查")
    opinion = {"建议每月金额": "1,040", "收入不固定，或家里有人能劳动": "是", "初审意见表": Paper("意见")}
    town.do(TITLE, "提出初审意见", opinion)


def notice_and_objection(village: Village) -> Walker:
    """The notice goes up, is watched, is objected to by a passer-by with a phone, and the objection is answered."""
    village["clerk"].do(TITLE, "初审公示")
    village["supervisor"].do(TITLE, "监督张贴", {"张贴照片": Paper("公示栏")})

    outsider = village.villager()
    outsider.go(f"/boards/{village.cast.one.pk}/village-affairs/")
    outsider.sees("1份公示只贴在村公开栏").never_sees(APPLICANT, "最低生活保障初审公示").is_fine(
        "journey-board-village"
    )

    neighbour = village.villager()
    neighbour.go(address_on_the_sheet(village["clerk"], "最低生活保障初审公示"))
    neighbour.sees(APPLICANT, "3", "¥1,040.00").never_sees(*NEVER_SHOWN).is_fine("journey-first-notice")
    neighbour.follow("我有异议").fill_step({"哪里不对": OBJECTION}).is_fine("journey-object").press("交上去")
    neighbour.sees("收到了").is_fine("journey-receipt")

    clerk = village["clerk"]
    clerk.go("/boards/desk/")
    clerk.follow(re.compile("去答复")).sees(OBJECTION)
    clerk.fill_step(
        {
            "查下来": "异议成立，要改",
            "答复和理由": "查到店已转让，重新核实后再定。",
            "异议的大意（公开）": "对有没有门面房有异议",
        }
    ).press("答复")
    clerk.sees("没有等着答复的异议")
    return neighbour


def address_on_the_sheet(desk: Walker, title: str) -> str:
    """Where the QR code on the paper leads: whoever stands before the board can read it."""
    desk.go("/boards/desk/")
    return str(desk.page.get_by_role("link", name=title).get_attribute("href"))


def after_the_notice(village: Village) -> None:
    town, city = village["civil_affairs"], village["city_civil_affairs"]
    again = {"用什么办法重新核实": "重新调查", "重新核实的情况": "店确已转让", "入户调查表": Paper("复查表")}
    village["leader"].do(TITLE, "重新核实", again)
    village["agriculture"].do(TITLE, "重新核实")
    town.do(TITLE, "重提初审意见", {"重新建议的每月金额": "900", "初审意见表": Paper("意见二")})
    town.do(TITLE, "答复异议人", {"送达回执": Paper("回执")})
    town.do(TITLE, "上报市民政局")
    city.do(TITLE, "市局接收", {"接到过投诉或举报": "否"})
    city.do(TITLE, "市里入户", {"市里入户情况": "情况属实", "入户调查表": Paper("市里调查表")})
    decided = {"每月金额": "900", "从哪天起发": "2027-01-01", "确认决定书": Paper("决定书"), "结果": "同意"}
    city.do(TITLE, "市局审核确认", decided)
    town.do(TITLE, "送达确认通知", {"送达回执": Paper("送达")})
    village["clerk"].do(TITLE, "公布享受名单")
    town.do(TITLE, "归档")


def test_from_the_application_to_the_board_and_back_by_its_number(village: Village, slip: tuple[str, str]):
    application_to_opinion(village)
    neighbour = notice_and_objection(village)
    follow(village, *slip, "正在公示，等异议期满")
    village.clock.forward(days=8)
    after_the_notice(village)

    neighbour.go(address_on_the_sheet(village["clerk"], "最低生活保障对象公布"))
    neighbour.sees(APPLICANT, "¥900.00").never_sees(*NEVER_SHOWN, OBJECTION).is_fine("journey-receiving")
    outsider = village.villager()
    outsider.go(f"/boards/{village.cast.one.pk}/village-affairs/")
    outsider.never_sees(APPLICANT, "最低生活保障对象公布")
    follow(village, *slip, "已确认享受")


def follow(village: Village, number: str, code: str, *now: str) -> None:
    """The family reads on a phone where its case stands: steps and days, no names and no papers."""
    family = village.villager()
    family.go("/track/")
    family.fill_step({"事项编号": number, "查询码": code}).press("查进度")
    family.sees(number, "初审公示", *now).is_fine("journey-relief-tracked")
    family.never_sees(APPLICANT, *NEVER_SHOWN, OBJECTION)


def test_an_application_without_its_papers_is_told_so_in_writing_and_whoever_follows_it_reads_that(
    village: Village, slip: tuple[str, str]
):
    """Once everything that is missing, once in the end the result, each against a signature; no step between."""
    town, clerk = village["civil_affairs"], village["clerk"]
    town.do(TITLE, "审查材料", {"结果": "材料不齐"})
    missing = {"要补的全部材料": "残疾证复印件，到镇残联开", "送达回执": Paper("回执")}
    town.do(TITLE, "一次告知补正", missing)
    clerk.do(TITLE, "补交材料", {"以什么身份办": "申请人", "补交的材料": Paper("补交")})
    town.do(TITLE, "复核材料", {"结果": "材料不齐", "理由": "残疾证仍然没有"})

    town.go("/desk/")
    town.sees(f"{TITLE} · 书面告知结果", "结果：补正后仍不齐，未受理")
    clerk.go("/desk/")
    clerk.never_sees("书面告知结果")
    follow(village, *slip, "补正后仍不齐，未受理", "书面告知结果", "最近的期限", "残疾证仍然没有", "可以这样办")
    town.inbox_first(TITLE, "书面告知结果").sees("结果已定：补正后仍不齐，未受理", "行政复议", "3个工作日内办完")
    town.is_fine("journey-tell").fill_step({"书面通知": Paper("告知书"), "送达回执": Paper("送达")}).hand_in()
    town.do(TITLE, "归档")
    follow(village, *slip, "补正后仍不齐，未受理", "补交材料")
