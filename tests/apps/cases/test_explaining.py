"""What a case page explains: the same rules that take an act or refuse it."""

from __future__ import annotations

from datetime import timedelta
from random import Random

import pytest
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from qingdan.domain.flow.model import StepKind
from qingdan.features.cases.acts import complete_step, open_case, post_notice
from qingdan.features.cases.capacity import standing
from qingdan.features.cases.explaining import next_steps, why_not_here, why_nots
from qingdan.features.cases.models import Case, Deadline
from qingdan.features.cases.running import Handed, machine_of
from qingdan.records.people.acts import declare_kin
from qingdan.records.regions.days import local_date
from qingdan.records.register.acts import Acting, Refused
from tests.apps.cases.test_desk import KIN
from tests.apps.cases.test_random_walks import BEGAN, Walk, real  # noqa: F401
from tests.apps.cases.test_walk import hand_in, requested
from tests.budget import rounds
from tests.cast import Cast, client_for

NO_RULE_OF_WHO = ("还没有填", "还差", "请写", "要附", "意见和前一位")  # what stands in a form, or is missing from it


def why(case: Case, person: int, key: str, at=None):
    at = at or timezone.now()
    who = standing(case, machine_of(case), person, local_date(at))
    return why_not_here(case, who, key, list(Deadline.objects.filter(case=case)), at)


class Asking(Walk):
    """A walk on which, before every step, some of the cast ask why they cannot do some of the steps."""

    asked = 0

    def _move(self, case: Case) -> None:
        flow = machine_of(case).flow
        for member in self.dice.sample(list(self.cast.members.values()), 4):
            for key in [*list(case.state["open"])[:2], self.dice.choice(list(flow.steps()))]:
                if flow.steps()[key.partition("#")[0]].kind in (StepKind.MEET, StepKind.ELECT):
                    continue  # recorded by their numbers
                self._compare(case, member, key)
        super()._move(case)

    def _compare(self, case: Case, member, key: str) -> None:
        reason = why(case, member.person.pk, key, self.now)
        refused = self._try(case, member, key)
        assert (reason is None) == (refused is None), (case.power, key, member.key, reason, refused)
        self.asked += 1

    def _try(self, case: Case, member, key: str) -> str | None:
        """What the act itself says to this person, tried in every role; None when it takes it."""
        step, said = machine_of(case).step(key), "nobody"
        acting = Acting(member.person.pk, member.person.name, self.now)
        act = post_notice if step.kind is StepKind.DISCLOSE else complete_step
        parties = dict(case.parties.values_list("role", "person_id"))
        for role in step.signers or ("nobody",):
            more = {} if act is post_notice else {"signer_id": member.person.pk, "lacking": True}
            for signer in (member.person.pk, parties.get(role)):
                if signer is None or (act is post_notice and signer != member.person.pk):
                    continue
                more = {**more, "signer_id": signer} if more else more
                try:
                    with transaction.atomic():
                        act(acting=acting, case_id=case.pk, key=key, role=role, handed=Handed(self.now), **more)
                        raise Taken
                except Taken:
                    return None
                except Refused as fault:
                    said = str(fault.message)
                    if key in case.state["open"] and any(word in said for word in NO_RULE_OF_WHO):
                        return None
        return said


class Taken(Exception):
    """The act was taken, and is undone."""


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(rounds(1)))
@pytest.mark.parametrize("power", ["petty-goods", "minimum-living"])
def test_who_is_told_why_not_is_refused_and_nobody_else(cast: Cast, real, power, seed):  # noqa: F811
    began = timezone.now() - BEGAN
    case = open_case(
        acting=cast.acting("clerk", at=began), edition=real, power=power, village=cast.one, title="一件事",
        happened_at=began, parties={"applicant": cast["villager"].person.pk},
    ).case  # fmt: skip
    walk = Asking(cast, case, f"{power}{seed}")
    walk.dice = Random(f"{power}{seed}")
    walk.to_the_end()
    assert walk.asked > 15


# -- on the page ------------------------------------------------------------------------------------------------------
def page_of(member, case: Case, language: str = "") -> str:
    client = client_for(member)
    if language:
        client.cookies["django_language"] = language
    return client.get(reverse("cases:case", args=[case.pk])).content.decode()


