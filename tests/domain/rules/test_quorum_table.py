"""Every row of the table of quorums and pass rules, in words; the numbers are written by hand from the laws."""

from __future__ import annotations

import pytest

from tests.domain.rules.files import bodies, meet

QUORUM = [
    ("villagers-assembly", 200, 101, True, "村民会议：十八周岁以上村民过半数到会，200人到101人"),
    ("villagers-assembly", 200, 100, False, "村民会议：正好一半不是过半数"),
    ("villagers-assembly", 201, 101, True, "村民会议：201人到101人"),
    ("representatives", 15, 10, True, "村民代表会议：三分之二以上，15人到10人"),
    ("representatives", 15, 9, False, "村民代表会议：15人到9人不够"),
    ("representatives", 16, 11, True, "村民代表会议：16人要11人"),
    ("representatives", 16, 10, False, "村民代表会议：16人到10人不够"),
    ("group-meeting", 30, 20, True, "村民小组会议：三分之二以上村民，30人到20人"),
    ("group-meeting", 30, 19, False, "村民小组会议：30人到19人不够"),
    ("members-assembly", 300, 200, True, "成员大会：三分之二以上成员，300人到200人"),
    ("members-assembly", 300, 199, False, "成员大会：300人到199人不够"),
    ("council", 5, 4, True, "理事会：三分之二以上，5人到4人"),
    ("council", 5, 3, False, "理事会：5人到3人不够"),
    ("members-assembly-benefits", 300, 200, True, "非成员享受权益：到会人数同成员大会"),
    ("members-assembly-merger", 300, 199, False, "合并分立：到会人数同成员大会"),
    ("party-assembly", 30, 20, True, "党员大会：设定为三分之二以上"),
    ("registered-voters", 100, 51, True, "村委会选举：登记村民过半数投票"),
    ("registered-voters", 100, 50, False, "村委会选举：一半投票无效"),
    ("run-off", 100, 50, False, "另行选举：过半数投票"),
    ("recall-vote", 100, 51, True, "罢免：登记村民过半数投票"),
    ("recall-vote", 100, 50, False, "罢免：一半投票不够"),
    ("resignation-assembly", 200, 101, True, "辞职：村民会议审议，到会同村民会议"),
    ("resignation-representatives", 15, 10, True, "辞职：代表会议审议，到会同代表会议"),
    ("by-election", 100, 50, False, "补选：参照选举，过半数投票"),
    ("by-election-representatives", 15, 10, True, "代表会议补选：三分之二以上组成人员"),
    ("supervision-election", 100, 51, True, "推选监委会：河南按选举程序，过半数投票"),
    ("supervision-election-representatives", 15, 9, False, "代表会议推选监委会：三分之二以上"),
    ("election-committee-by-assembly", 200, 101, True, "村民会议推选选举委员会：过半数到会"),
    ("election-committee-by-representatives", 15, 9, False, "代表会议推选选举委员会：三分之二以上到会"),
    ("election-committee-by-groups", 30, 20, True, "小组会议推选选举委员会：三分之二以上到会"),
    ("recall-group-leader", 30, 1, True, "罢免小组长：没有到会人数要求"),
    ("village-committee", 5, 3, True, "村委会会议：设定为过半数到会"),
    ("village-committee", 4, 2, False, "村委会会议：4人到2人不是过半数"),
    ("supervision-committee", 3, 2, True, "监委会会议：设定为过半数到会"),
    ("election-committee", 7, 3, False, "选举委员会会议：设定为过半数到会"),
    ("party-branch-committee", 5, 3, True, "党组织委员会会议：设定为过半数到会"),
    ("two-committees-joint", 9, 4, False, "两委联席会议：设定为过半数到会"),
    ("member-delegates", 30, 20, True, "成员代表大会：章程规定，设定为三分之二以上"),
]


@pytest.mark.parametrize(("slug", "entitled", "present", "quorate"), [pytest.param(*r[:4], id=r[4]) for r in QUORUM])
def test_how_many_must_come(slug: str, entitled: int, present: int, quorate: bool) -> None:
    verdict = meet(slug, entitled, present)
    assert verdict.quorate is quorate
    assert verdict.passed is None
    assert not verdict.errors


