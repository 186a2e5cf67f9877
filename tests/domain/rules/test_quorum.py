"""Meetings that can go either way, what the page says of them, and all small numbers against counting by hand."""

from __future__ import annotations

from fractions import Fraction
from itertools import product

import pytest

from qingdan.domain.rules.quorum import Attendance, Body, Votes, judge
from tests.domain.rules.files import bodies, meet


@pytest.mark.parametrize("slug", sorted(s for s, b in bodies().items() if b.pass_rule.threshold is None))
def test_a_choice_by_the_most_votes_is_not_decided_as_a_motion(slug: str) -> None:
    verdict = meet(slug, 30, 30, 30)
    assert verdict.passed is None
    assert verdict.reasons[-1].code == "most-votes"


# -- two ways to a quorum ----------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("villagers", "households", "quorate"),
    [
        pytest.param((200, 101), (60, 10), True, id="村民够，户不够"),
        pytest.param((200, 50), (60, 40), True, id="户够（60户到40户），村民不够"),
        pytest.param((200, 100), (60, 39), False, id="两样都差一个"),
        pytest.param(None, (60, 40), True, id="只按户登记"),
        pytest.param(None, (60, 39), False, id="只按户登记，不够"),
    ],
)
def test_the_assembly_is_quorate_by_villagers_or_by_households(villagers, households, quorate: bool) -> None:
    counted = {k: v for k, v in (("villagers", villagers), ("households", households)) if v}
    record = Attendance({k: v[0] for k, v in counted.items()}, {k: v[1] for k, v in counted.items()})
    verdict = judge(bodies()["villagers-assembly"], record)
    assert verdict.quorate is quorate
    assert len(verdict.reasons) == len(counted)


def test_a_meeting_by_households_passes_by_more_than_half_of_the_people_who_came() -> None:
    body, entitled, present = bodies()["villagers-assembly"], {"households": 60}, {"households": 40}
    assert judge(body, Attendance(entitled, present, Votes(21, 19))).passed is True
    assert judge(body, Attendance(entitled, present, Votes(20, 20))).passed is False


def test_without_quorum_a_vote_decides_nothing() -> None:
    verdict = meet("representatives", 15, 9, 9)
    assert (verdict.quorate, verdict.passed) == (False, None)


# -- what the page says ------------------------------------------------------------------------------------------
def test_the_reasons_say_the_numbers_the_share_and_the_article() -> None:
    verdict = meet("representatives", 15, 10, 6, 4)
    assert [reason.words.zh for reason in verdict.reasons] == [
        "村民代表会议组成人员应到15人，实到10人，三分之二以上为10人，达到（村民委员会组织法 第30条）",
        "赞成6票，到会10人的过半数为6人，通过（村民委员会组织法 第30条）",
    ]
    assert verdict.reasons[0].data == {
        "of": "members", "entitled": 15, "present": 10, "least": 10, "law": "村民委员会组织法 第30条",
    }  # fmt: skip
    assert "15 people entitled, 10 present; at least 2/3 is 10: reached" in verdict.reasons[0].words.en


def test_a_ballot_speaks_of_voting_and_not_of_coming() -> None:
    verdict = meet("registered-voters", 100, 51)
    assert (
        verdict.reasons[0].words.zh
        == "登记参加选举的村民共100人，参加投票51人，过半数为51人，达到（村民委员会组织法 第18条）"
    )


def test_a_local_setting_and_an_unread_law_are_called_so() -> None:
    said = meet("party-assembly", 30, 20).reasons[0].words
    assert said.zh.endswith("（中国共产党支部工作条例（试行），待核实，本地设置）")
    assert "not verified, local setting" in said.en


def test_those_who_came_and_did_not_vote_are_named_and_count_against() -> None:
    verdict = meet("representatives", 15, 10, 5)
    assert verdict.passed is False
    assert "5人到会但没有投票，不算赞成" in [reason.words.zh for reason in verdict.reasons]


# -- recusal, proxies --------------------------------------------------------------------------------------------
def test_recused_persons_leave_the_number_present_by_a_local_setting() -> None:
    body = bodies()["representatives"]
    verdict = judge(body, Attendance({"members": 15}, {"members": 10}, Votes(5, 4), recused=1))
    assert (verdict.quorate, verdict.passed) == (True, True)
    assert "其中回避1人按本地设置不计入，余9人的过半数为5人" in verdict.reasons[-1].words.zh


def test_recused_persons_stay_among_all_members() -> None:
    verdict = judge(bodies()["council"], Attendance({"directors": 5}, {"directors": 5}, Votes(2, 1), recused=2))
    assert verdict.passed is False, "three of five directors are needed, whoever stands aside"


def test_where_everyone_is_recused_nothing_passes() -> None:
    verdict = judge(bodies()["representatives"], Attendance({"members": 3}, {"members": 3}, Votes(0), recused=3))
    assert verdict.passed is False