def test_the_page_says_what_comes_next_and_why_not(cast, opened):
    case = opened()
    page = page_of(cast["clerk"], case)
    assert "接下来" in page and "“签批”" in page and "“开会”" in page
    assert "如果预算金额不超过" in page or "如果预算不超过" in page
    assert "为什么现在不能办？" in page and "还没有轮到。最少要先办完" in page
    assert "要由" not in page  # the open step is hers
    assert "要由村文书" in page_of(cast["director"], case)
    assert "Why can’t I do this now?" in page_of(cast["clerk"], case, "en")


def test_a_case_that_is_over_needs_no_explanation(cast, opened):
    case = signed_to_the_end(cast, opened)
    assert case.phase == "over"
    page = page_of(cast["clerk"], case)
    assert "为什么现在不能办" not in page and "接下来" not in page


def signed_to_the_end(cast, opened) -> Case:
    case = requested(cast, opened)
    hand_in(cast, case, "sign", "secretary", "party-secretary", result="refused", reason="没有依据")
    case.refresh_from_db()
    return case


def test_who_has_signed_is_told_whose_signature_is_waited_for(cast, opened):
    case = requested(cast, opened)
    case = hand_in(cast, case, "sign", "secretary", "party-secretary")
    assert why(case, cast["secretary"].person.pk, "sign").code in ("role-signed", "same-person")
    assert "还要等" in page_of(cast["secretary"], case)
    assert why(case, cast["director"].person.pk, "sign") is None


NOTICE = (
    "facts: {}\noutcomes: {shown: {zh: 办完, en: Done}}\nflow:\n"
    "- {disclose: show, name: {zh: 公示, en: Show}, how: {zh: 贴, en: Post}, by: village-clerk, board: finance,"
    " audience: internet, fields: [], objections: 7 days, stands: 15 days, guards: [plain-slips]}\n"
)


def test_a_notice_is_said_to_run_until_its_day(cast, adopt_flow, yesterday):
    case = open_case(
        acting=cast.acting("clerk"), edition=adopt_flow(NOTICE), power="small-buy", village=cast.one,
        title="一件事", happened_at=yesterday,
    ).case  # fmt: skip
    assert why(case, cast["clerk"].person.pk, "show") is None
    hand_in_notice(cast, case)
    row = Deadline.objects.filter(case=case, name__startswith="notice:", state=Deadline.RUNNING).first()
    case.refresh_from_db()
    (key,) = [k for k, there in case.state["open"].items() if there.get("posted")]
    reason = why(case, cast["clerk"].person.pk, key)
    assert reason.code == "already-posted"
    day = local_date(row.due_at)
    assert f"公示到{day.year}年{day.month}月{day.day}日" in reason.said


def hand_in_notice(cast, case: Case) -> None:
    now = timezone.now()
    post_notice(
        acting=cast.acting("clerk", at=now), case_id=case.pk, key="show", role="village-clerk", handed=Handed(now)
    )


def test_kin_are_told_to_stand_aside_and_not_from_whom(cast, adopt_flow, yesterday):
    declare_kin(
        acting=cast["clerk"].acting, person=cast["clerk"].person, relation="sibling", relative=cast["villager"].person
    )
    case = open_case(
        acting=cast.acting("director"), edition=adopt_flow(KIN), power="small-buy", village=cast.one,
        title="一件事", happened_at=yesterday, parties={"applicant": cast["villager"].person.pk},
    ).case  # fmt: skip
    reason = why(case, cast["clerk"].person.pk, "ask")
    assert reason.code == "recused" and cast["villager"].person.name not in reason.said
    page = page_of(cast["director"], case)
    assert "回避" not in page.partition("为什么现在不能办")[2].partition("接下来")[0]


def test_the_explanations_ask_nothing_more_of_the_database_however_many_steps_there_are(
    cast, opened, django_assert_num_queries
):
    case = Case.objects.select_related("village").get(pk=opened().pk)
    who = standing(case, machine_of(case), cast["group_leader"].person.pk, local_date(timezone.now()))
    who.stands_in_for  # noqa: B018 - asked once by every case page
    with django_assert_num_queries(0):
        assert why_nots(case, who, [], timezone.now())
        assert next_steps(case)


def test_what_comes_too_late_is_said_with_its_day(cast, edition, opened, monkeypatch):
    case = opened()
    running = machine_of(case)
    monkeypatch.setattr(type(running), "results_of", lambda self, key: ("done", "expired"))
    row = Deadline(case=case, name="within:request", key="request", state=Deadline.RUNNING)
    row.due_at = timezone.now() - timedelta(days=1)
    who = standing(case, running, cast["clerk"].person.pk, local_date(timezone.now()))
    assert why_not_here(case, who, "request", [row], timezone.now()).code == "too-late"
