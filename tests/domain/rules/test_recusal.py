"""Who must stand aside."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qingdan.domain.rules.recusal import NEAR_KIN, Interest, Organisation, Party, Tie, must_recuse

ME, WIFE, COUSIN, STRANGER = 1, 2, 3, 4
SHOP = Organisation("示例农资店", "91350100M000100Y43")
TIES = [Tie(ME, WIFE, "spouse"), Tie(ME, COUSIN, "cousin")]


def why(parties: list[Party], ties: list[Tie] = TIES, interests: tuple[Interest, ...] = ()) -> list[str]:
    return [reason.code for reason in must_recuse(ME, parties, ties, interests)]


@pytest.mark.parametrize(
    ("parties", "interests", "codes"),
    [
        pytest.param([ME], (), ["own-matter"], id="本人的事"),
        pytest.param([WIFE], (), ["near-kin"], id="妻子的事"),
        pytest.param([COUSIN], (), [], id="表亲不是近亲属"),
        pytest.param([STRANGER], (), [], id="不相干的人"),
        pytest.param([], (), [], id="没有当事人"),
        pytest.param([SHOP], (), [], id="不相干的店"),
        pytest.param([SHOP], (Interest(ME, SHOP),), ["own-interest"], id="自己的店"),
        pytest.param([SHOP], (Interest(WIFE, SHOP),), ["kin-interest"], id="妻子的店"),
        pytest.param([SHOP], (Interest(STRANGER, SHOP),), [], id="别人的店"),
        pytest.param([SHOP], (Interest(ME, SHOP), Interest(WIFE, SHOP)), ["own-interest", "kin-interest"], id="夫妻店"),
        pytest.param([STRANGER, WIFE, WIFE], (), ["near-kin"], id="几个当事人，同一理由只说一次"),
    ],
)
def test_who_stands_aside(parties: list[Party], interests: tuple[Interest, ...], codes: list[str]) -> None:
    assert why(parties, interests=interests) == codes


@pytest.mark.parametrize(
    ("mine", "same"),
    [
        pytest.param(Organisation("改了名的店", "91350100m000100y43 "), True, id="信用代码相同"),
        pytest.param(Organisation("示例 农资店"), True, id="只有名称，空格不同"),
        pytest.param(Organisation("示例农资店", "52350100M000100Y43"), False, id="同名而信用代码不同"),
        pytest.param(Organisation("另一家店"), False, id="名称不同"),
    ],
)
def test_the_same_organisation_by_code_or_by_name(mine: Organisation, same: bool) -> None:
    assert bool(why([SHOP], interests=(Interest(ME, mine),))) is same


def test_two_organisations_without_a_name_are_not_the_same() -> None:
    assert not why([Organisation("")], interests=(Interest(ME, Organisation(" ")),))


@pytest.mark.parametrize("relation", sorted(NEAR_KIN))
def test_every_near_kin_counts(relation: str) -> None:
    assert why([STRANGER], [Tie(ME, STRANGER, relation)]) == ["near-kin"]


def test_the_sentence_names_no_relative_and_no_relation() -> None:
    (reason,) = must_recuse(ME, [WIFE], TIES, [])
    assert "spouse" not in str(reason.data) + reason.words.en
    assert "配偶" not in reason.words.zh


@given(
    st.lists(st.builds(Tie, st.integers(1, 5), st.integers(1, 5), st.sampled_from([*NEAR_KIN, "cousin"])), max_size=8)
)
def test_kinship_holds_both_ways_whoever_declared_it(ties: list[Tie]) -> None:
    for one in range(1, 6):
        for other in range(1, 6):
            there = [r.code for r in must_recuse(one, [other], ties, [])]
            assert there == [r.code for r in must_recuse(other, [one], ties, [])]
            assert there == [
                r.code for r in must_recuse(one, [other], [Tie(t.relative, t.person, t.relation) for t in ties], [])
            ]
