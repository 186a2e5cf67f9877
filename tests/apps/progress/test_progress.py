"""What is listed and shown of running cases and coming meetings, to whom, and at what cost."""

from datetime import datetime, time, timedelta

import icalendar
import pytest
from django.urls import reverse
from django.utils import timezone

from qingdan.features.cases.acts import Call, call_meeting
from qingdan.features.cases.models import Case
from qingdan.records.regions.days import BEIJING
from qingdan.watch.boards.models import Notice
from qingdan.watch.progress.openness import followed_by
from tests.apps.permissions.scene import TITLE, open_for
from tests.cast import client_for, today

pytestmark = pytest.mark.django_db


def call(scene, case: Case, days: int = 12, agenda: str = "给李四家修墙") -> None:
    held = datetime.combine(today() + timedelta(days=days), time(9), BEIJING)
    notice = Call(today(), held, "示例村委会会议室", agenda)
    call_meeting(acting=scene.cast.acting("clerk"), case_id=case.pk, key="decide", role="village-clerk", call=notice)


def get(client, name: str, *args: object) -> str:
    answer = client.get(reverse(name, args=args))
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_village_lists_what_runs_and_counts_what_is_not_for_the_reader(scene, client):
    here = scene.cast.one.pk
    anybody, rep = (
        get(client, "progress:village", here),
        get(client_for(scene.cast["representative"]), "progress:village", here),
    )
    assert scene.begun.public_code in anybody
    assert scene.talk.public_code not in anybody
    assert scene.talk.public_code in rep
    for text in (anybody, rep):
        assert scene.lodged.public_code not in text  # its party's own
        assert TITLE not in text
        assert scene.begun.number not in text
        assert "件正在办的事，是一家一户自己的事" in text
    done = client.get(reverse("progress:village", args=[here]), {"done": "1"}).content.decode()
    finished = Case.objects.filter(phase="over", parent=None, power="small-buy").latest("pk")
    assert (finished.public_code in done, "已采购" in done) == (True, True)
    long_ago = Case.objects.filter(pk=finished.pk)
    long_ago.update(closed_at=timezone.now() - timedelta(days=200), opened_at=timezone.now() - timedelta(days=201))
    assert (
        finished.public_code not in client.get(reverse("progress:village", args=[here]), {"done": "1"}).content.decode()
    )
    assert client.get(reverse("progress:case", args=[finished.public_code])).status_code == 404


def test_a_sub_case_is_open_no_wider_than_what_it_serves(scene):
    child = Case.objects.filter(parent__power="small-buy").select_related("parent").latest("pk")
    alone = followed_by(child)
    child.parent = scene.lodged
    assert (alone, followed_by(child)) != (followed_by(child), alone)
    assert followed_by(child) == "parties"


def test_the_page_says_whose_turn_it_is_and_how_a_limit_came_about(scene, client):
    text = get(client, "progress:case", scene.begun.public_code)
    assert "轮到" in text
    assert "接下来" in text
    village = client_for(scene.cast["representative"]).get(reverse("progress:case", args=[scene.talk.public_code]))
    assert village["X-Robots-Tag"].startswith("noindex")
    assert "no-store" in village["Cache-Control"]


def test_who_scans_a_posted_sheet_follows_its_case(scene, client):
    _opened, notice = scene.stage.relief()
    assert client.get(reverse("progress:posted", args=[notice.code])).status_code == 404  # its party's own
    assert "看办理过程" not in get(client, "boards:notice", notice.code)
    assert "看办理过程" in get(client, "boards:notice", scene.open.code)


def test_coming_meetings_are_told_to_anybody_and_their_agenda_to_the_village(scene, client):
    call(scene, scene.asked)
    here = scene.cast.one.pk
    anybody = get(client, "progress:coming", here)
    assert "示例村委会会议室" in anybody
    assert "李四" not in anybody  # whoever wrote the agenda wrote for the village
    assert "李四" in get(client_for(scene.cast["representative"]), "progress:coming", here)
    events = icalendar.Calendar.from_ical(client.get(reverse("progress:ics", args=[here])).content).walk("VEVENT")
    meeting = next(event for event in events if str(event["LOCATION"]) == "示例村委会会议室")
    assert meeting.decoded("DTSTART") == datetime.combine(today() + timedelta(days=12), time(9), BEIJING)
    assert all("李四" not in event.to_ical().decode() for event in events)
    hearing = next(event for event in events if str(event["LOCATION"]) == "示例村委会")
    assert hearing.decoded("DTSTART") == today()  # its hour cannot be read: the whole day
    call(scene, scene.asked, 13)
    again = icalendar.Calendar.from_ical(client.get(reverse("progress:ics", args=[here])).content).walk("VEVENT")
    moved = [event for event in again if event["UID"] == meeting["UID"]]
    assert [event.decoded("DTSTART").date() for event in moved] == [today() + timedelta(days=13)]


def test_pages_cost_the_same_with_more_cases_and_meetings(scene, client, django_assert_max_num_queries):
    here = scene.cast.one.pk
    call(scene, scene.asked)
    pages = [
        f"/villages/{here}/progress/", f"/villages/{here}/coming/", f"/villages/{here}/coming.ics", f"/boards/{here}/",
        reverse("progress:case", args=[scene.begun.public_code]),
    ]  # fmt: skip
    costs = []
    for page in pages:
        client.get(page)
        with django_assert_max_num_queries(26) as few:
            client.get(page)
        costs.append(len(few))
    for _n in range(3):
        open_for(scene.stage, scene.edition, "small-buy")
        call(scene, open_for(scene.stage, scene.edition, "mend"))
        open_for(scene.stage, scene.edition, "talk")
    for page, cost in zip(pages, costs, strict=True):
        with django_assert_max_num_queries(cost):
            client.get(page)


def test_whoever_scanned_a_sheet_for_the_village_is_led_nowhere_closed(scene, client):
    Notice.objects.filter(pk=scene.hanging.pk).update(case=scene.talk)  # a sheet of a matter that is the village's
    text = get(client, "progress:posted", scene.hanging.code)
    assert "走到哪儿了" in text
    assert "看流程图" not in text
    Notice.objects.filter(pk=scene.hanging.pk).update(stands_until=timezone.now() - timedelta(days=1))
    assert client.get(reverse("progress:posted", args=[scene.hanging.code])).status_code == 404
