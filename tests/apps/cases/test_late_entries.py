"""Paper after the fact: a meeting of Tuesday typed in on Friday is judged by Tuesday, and the lag stays visible."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from qingdan.features.cases.acts import complete_step, open_case
from qingdan.features.cases.models import Deadline
from qingdan.features.cases.running import Handed
from qingdan.features.cases.sweep import sweep
from qingdan.records.register.acts import Refused
from tests.apps.cases.test_walk import paper
from tests.apps.files.samples import picture, upload
from tests.cast import client_for

N = "name: {zh: 办理, en: Do}, how: {zh: 照规矩办, en: Do it}"
FLOW = (
    "facts: {}\noutcomes: {done: {zh: 办成, en: Done}}\nflow:\n"
    f"- {{do: sign, by: village-clerk, within: 2 days, guards: [plain-slips], {N}}}\n"
)


@pytest.fixture
def old(cast, adopt_flow):
    """A case that was begun ten days ago; nothing has been entered since."""
    made, began = adopt_flow(FLOW), timezone.now() - timedelta(days=10)
    return open_case(
        acting=cast.acting("clerk", at=began), edition=made, power="small-buy", village=cast.one, title="示例补录",
        happened_at=began,
    ).case  # fmt: skip


def enter(cast, case, happened_at, files=()):
    acting = cast.acting("clerk", at=timezone.now())
    handed = Handed(happened_at, files=files)
    return complete_step(acting=acting, case_id=case.pk, key="sign", role="village-clerk", handed=handed)


def test_a_late_entry_needs_the_photograph_of_its_paper(cast, old):
    with pytest.raises(Refused, match="要附当时纸质材料的照片"):
        enter(cast, old, old.opened_at + timedelta(days=1))
    old.refresh_from_db()
    assert old.version == 0


def test_what_was_done_in_time_and_entered_late_is_in_time_though_the_clock_had_marked_it(cast, old):
    sweep(timezone.now())
    limit = Deadline.objects.get(case=old)
    assert limit.missed_at is not None and limit.judged == "over"
    enter(cast, old, old.opened_at + timedelta(days=1), paper(old, "sign", "other", cast["clerk"].person))
    limit.refresh_from_db()
    assert (limit.state, limit.judged) == (Deadline.MET, "done")
    event = old.events.get(type="act")
    assert event.backdated and (event.recorded_at - event.happened_at).days == 9
    page = client_for(cast["clerk"]).get(reverse("cases:case", args=[old.pk])).content.decode()
    assert "补录，晚9天" in page and "按时" in page


def test_what_was_done_late_is_late_whenever_it_is_entered(cast, old):
    enter(cast, old, timezone.now())
    limit = Deadline.objects.get(case=old)
    assert (limit.state, limit.judged) == (Deadline.MET, "late")
    page = client_for(cast["clerk"]).get(reverse("cases:case", args=[old.pk])).content.decode()
    assert "晚办" in page


def test_a_step_without_evidence_takes_the_paper_through_its_form(cast, old):
    client = client_for(cast["clerk"])
    happened = timezone.localtime(old.opened_at + timedelta(days=1)).strftime("%Y-%m-%dT%H:%M")
    address = reverse("cases:do", args=[old.pk, "sign"])
    refused = client.post(address, {"happened_at": happened, "once": "a"})
    assert refused.status_code == 409 and "照片" in refused.content.decode()
    photo = upload(picture(), "签字纸.jpg")
    client.post(address, {"happened_at": happened, "once": "b", "e-other": photo})
    old.refresh_from_db()
    assert old.phase == "over" and old.files.get().kind == "other"