PASS = [
    ("villagers-assembly", 200, 120, 61, True, "村民会议：到会人员过半数，120人61票"),
    ("villagers-assembly", 200, 120, 60, False, "村民会议：到会人员正好一半不通过"),
    ("representatives", 15, 10, 6, True, "村民代表会议：到会过半数，10人6票"),
    ("representatives", 15, 10, 5, False, "村民代表会议：10人5票不通过"),
    ("group-meeting", 30, 21, 11, True, "村民小组会议：到会过半数，21人11票"),
    ("members-assembly", 300, 210, 200, True, "成员大会：全体成员三分之二以上，300人200票"),
    ("members-assembly", 300, 210, 199, False, "成员大会：到会的大多数不够，要全体的三分之二"),
    ("member-delegates", 30, 25, 20, True, "成员代表大会：全体代表三分之二以上"),
    ("member-delegates", 30, 25, 19, False, "成员代表大会：30人19票不通过"),
    ("council", 7, 5, 4, True, "理事会：全体理事过半数，7人4票"),
    ("council", 7, 5, 3, False, "理事会：到会5人中3票，不是全体过半数"),
    ("members-assembly-benefits", 300, 240, 225, True, "非成员享受权益：全体成员四分之三以上"),
    ("members-assembly-benefits", 300, 240, 224, False, "非成员享受权益：300人224票不通过"),
    ("members-assembly-merger", 300, 240, 200, True, "合并分立：全体成员三分之二以上"),
    ("party-assembly", 30, 20, 16, True, "党员大会：应到会过半数，30人16票"),
    ("party-assembly", 30, 20, 15, False, "党员大会：到会的四分之三也不够，要应到会过半数"),
    ("registered-voters", 100, 60, 31, True, "村委会选举：参加投票的过半数"),
    ("registered-voters", 100, 60, 30, False, "村委会选举：正好一半不当选"),
    ("run-off", 100, 60, 20, True, "另行选举：不少于三分之一，60票20票"),
    ("run-off", 100, 60, 19, False, "另行选举：不到三分之一"),
    ("recall-vote", 100, 60, 31, True, "罢免：投票的过半数通过"),
    ("recall-vote", 100, 60, 30, False, "罢免：一半不通过"),
    ("resignation-assembly", 200, 120, 61, True, "辞职：村民会议到会过半数"),
    ("resignation-representatives", 15, 10, 5, False, "辞职：代表会议到会过半数"),
    ("by-election", 100, 60, 30, False, "补选：参照选举，投票的过半数"),
    ("by-election-representatives", 15, 10, 6, True, "代表会议补选：设定为到会过半数"),
    ("supervision-election", 100, 60, 31, True, "推选监委会：河南按选举程序"),
    ("supervision-election-representatives", 15, 10, 6, True, "代表会议推选监委会：到会过半数"),
    ("recall-group-leader", 30, 25, 20, True, "罢免小组长：有选举权的三分之二以上，30人20票"),
    ("recall-group-leader", 30, 25, 19, False, "罢免小组长：30人19票不通过"),
    ("land-contract-plan", 300, 200, 200, True, "土地承包方案：全体成员三分之二以上"),
    ("land-contract-plan", 300, 210, 199, False, "土地承包方案：300人199票不通过"),
    ("land-contract-plan-representatives", 30, 25, 20, True, "土地承包方案：全体村民代表三分之二以上"),
    ("land-contract-plan-representatives", 30, 20, 19, False, "土地承包方案：到会的多数不够"),
    ("land-to-outsiders", 300, 210, 200, True, "发包给外部：全体成员三分之二以上"),
    ("land-to-outsiders-representatives", 30, 25, 19, False, "发包给外部：全体代表三分之二以上"),
    ("business-land", 300, 210, 200, True, "经营性建设用地：全体成员三分之二以上"),
    ("business-land-representatives", 30, 25, 19, False, "经营性建设用地：全体代表三分之二以上"),
    ("village-committee", 5, 3, 3, True, "村委会会议：设定为全体过半数"),
    ("village-committee", 5, 3, 2, False, "村委会会议：到会3人中2票，不是全体过半数"),
    ("supervision-committee", 3, 2, 2, True, "监委会会议：3人2票"),
    ("election-committee", 7, 4, 3, False, "选举委员会会议：7人3票不通过"),
    ("party-branch-committee", 5, 4, 3, True, "党组织委员会会议：5人3票"),
    ("two-committees-joint", 9, 6, 5, True, "两委联席会议：9人5票"),
]


@pytest.mark.parametrize(
    ("slug", "entitled", "present", "votes", "passed"), [pytest.param(*r[:5], id=r[5]) for r in PASS]
)
def test_how_many_must_agree(slug: str, entitled: int, present: int, votes: int, passed: bool) -> None:
    verdict = meet(slug, entitled, present, votes, present - votes)
    assert (verdict.quorate, verdict.passed, verdict.errors) == (True, passed, ())


def test_every_body_stands_in_the_tables_above() -> None:
    told = {row[0] for row in QUORUM} | {row[0] for row in PASS}
    assert set(bodies()) == told
