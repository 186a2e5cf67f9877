"""Duties owed do not hold a case: they stand in the same inbox, come back, and are discharged by the power that does
them; sub-cases give back what they found; each objection has its own limit."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from qingdan.features.cases.acts import (
    answer_objection,
    begin_duty,
    complete_step,
    discharge,
    object_to_notice,
    open_case,
    post_notice,
)
from qingdan.features.cases.models import Case, Deadline
from qingdan.features.cases.running import Handed, machine_of
from qingdan.records.register.acts import Acting, Refused
from tests.apps.cases.test_walk import hand_in
from tests.cast import client_for

N = "name: {zh: 办理, en: Do}, how: {zh: 照规矩办, en: Do it}"
HEAD = "facts: {}\noutcomes: {done: {zh: 办成, en: Done}}\nflow:\n"
PLAIN = f"{HEAD}- {{do: sign, by: village-clerk, guards: [plain-slips], {N}}}\n"
LOOK = (
    f"{PLAIN}- {{owed: look-again, by: village-clerk, every: 12 months,"
    " name: {zh: 年度核查, en: Yearly look}, how: {zh: 每年看, en: Look}}\n"
)
PAY = (
    "facts: {kept: {type: money, title: {zh: 留的钱, en: Kept}, set_by: sign, audience: internet}}\n"
    f"outcomes: {{done: {{zh: 办成, en: Done}}}}\nflow:\n"
    f"- {{do: sign, by: village-clerk, guards: [plain-slips], {N}}}\n"
    "- {owed: retention, by: village-clerk, after: 12 months, start: reimburse, with: {amount: kept},"
    " name: {zh: 退质保金, en: Retention}, how: {zh: 到期退, en: Pay it back}}\n"
)


@pytest.fixture
def begun(cast, adopt_flow):
    """``begun(flow, …facts)``: a case of that flow whose first step the clerk has done."""

    def make(flow: str, **facts: object) -> Case:
        made, now = adopt_flow(flow), timezone.now() - timedelta(hours=1)
        acting = cast.acting("clerk", at=now)
        case = open_case(
            acting=acting, edition=made, power="small-buy", village=cast.one, title="示例事项", happened_at=now
        ).case
        return complete_step(
            acting=acting, case_id=case.pk, key="sign", role="village-clerk", handed=Handed(now), facts=facts
        )

    return make


def replays(case: Case) -> bool:
    events = [e.payload for e in case.events.order_by("seq")]
    return machine_of(case).replay(events, case.begun_with) == case.state


def test_a_duty_stands_in_the_inbox_after_the_case_is_over(cast, begun):
    case = begun(LOOK)
    assert case.phase == "over"
    page = client_for(cast["clerk"]).get(reverse("cases:inbox")).content.decode()
    assert "年度核查" in page and "后续" in page
    assert case.tasks.get().due_at == Deadline.objects.get(name="owed:look-again").due_at


def test_a_duty_that_comes_back_gets_its_next_day_and_the_case_stays_closed_when_it_was(cast, begun):
    case = begun(LOOK)
    closed, first = case.closed_at, Deadline.objects.get(name="owed:look-again")
    client = client_for(cast["clerk"])
    client.post(reverse("cases:discharge", args=[case.pk, "look-again"]), {"reason": "看过，没有变化", "once": "a"})
    case.refresh_from_db()
    first.refresh_from_db()
    following = Deadline.objects.get(name="owed:look-again", state=Deadline.RUNNING)
    assert (first.state, case.closed_at) == (Deadline.MET, closed)
    assert following.due_at >= first.due_at and case.tasks.get().due_at == following.due_at
    assert replays(case)


def test_a_duty_ends_for_good_only_with_a_reason(cast, begun):
    case, now = begun(LOOK), timezone.now()
    acting = cast.acting("clerk", at=now)
    with pytest.raises(Refused, match="为什么"):
        discharge(acting=acting, case_id=case.pk, key="look-again", role="village-clerk", handed=Handed(now), over=True)
    client = client_for(cast["clerk"])
    address = reverse("cases:discharge", args=[case.pk, "look-again"])
    client.post(address, {"over": "yes", "reason": "已经停发", "once": "b"})
    case.refresh_from_db()
    assert case.state["owed"] == [] and not case.tasks.exists() and replays(case)
    assert not Deadline.objects.filter(state=Deadline.RUNNING).exists()


def test_a_power_discharges_the_duty_it_was_begun_for_and_is_begun_once(cast, begun):
    case = begun(PAY, kept=50_000)
    client, address = client_for(cast["clerk"]), reverse("cases:discharge", args=[case.pk, "retention"])
    client.post(address, {"once": "c"})
    child = Case.objects.get(parent=case)
    assert (child.power, child.begun_with) == ("reimburse", {"amount": 50_000})
    assert case.tasks.get(key="retention").waiting
    with pytest.raises(Refused, match="已经有人在办"):
        begin_duty(acting=cast.acting("clerk"), case_id=case.pk, key="retention", happened_at=timezone.now())
    hand_in(cast, child, "voucher", "clerk", "village-clerk", evidence=["invoice"])
    hand_in(cast, child, "transfer", "accounting", "town-accounting")
    case.refresh_from_db()
    assert case.state["owed"] == [] and replays(case)


def test_a_power_s_duty_is_not_ticked_off_by_hand(cast, begun):
    case, now = begun(PAY, kept=50_000), timezone.now()
    with pytest.raises(Refused, match="按流程办"):
        discharge(
            acting=cast.acting("clerk", at=now), case_id=case.pk, key="retention", role="village-clerk",
            handed=Handed(now),
        )  # fmt: skip


NOTICE = (
    f"{HEAD}- {{disclose: notice, by: village-clerk, board: finance, audience: internet, objections: 7 days,"
    f" answer: 3 days, stands: 15 days, {N}}}\n- {{do: sign, by: village-clerk, guards: [plain-slips], {N}}}\n"
)


def test_each_objection_has_its_own_limit_to_be_answered(cast, adopt_flow):
    made, now = adopt_flow(NOTICE), timezone.now() - timedelta(hours=2)
    clerk = cast.acting("clerk", at=now)
    case = open_case(
        acting=clerk, edition=made, power="small-buy", village=cast.one, title="示例公示", happened_at=now
    ).case
    post_notice(acting=clerk, case_id=case.pk, key="notice", role="village-clerk", handed=Handed(now))
    house = Acting.system("board", now)
    for number in ("Y1", "Y2"):
        object_to_notice(acting=house, case_id=case.pk, key="notice", receipt=number, handed=Handed(now))
    assert set(Deadline.objects.filter(limit="3 days").values_list("name", flat=True)) == {"answer:Y1", "answer:Y2"}
    answer_objection(
        acting=clerk, case_id=case.pk, key="notice", receipt="Y1", upheld=False, role="village-clerk",
        handed=Handed(now),
    )  # fmt: skip
    assert Deadline.objects.get(name="answer:Y1").state == Deadline.MET
    assert Deadline.objects.get(name="answer:Y2").state == Deadline.RUNNING
    page = client_for(cast["clerk"]).get(reverse("cases:case", args=[case.pk])).content.decode()
    assert "答复异议 Y2" in page
