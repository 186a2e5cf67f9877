"""Who sees what: every audience against every kind of viewer."""

from __future__ import annotations

from itertools import product

import pytest

from qingdan.domain.rules.audience import ANYONE, Audience, Viewer, may_see, visible_fields, wider

# Audience columns: internet, village, members, party-branch, officials, parties.
TABLE = {
    "路人": (ANYONE, "是 否 否 否 否 否"),
    "扫了张贴单上二维码的人": (Viewer(scanned_sheet=True), "是 是 否 否 否 否"),
    "本村村民": (Viewer(villager_here=True), "是 是 否 否 否 否"),
    "集体经济组织成员": (Viewer(member=True), "是 是 是 否 否 否"),
    "本村党员": (Viewer(party_member=True), "是 是 否 是 否 否"),
    "管得着这个村的干部": (Viewer(official_here=True), "是 是 是 是 是 否"),
    "当事人和经办人": (Viewer(is_party=True), "是 是 是 是 是 是"),
}
ROWS = [
    pytest.param(viewer, audience, cell == "是", id=f"{who}看{audience}：{cell}")
    for who, (viewer, cells) in TABLE.items()
    for audience, cell in zip(Audience, cells.split(), strict=True)
]


@pytest.mark.parametrize(("viewer", "audience", "seen"), ROWS)
def test_the_table(viewer: Viewer, audience: Audience, seen: bool) -> None:
    assert may_see(audience, viewer) is seen


def test_somebody_who_is_several_things_sees_what_any_of_them_sees() -> None:
    names = ("villager_here", "scanned_sheet", "member", "party_member", "official_here", "is_party")
    for flags in product((False, True), repeat=len(names)):
        viewer = Viewer(**dict(zip(names, flags, strict=True)))
        parts = [Viewer(**{name: True}) for name, held in zip(names, flags, strict=True) if held]
        for audience in Audience:
            assert may_see(audience, viewer) == any(may_see(audience, part) for part in [ANYONE, *parts])


WIDER = {
    "internet": "village members party-branch officials parties",
    "village": "members party-branch officials parties",
    "members": "party-branch officials parties",
    "party-branch": "members officials parties",
    "officials": "parties",
    "parties": "",
}


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        pytest.param(a, b, b in WIDER[a].split(), id=f"{a} {'wider than' if b in WIDER[a].split() else 'within'} {b}")
        for a in Audience
        for b in Audience
    ],
)
def test_which_audience_lets_somebody_in_whom_the_other_keeps_out(
    one: Audience, other: Audience, expected: bool
) -> None:
    assert wider(one, other) is expected
    seen = [v for v, _ in TABLE.values()]
    assert expected is any(may_see(one, v) and not may_see(other, v) for v in seen)


def test_fields_that_may_not_be_seen_are_as_if_they_were_not_there() -> None:
    fields = {
        "budget": (Audience.INTERNET, 1230000),
        "applicant": (Audience.VILLAGE, "李*英"),
        "account": (Audience.OFFICIALS, "1234"),
        "phone": (Audience.PARTIES, "138"),
    }
    assert visible_fields(fields, ANYONE) == {"budget": 1230000}
    assert set(visible_fields(fields, Viewer(scanned_sheet=True))) == {"budget", "applicant"}
    assert set(visible_fields(fields, Viewer(official_here=True))) == {"budget", "applicant", "account"}
    assert set(visible_fields(fields, Viewer(is_party=True))) == set(fields)
