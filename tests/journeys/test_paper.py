"""Paper and screens: last Tuesday's meeting typed in from its sheet; an objection by the code on the wall."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from qingdan.features.cases.models import Case
from qingdan.records.files.scanning import texts
from qingdan.records.regions.days import BEIJING
from qingdan.watch.boards.models import Notice
from tests.apps.intake.test_papers import photographed
from tests.journeys.staging import Stage
from tests.journeys.walking import Paper, Village, Walker

pytestmark = [pytest.mark.journey, pytest.mark.slow, pytest.mark.django_db(transaction=True)]

MEETING = "two-committees"
LATE_AFTER = 3  # days, the edition's own limit
MINUTES = {
    "应到：村“两委”成员（人）": "7", "实到：村“两委”成员（人）": "6", "同意（票）": "6", "不同意（票）": "0",
    "弃权（票）": "0", "本人签到表": Paper("签到表"),
}  # fmt: skip
OBJECTION = "第三条收罚款，不合法"


def last_tuesday() -> datetime:
    """Ten in the morning of the last Tuesday that lies so far back that its record comes late, whatever day it is."""
    today = timezone.localtime(timezone.now(), BEIJING)
    back = (today.weekday() - 1) % 7
    back += 0 if back > LATE_AFTER else 7
    return (today - timedelta(days=back)).replace(hour=10, minute=0, second=0, microsecond=0)


def sheet(desk: Walker, address: str) -> bytes:
    """A printed sheet as a phone takes it."""
    answer = desk.page.request.get(desk.site + address)
    assert answer.status == 200, address
    return photographed(answer.body(), turn=4, blur=0.8)


def photograph_back(desk: Walker, picture: bytes) -> Walker:
    desk.go("/desk/papers/")
    desk.page.locator("input[type=file]").first.set_input_files(
        {"name": "会议记录.jpg", "mimeType": "image/jpeg", "buffer": picture}
    )
    return desk.press("交上去")


def object_by_the_code_on_the_wall(village: Village) -> None:
    """A neighbour photographs the sheet on the board, comes to the notice by its code and writes what is wrong."""
    clerk, neighbour = village["clerk"], village.villager()
    notice = Notice.objects.get()
    found = texts(sheet(clerk, reverse("forms:notice", args=[notice.code])), "image/jpeg")
    assert found == [clerk.site + reverse("boards:notice", args=[notice.code])]
    neighbour.page.goto(found[0])
    neighbour.sees("章程、村规民约草案征求意见").follow("我有异议")
    neighbour.fill_step({"哪里不对": OBJECTION}).is_fine("journey-object-by-code").press("交上去")
    neighbour.sees("收到了")
    clerk.go("/boards/desk/")
    clerk.follow(re.compile("去答复")).sees(OBJECTION)
    clerk.fill_step(
        {"查下来": "异议不成立", "答复和理由": "这一条法律有规定。", "异议的大意（公开）": "对第三条有异议"}
    ).press("答复").sees("没有等着答复的异议")


def enter_the_meeting(village: Village, case: Case) -> None:
    """The sheet comes back by its code; what is still to be said is typed in, with the day on which it was."""
    clerk, met = village["clerk"], last_tuesday()
    clerk.inbox_case(case.title)
    photograph_back(clerk, sheet(clerk, reverse("forms:filled", args=[case.pk, MEETING])))
    clerk.sees("还差一步").is_fine("journey-papers")
    clerk.follow("去填写").sees("会议记录.jpg")
    clerk.fill_step({**MINUTES, "什么时候开的会": met.strftime("%Y-%m-%dT%H:%M")}).is_fine(
        "journey-late-meeting"
    ).hand_in()
    event = case.events.get(type="meet", payload__key=MEETING)
    assert event.happened_at == met and event.recorded_at > met
    clerk.sees("应到7人，实到6人").follow("回到这件事").sees("补录，晚")


def test_an_objection_by_the_code_on_the_wall_and_last_tuesdays_meeting_from_its_sheet(village: Village, settings: Any):
    settings.BASE_URL = village.site
    stage = Stage(village.cast)
    case = stage.open("village-charter-rules", "示例：修订村规民约").case
    stage.carry_on(case, "draft-notice", after="posted")
    object_by_the_code_on_the_wall(village)
    village.clock.forward(days=8)
    stage.carry_on(Case.objects.get(pk=case.pk), MEETING)
    village.clock.forward(days=12)
    enter_the_meeting(village, case)
