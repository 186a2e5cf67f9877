"""What the shipped list says must be made public: every notice that a power puts up belongs to some duty."""

from __future__ import annotations

from datetime import date

import pytest

from qingdan.domain.catalogue.disclosure import Fulfilment
from qingdan.domain.rules.rhythm import Rhythm
from tests.loaded import shipped


def test_every_notice_of_every_power_is_due_at_once_or_is_the_account_of_a_period() -> None:
    edition = shipped()
    duties, accounts, steps = edition.disclosure, 0, 0
    for power in edition.powers.values():
        for step in power.flow.steps().values():
            if step.disclosure is None:
                continue
            steps += 1
            found = duties.arising(power.slug, step.id, step.disclosure.board, {})
            assert found is not None and found.rhythm is Rhythm.AT_ONCE, f"{power.slug} {step.id}"
            for way in (
                w for d in duties.periodic for w in d.fulfilled_by if (w.power, w.step) == (power.slug, step.id)
            ):
                accounts += 1
                year = way.period == "year"
                facts = {
                    name: value == "true" if value in ("true", "false") else value for name, value in way.when.items()
                }
                facts[way.period] = 2026 if year else "2026-09-30"
                told = [until for _duty, until in duties.told_by(power.slug, step.id, facts)]
                assert (date(2026, 12, 31) if year else date(2026, 9, 30)) in told
                assert duties.arising(power.slug, step.id, step.disclosure.board, facts) is None
    assert steps > 150 and accounts == sum(len(d.fulfilled_by) for d in duties.periodic) > 4


def test_the_law_is_kept() -> None:
    """村民委员会组织法 35: common matters every quarter at least, busy accounts every month, fifteen days up."""
    duties = shipped().disclosure.duties
    assert duties["village-affairs"].rhythm is Rhythm.QUARTERLY and not duties["village-affairs"].settled
    assert duties["committee-accounts"].rhythm is Rhythm.MONTHLY
    assert set(duties["committee-accounts"].choices) == {Rhythm.MONTHLY, Rhythm.QUARTERLY}
    assert {duty.stands for duty in duties.values()} == {"15 days"}
    unread = {slug for slug, duty in duties.items() if not all(map(shipped().verified, duty.basis))}
    assert unread == {"collective-accounts", "party-affairs", "party-matters-at-once"}, (
        "said to be verified on the page"
    )


@pytest.mark.parametrize(
    ("facts", "until"),
    [
        ({"kind": "money", "until": "2026-09-30"}, date(2026, 9, 30)),
        ({"kind": "money", "until": 2026}, date(2026, 12, 31)),
        ({"kind": "other", "until": "2026-09-30"}, None),
        ({"until": "2026-09-30"}, None),
        ({"kind": "money", "until": "第三季度"}, None),
        ({"kind": "money", "until": True}, None),
        ({"kind": "money", "until": 12}, None),
        ({"kind": "money"}, None),
    ],
)
def test_until_when_an_account_runs(facts: dict[str, object], until: date | None) -> None:
    assert Fulfilment("accounts", "post", "until", {"kind": "money"}).told_until(facts) == until
