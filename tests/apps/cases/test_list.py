"""The list of cases: what is still being done, where it is and when it is due; and who is offered to begin one."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from qingdan.features.cases.models import Case, Deadline
from qingdan.features.cases.running import machine_of
from tests.cast import client_for


def listed(member, phase: str = "") -> str:
    answer = client_for(member).get(reverse("cases:list"), {"phase": phase} if phase else {})
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.fixture
def case(opened) -> Case:
    return opened()


@pytest.mark.parametrize(
    ("phase", "shown"),
    [("running", ["", "running", "all", "anything"]), ("closing", ["", "all"]), ("over", ["over", "all"])],
)
def test_the_list_begins_with_what_is_still_being_done(cast, case, phase, shown):
    Case.objects.filter(pk=case.pk).update(phase=phase, outcome=None if phase == "running" else "refused")
    for asked in ("", "running", "over", "all", "anything"):
        page = listed(cast["clerk"], asked)
        assert (case.title in page) is (asked in shown or (phase == "closing" and asked in ("running", "anything"))), (
            asked
        )


def test_a_case_says_where_it_is_and_how_late(cast, case):
    Deadline.objects.filter(case=case).delete()
    page = listed(cast["clerk"])
    assert str(machine_of(case).words("request").zh) in page
    assert "超2天" not in page
    Deadline.objects.create(
        case=case, key="request",
        place=case.place, name="step:request", limit="3wd", started_at=timezone.now(),
        due_at=timezone.now() - timedelta(days=2), provisional=False,
    )  # fmt: skip
    assert "超2天" in listed(cast["clerk"])


def test_a_refusal_is_not_ticked_as_something_done(cast, case):
    outcome = next(name for name in machine_of(case).flow.outcomes if name != "bought")
    Case.objects.filter(pk=case.pk).update(phase="over", outcome=outcome)
    row = re.search(rf"{case.title}.*?</tr>", listed(cast["clerk"], "over"), flags=re.S)[0]
    assert "qd-chip" in row
    assert "is-done" not in row


@pytest.mark.parametrize(
    ("who", "offered"), [("clerk", True), ("leader", False), ("villager", False), ("editor", False)]
)
def test_only_who_may_begin_something_is_offered_to(cast, case, who, offered):
    for page in ("cases:inbox", "cases:list"):
        text = client_for(cast[who]).get(reverse(page)).content.decode()
        assert (reverse("cases:choose") in text) is offered, page
