"""A purchase carried by everybody concerned from the request to the public board, and followed by its number."""

from __future__ import annotations

from datetime import timedelta

import pytest
from playwright.sync_api import expect

from qingdan.records.regions.days import BEIJING
from tests.journeys.walking import Paper, Village, Walker

pytestmark = [pytest.mark.journey, pytest.mark.slow, pytest.mark.django_db(transaction=True)]

TITLE = "买一批路灯灯泡"
ACCOUNT = "6222020000001234567"
SHOP = "示例五金店"
REQUEST = {
    "买什么": "路灯灯泡，60瓦",
    "数量": "200个",
    "做什么用": "换村里坏了的路灯",
    "预算金额": "8,000",
    "预算科目": "公共设施维修费",
    "签字的申请单": Paper("申请单"),
}


@pytest.fixture
def slip(village: Village) -> tuple[str, str]:
    """A committee member opens the purchase; number and tracking code as they stand on the slip."""
    member = village["member"]
    member.go("/desk/open/petty-goods/")
    member.fill_step({"事由": TITLE}).press("立项，去填第一步")
    return member.term("事项编号"), member.term("查询码")


def request_to_decision(village: Village) -> None:
    village["member"].do(TITLE, "提出申请", REQUEST)
    village["accounting"].do(
        TITLE, "核对限额", {"合并计算金额": "8000", "核对说明": "预算还剩2万元，九十天内没有同类采购", "结果": "同意"}
    )
    village["secretary"].do(TITLE, "书记主任双签", {"结果": "同意"})
    village["director"].do(TITLE, "书记主任双签", {"结果": "同意"})
    meeting = {
        "应到：村“两委”成员（人）": "7", "实到：村“两委”成员（人）": "6", "同意（票）": "5", "不同意（票）": "1",
        "弃权（票）": "0", "会议记录": Paper("会议记录"), "本人签到表": Paper("签到表"), "现场照片": Paper("会场"),
    }  # fmt: skip
    village["clerk"].do(TITLE, "两委会商议", meeting)
    village["supervision_head"].do(TITLE, "两委会商议")  # who sat in signs the record too


def buying(village: Village) -> None:
    quotes = {
        "选商家的办法": "向几家询价", "询了几家": "3", "选定的商家": SHOP, "选定的报价": "7650",
        "报价单": Paper("三家报价"), "无利害关系声明": Paper("声明"),
    }  # fmt: skip
    village["clerk"].do(TITLE, "两人询价", quotes)
    village["group_leader"].do(TITLE, "两人询价")
    village["director"].do(TITLE, "签订合同", {"合同": Paper("合同")})
    accepted = {
        "实际应付金额": "7,650", "验收情况": "200个都亮，放村部仓库", "现场照片": Paper("灯泡"),
        "验收单": Paper("验收单"), "结果": "同意",
    }  # fmt: skip
    village["member"].do(TITLE, "两人验收", accepted)
    village["representative"].do(TITLE, "两人验收", {"结果": "同意"})
    village["supervisor"].do(TITLE, "监委会见证", {"结果": "通过"})


def reimbursement(village: Village) -> None:
    voucher = {
        "票据种类": "发票", "票据张数": "1", "票据日期": "2026-11-20", "预算科目": "公共设施维修费",
        "收款账号": ACCOUNT, "发票等原始凭证": Paper("发票"),
    }  # fmt: skip
    village["member"].do(TITLE, "交票据", voucher)
    village["group_leader"].do(TITLE, "证明人签字", {"证明内容": "灯泡都到了", "验收单": Paper("验收单")})
    village["clerk"].do(TITLE, "附决策依据", {"会议记录": Paper("会议记录"), "本人签到表": Paper("签到表")})
    village["secretary"].do(TITLE, "书记主任双签", {"签字的报账单": Paper("报账单"), "结果": "同意"})
    village["director"].do(TITLE, "书记主任双签", {"结果": "同意"})
    village["supervision_head"].do(TITLE, "监委会审票", {"民主理财审核表": Paper("审核表"), "结果": "通过"})
    village["clerk"].do(TITLE, "到镇报账")
    village["accounting"].do(TITLE, "镇会计审核", {"结果": "同意"})
    paid = {"付款日期": "2026-11-23", "银行回单": Paper("回单"), "结果": "已付款"}
    village["accounting"].do(TITLE, "转账付款", paid)
    village["accounting_b"].do(TITLE, "会计记账", {"凭证号": "2026-11-031", "记账凭证": Paper("凭证")})
    village["clerk"].do(TITLE, "归档")