def test_a_proxy_counts_as_present_where_the_law_allows_it() -> None:
    record = Attendance({"members": 300}, {"members": 200}, Votes(200), proxies=80)
    assert judge(bodies()["members-assembly"], record).passed is True


# -- records that cannot be --------------------------------------------------------------------------------------
def one(slug: str, **kwargs) -> tuple[Body, Attendance]:
    body = bodies()[slug]
    return body, Attendance(**{"entitled": {body.voters: 15}, "present": {body.voters: 10}, **kwargs})


FAULTS = [
    ("representatives", {"votes": Votes(8, 3)}, "too-many-ballots", "收到11张票，多于可以投票的10人"),
    ("representatives", {"votes": Votes(4, 3, 2, 2)}, "too-many-ballots", "收到11张票"),
    ("representatives", {"votes": Votes(6, 4), "recused": 1}, "too-many-ballots", "多于可以投票的9人"),
    ("representatives", {"present": {"members": 16}}, "too-many-present", "实到16人，多于应到的15人"),
    ("representatives", {"recused": 11}, "recused-too-many", "回避11人，多于到会的10人"),
    ("representatives", {"proxies": 1}, "proxies-not-allowed", "村民代表会议不能委托他人代为投票"),
    ("registered-voters", {"proxies": 8}, "too-many-proxies", "委托8人，本人到场2人，每人最多接受3人委托"),
    ("registered-voters", {"proxies": 10}, "too-many-proxies", "本人到场0人"),
    ("representatives", {"votes": Votes(-1)}, "negative", "不能是负数"),
    ("representatives", {"entitled": {"members": -1}, "present": {}}, "negative", "不能是负数"),
    ("representatives", {"entitled": {"members": 0}, "present": {"members": 0}}, "nobody-entitled", "应到数是0"),
    ("representatives", {"entitled": {}}, "count-missing", "请填写应到和实到人数：村民代表会议组成人员"),
    ("villagers-assembly", {"present": {}}, "count-missing", "十八周岁以上的村民，或者户的代表"),
    ("recall-group-leader", {"entitled": {}}, "count-missing", "请填写本组有选举权的村民的总数"),
    ("representatives", {"entitled": {"members": 15, "cats": 3}}, "unknown-count", "不按“cats”计人数"),
]  # fmt: skip


@pytest.mark.parametrize(("slug", "kwargs", "code", "says"), FAULTS)
def test_a_record_that_cannot_be_is_answered_and_decides_nothing(slug: str, kwargs, code: str, says: str) -> None:
    verdict = judge(*one(slug, **kwargs))
    assert (verdict.quorate, verdict.passed) == (False, None)
    found = {reason.code: reason.words for reason in verdict.errors}
    assert code in found
    assert says in found[code].zh
    assert found[code].en


# -- all small numbers -------------------------------------------------------------------------------------------
def by_hand(share: Fraction, strict: bool, whole: int, number: int) -> bool:
    return number * share.denominator > whole * share.numerator if strict else Fraction(number) >= whole * share


@pytest.mark.parametrize("slug", sorted(bodies()))
def test_all_small_numbers_agree_with_counting_by_hand(slug: str) -> None:
    body = bodies()[slug]
    rule = body.pass_rule.threshold
    for entitled in range(1, 13):
        for present, for_ in product(range(entitled + 1), repeat=2):
            if for_ > present:
                continue
            verdict = meet(slug, entitled, present, for_, present - for_)
            mine = [t for t in body.quorum if t.of == body.voters]
            quorate = all(by_hand(t.share, t.strict, entitled, present) for t in mine)
            assert verdict.quorate is quorate
            if rule is None or not quorate:
                assert verdict.passed is None
            else:
                whole = present if rule.of == "present" else entitled
                expected = for_ > 0 and by_hand(rule.share, rule.strict, whole, for_)
                assert verdict.passed is expected, (entitled, present, for_)


@pytest.mark.parametrize("slug", ["representatives", "group-meeting"])
def test_all_small_numbers_with_recusal_agree_with_counting_by_hand(slug: str) -> None:
    body = bodies()[slug]
    for entitled, present, recused in product(range(1, 10), range(10), range(10)):
        if present > entitled or recused > present:
            continue
        for for_ in range(present - recused + 1):
            verdict = judge(body, Attendance({body.voters: entitled}, {body.voters: present}, Votes(for_), recused))
            if 3 * present < 2 * entitled:
                assert verdict.passed is None
            else:
                assert verdict.passed is (2 * for_ > present - recused)


def test_one_more_vote_never_loses_and_one_more_voter_never_spoils_a_quorum() -> None:
    for slug, body in bodies().items():
        if body.pass_rule.threshold is None:
            continue
        for entitled in range(1, 10):
            quorate = [meet(slug, entitled, n).quorate for n in range(entitled + 1)]
            passed = [meet(slug, entitled, entitled, n).passed for n in range(entitled + 1)]
            assert quorate == sorted(quorate), slug
            assert passed == sorted(passed), slug
            assert passed[-1] is True, f"{slug}: all of {entitled} in favour must pass"
