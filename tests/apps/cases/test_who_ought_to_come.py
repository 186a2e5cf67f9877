"""How many ought to come to a meeting is held against the village's own rolls and posts of that day."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from qingdan.domain.rules.quorum import Attendance, Votes
from qingdan.features.cases.acts import open_case, record_meeting
from qingdan.features.cases.meetings import body_at, known_counts
from qingdan.features.cases.models import Case
from qingdan.features.cases.running import Handed
from tests.apps.cases.test_merging import EVERYBODY, merge
from tests.apps.cases.test_witnesses import FLOW
from tests.cast import Cast, client_for, give_post, join, today

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]
THREE = ("示例·甲代表", "示例·乙代表", "示例·丙代表")


@pytest.fixture
def meeting(cast: Cast, adopt_flow) -> Case:
    """A meeting of the representatives of a village that has three of them besides those of the cast."""
    for n, name in enumerate(THREE):
        join(cast, f"representative_{n}", name)
        give_post(cast, f"representative_{n}", "representative", cast.one)
    made, now = adopt_flow(FLOW), timezone.now() - timedelta(days=3)
    acting = cast.acting("clerk", at=now)
    return open_case(
        acting=acting, edition=made, power="small-buy", village=cast.one, title="示例会议", happened_at=now
    ).case


def known(case: Case) -> int:
    return known_counts(case, body_at(case, "together"), today())["representatives"]


def record(cast: Cast, case: Case, entitled: int, came: int, at=None) -> list[str]:
    """The flaws of a record that counts so many."""
    now = timezone.now()
    attendance = Attendance({"representatives": entitled}, {"representatives": came}, Votes(came))
    record_meeting(
        acting=cast.acting("clerk", at=now), case_id=case.pk, key="together", role="village-clerk",
        attendance=attendance, handed=Handed(at or now),
    )  # fmt: skip
    event = case.events.filter(type="meet").latest("seq")
    return [flaw["zh"] for flaw in event.payload["record"]["flaws"]]


def test_as_many_as_are_registered_is_no_flaw(cast, meeting):
    number = known(meeting)
    assert number >= len(THREE)
    assert not [flaw for flaw in record(cast, meeting, number, number) if "应到" in flaw]


def test_another_number_is_said_to_whoever_watches_and_changes_no_count(cast, meeting):
    number = known(meeting)
    (said,) = [flaw for flaw in record(cast, meeting, 30, 20) if "应到" in flaw]
    assert f"是{number}人，记录写的应到是30人" in said
    meeting.refresh_from_db()
    seq = meeting.events.filter(type="meet").latest("seq").seq
    page = client_for(cast["supervision_head"]).get(reverse("cases:meeting", args=[meeting.pk, seq]))
    assert said in page.content.decode()


def test_the_trial_of_the_numbers_says_it_before_anything_is_recorded(cast, meeting):
    typed = {"n-representatives": 30, "p-representatives": 20, "for": 20, "against": 0, "abstain": 0}
    page = client_for(cast["clerk"]).post(reverse("cases:try", args=[meeting.pk, "together"]), typed)
    assert "记录写的应到是30人" in page.content.decode()
    assert not meeting.events.filter(type="meet").exists()


def test_of_a_meeting_before_a_merger_the_village_of_that_day_counts(cast, meeting):
    number, held = known(meeting), timezone.now() - timedelta(days=2)
    village = merge(cast, carry=EVERYBODY)
    case = Case.objects.get(pk=meeting.pk)
    assert case.village == village
    assert known(case) != number  # only those who went on are counted today
    assert not [flaw for flaw in record(cast, case, number, number, held) if "应到" in flaw]