def test_from_the_request_to_the_board_and_back_by_its_number(village: Village, slip: tuple[str, str]):
    request_to_decision(village)
    buying(village)
    reimbursement(village)
    village["clerk"].do(TITLE, "公开结果", {"张贴照片": Paper("公示")})
    village["clerk"].do(TITLE, "归档")

    reader = village.villager()
    reader.go(f"/boards/{village.cast.one.pk}/")
    reader.follow("财务公开").is_fine("journey-board")
    reader.follow("零星物资采购结果")
    reader.sees("路灯灯泡，60瓦", "200个", SHOP, "¥7,650.00", "向几家询价").is_fine("journey-notice")
    reader.never_sees(ACCOUNT, "预算还剩", TITLE, *(m.person.name for m in village.cast.members.values()))
    follow(village, *slip)


def follow(village: Village, number: str, code: str) -> None:
    """Whoever holds the slip follows the case on a phone, and reads no names there."""
    holder = village.villager()
    holder.go("/track/")
    holder.fill_step({"事项编号": number, "查询码": code}).press("查进度")
    holder.sees(number, "书记主任双签", "已采购", "报账付款").is_fine("journey-tracked")
    holder.never_sees(ACCOUNT, *(m.person.name for m in village.cast.members.values()))


def test_where_one_person_is_secretary_and_director_his_deputy_signs_too(village: Village):
    """One hand signs once: the second signature is the deputy's, and who says no needs to fill in nothing else."""
    requester, accounting, both, deputy = (village[k] for k in ("member_two", "accounting", "both", "deputy_two"))
    requester.go("/desk/open/petty-goods/")
    requester.fill_step({"事由": TITLE}).press("立项，去填第一步")
    an_hour_ago = (village.clock.forward(hours=2) - timedelta(hours=1)).astimezone(BEIJING)
    small = {**REQUEST, "预算金额": "3000", "什么时候办的": an_hour_ago.strftime("%Y-%m-%dT%H:%M")}
    requester.do(TITLE, "提出申请", small)
    accounting.do(TITLE, "核对限额", {"结果": "退回", "理由": "预算科目写错了"})
    requester.do(TITLE, "提出申请", REQUEST | {"预算金额": "3000", "预算科目": "办公费"})
    checked = {"合并计算金额": "3000", "核对说明": "没有同类采购", "结果": "同意"}
    accounting.do(TITLE, "核对限额", checked)
    both.do(TITLE, "书记主任双签", {"结果": "同意"})
    both.go("/desk/")
    both.never_sees(TITLE)
    deputy.do(TITLE, "书记主任双签", {"结果": "同意"}).sees(
        "两人询价", "示例·金书记", "示例·施副主任", "预算科目写错了"
    )


def test_a_purchase_that_is_refused_is_answered_in_writing_once(village: Village, slip: tuple[str, str]):
    """The town says no; the clerk finds the letter ready with its reason; whoever follows it sees how it came out."""
    village["member"].do(TITLE, "提出申请", REQUEST)
    village["accounting"].do(TITLE, "核对限额", {"结果": "不同意", "理由": "今年预算没有这一项"})
    clerk = village["clerk"].inbox_first(TITLE, "书面告知结果")
    clerk.sees("结果已定：没有批准", "今年预算没有这一项", "谁不同意、为什么").is_fine("journey-refused")
    clerk.page.set_viewport_size({"width": 390, "height": 844})
    clerk.is_fine("journey-refused")
    clerk.fill_step({"送达回执": Paper("回执")}).hand_in()
    clerk.do(TITLE, "归档")

    holder = village.villager()
    holder.go("/track/")
    number, code = slip
    holder.fill_step({"事项编号": number, "查询码": code}).press("查")
    holder.sees("没有批准", "书面告知结果").is_fine("journey-refused-tracked")
    holder.never_sees("今年预算没有这一项", *(m.person.name for m in village.cast.members.values()))
    guide_on_a_phone(holder)


def guide_on_a_phone(holder: Walker) -> None:
    """The guide tells the main way; what else may happen at a step unfolds with a touch, and the drawing is a page."""
    holder.go("/powers/petty-goods/")
    lines = holder.page.locator(".qd-steps > li")
    expect(lines.first).to_contain_text("提出申请")
    aside = holder.page.get_by_text("如果不同意").first
    expect(aside).not_to_be_visible()
    holder.page.locator(".qd-steps summary").filter(has_text="核对限额").click()
    expect(aside).to_be_visible()
    holder.is_fine("journey-guide").follow("看整张流程图")
    expect(holder.page.get_by_role("img", name="村里买点办公用品、小件物资")).to_be_visible()
    holder.is_fine("journey-drawing")
