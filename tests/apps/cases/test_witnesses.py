"""A meeting's record that a second person must sign: no single hand makes it count, whatever page it comes from."""

from __future__ import annotations

import pytest
from django.urls import reverse
from django.utils import timezone

from qingdan.domain.rules.quorum import Attendance, Votes
from qingdan.features.cases.acts import confirm_meeting, open_case, record_meeting
from qingdan.features.cases.models import Case
from qingdan.features.cases.running import Handed, machine_of
from qingdan.records.register.acts import Refused
from qingdan.records.register.models import Entry
from tests.cast import client_for

FLOW = (
    "facts: {}\noutcomes: {agreed: {zh: 已同意, en: Agreed}, refused: {zh: 没通过, en: Refused}}\nflow:\n"
    "- {meet: together, name: {zh: 两委会, en: Meeting}, how: {zh: 开会, en: Meet}, by: village-clerk,"
    " with: [[supervision-head, party-secretary]], body: representatives, guards: [plain-slips],"
    " results: {rejected: [{end: refused}]}}\n"
)


@pytest.fixture
def meeting(cast, adopt_flow) -> Case:
    made, now = adopt_flow(FLOW), timezone.now()
    acting = cast.acting("clerk", at=now)
    return open_case(
        acting=acting, edition=made, power="small-buy", village=cast.one, title="示例会议", happened_at=now
    ).case


def record(cast, case: Case, for_: int = 20) -> Case:
    now = timezone.now()

    attendance = Attendance({"representatives": 30}, {"representatives": 25}, Votes(for_, 25 - for_, 0, 0))
    return record_meeting(
        acting=cast.acting("clerk", at=now), case_id=case.pk, key="together", role="village-clerk",
        attendance=attendance, handed=Handed(now),
    )  # fmt: skip


def confirm(cast, case: Case, member: str, role: str) -> Case:
    now = timezone.now()
    acting = cast.acting(member, at=now)
    return confirm_meeting(acting=acting, case_id=case.pk, key="together", role=role, handed=Handed(now))


def test_one_hand_does_not_make_a_meeting_count(cast, meeting):
    case = record(cast, meeting)
    assert list(case.state["open"]) == ["together"] and case.outcome is None
    assert set(case.tasks.values_list("role", flat=True)) == {"supervision-head", "party-secretary"}


@pytest.mark.parametrize(("for_", "outcome"), [(20, "agreed"), (5, "refused")])
def test_the_second_hand_does_whatever_the_verdict(cast, meeting, for_, outcome):
    record(cast, meeting, for_)
    case = confirm(cast, meeting, "supervision_head", "supervision-head")
    assert (case.phase, case.outcome) == ("over", outcome)
    assert Entry.objects.filter(kind="cases.meeting-confirmed", subject_id=case.pk).count() == 1
    events = [e.payload for e in case.events.order_by("seq")]
    assert machine_of(case).replay(events) == case.state


def test_nobody_confirms_what_is_not_recorded_and_the_recorder_not_his_own(cast, meeting):
    with pytest.raises(Refused, match="还没有记录"):
        confirm(cast, meeting, "supervision_head", "supervision-head")
    record(cast, meeting)
    with pytest.raises(Refused):
        confirm(cast, meeting, "clerk", "village-clerk")
    meeting.refresh_from_db()
    assert list(meeting.state["open"]) == ["together"]


def test_the_page_shows_the_record_to_whoever_confirms_it(cast, meeting):
    record(cast, meeting)
    client = client_for(cast["supervision_head"])
    page = client.get(reverse("cases:case", args=[meeting.pk])).content.decode()
    assert "会议记录" in page and "核对无误，我确认" in page and 'name="for"' not in page
    client.post(reverse("cases:do", args=[meeting.pk, "together"]), {"once": "a"})
    meeting.refresh_from_db()
    assert meeting.outcome == "agreed"


def test_a_disputed_record_is_written_anew(cast, meeting):
    record(cast, meeting)
    client = client_for(cast["supervision_head"])
    client.post(reverse("cases:dispute", args=[meeting.pk, "together"]), {"reason": "票数不对", "once": "b"})
    case = record(cast, meeting, 5)
    assert case.state["open"]["together"]["result"] == "rejected"


def test_a_title_with_a_name_in_it_can_be_erased_from_the_register(meeting):
    entry = Entry.objects.get(kind="cases.opened", subject_id=meeting.pk)
    assert "示例会议" not in str(entry.data)
    assert entry.personal.words == {"title": "示例会议"}
