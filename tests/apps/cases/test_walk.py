"""A purchase walks from request to board through the acts, each by the person who may."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from qingdan.features.cases.acts import complete_step, post_notice
from qingdan.features.cases.models import Case, CaseFile
from qingdan.features.cases.running import Handed, machine_of
from qingdan.records.files.models import StoredFile
from qingdan.records.register.acts import Refused
from qingdan.records.register.models import Entry


def paper(case: Case, key: str, kind: str, person) -> tuple[int, ...]:
    now = timezone.now()
    stored, _ = StoredFile.objects.get_or_create(
        digest=f"{kind}{case.pk}".ljust(64, "0"),
        defaults={"salt": "s", "size": 1, "mime": "image/jpeg", "stored_at": now},
    )
    row = CaseFile.objects.create(
        case=case, key=key, kind=kind, file=stored, name="示例.jpg", added_at=now, added_by=person
    )
    return (row.pk,)


def hand_in(cast, case, key, member, role, *, evidence=(), personal=None, **kwargs):
    files = tuple(n for kind in evidence for n in paper(case, key, kind, cast[member].person))
    handed = Handed(timezone.now(), personal=personal or {}, files=files, reason=kwargs.pop("reason", ""))
    return complete_step(
        acting=cast.acting(member, at=timezone.now()), case_id=case.pk, key=key, role=role, handed=handed, **kwargs
    )


def requested(cast, opened, budget=300_000):
    case = opened()
    return hand_in(
        cast, case, "request", "clerk", "village-clerk", evidence=["photo"], facts={"budget": budget},
        personal={"account": "6222 0000 0000 0000"},
    )  # fmt: skip


def signed(cast, opened):
    case = requested(cast, opened)
    hand_in(cast, case, "sign", "secretary", "party-secretary")
    return hand_in(cast, case, "sign", "director", "village-director")


def test_a_purchase_walks_from_request_to_board(cast, opened):
    case = signed(cast, opened)
    child = Case.objects.get(parent=case)
    assert child.state["facts"] == {"amount": 300_000}
    hand_in(cast, child, "voucher", "clerk", "village-clerk", evidence=["invoice"])
    hand_in(cast, child, "transfer", "accounting", "town-accounting")
    case.refresh_from_db()
    assert list(case.state["open"]) == ["result"]
    now = timezone.now()
    post_notice(
        acting=cast.acting("clerk", at=now), case_id=case.pk, key="result", role="village-clerk", handed=Handed(now)
    )
    case.refresh_from_db()
    assert (case.phase, case.outcome) == ("over", "bought")
    assert not case.tasks.exists()


def test_every_act_is_in_the_register_and_replay_gives_the_stored_state(cast, opened):
    case = signed(cast, opened)
    kinds = list(Entry.objects.filter(subject_type="case", subject_id=case.pk).values_list("kind", flat=True))
    assert kinds == ["cases.opened", "cases.step-done", "cases.step-done", "cases.step-done"]
    events = [e.payload for e in case.events.order_by("seq")]
    assert machine_of(case).replay(events, case.begun_with) == case.state


def test_personal_words_stand_beside_the_events(cast, opened):
    case = requested(cast, opened)
    assert case.personal_facts.get(name="account").value == "6222 0000 0000 0000"
    assert "6222" not in str(list(case.events.values_list("payload", flat=True)))
    assert "6222" not in str(list(Entry.objects.values_list("data", flat=True)))


@pytest.mark.parametrize(
    ("member", "role", "words"),
    [
        pytest.param("clerk_two", "village-clerk", "要由", id="the clerk of another village"),
        pytest.param("director", "village-clerk", "要由", id="a post that he does not hold"),
        pytest.param("director", "village-director", "不能代办", id="a role that the step does not name"),
    ],
)
def test_who_may_not_is_told_who_may(cast, opened, member, role, words):
    case = opened()
    with pytest.raises(Refused, match=words):
        hand_in(cast, case, "request", member, role, evidence=["photo"], facts={"budget": 1})
    case.refresh_from_db()
    assert (case.version, case.events.count()) == (0, 0)


def test_missing_evidence_is_named(cast, opened):
    case = opened()
    with pytest.raises(Refused, match="还差材料"):
        hand_in(cast, case, "request", "clerk", "village-clerk", facts={"budget": 1}, personal={"account": "1"})


def test_a_step_that_somebody_did_a_moment_ago(cast, opened):
    case = signed(cast, opened)
    with pytest.raises(Refused, match="已经有人办完"):
        hand_in(cast, case, "sign", "director", "village-director")


def test_nothing_happens_in_the_future_or_before_the_case(cast, opened):
    case = opened()
    for at, words in (
        (timezone.now() + timedelta(hours=1), "不能晚于现在"),
        (case.opened_at - timedelta(days=1), "早于"),
    ):
        handed = Handed(at, files=paper(case, "request", "photo", cast["clerk"].person))
        with pytest.raises(Refused, match=words):
            complete_step(
                acting=cast.acting("clerk", at=timezone.now()), case_id=case.pk, key="request", role="village-clerk",
                handed=handed, facts={"budget": 1},
            )  # fmt: skip
