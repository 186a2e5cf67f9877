"""The file of bodies: what it says of each, and the answer to what cannot be read."""

from __future__ import annotations

import copy

import pytest

from qingdan.domain.rules.at_key import BodiesError
from qingdan.domain.rules.limits import parse_limit
from qingdan.domain.rules.quorum import bodies_from
from tests.domain.rules.files import CATALOGUE, bodies, plain

EXPECTED_BY_NAME = (
    "villagers-assembly", "representatives", "group-meeting", "members-assembly", "member-delegates", "council",
    "party-assembly", "party-branch-committee", "two-committees-joint", "village-committee", "election-committee",
    "registered-voters", "supervision-committee",
)  # fmt: skip


def test_the_bodies_that_posts_and_flows_name_are_there() -> None:
    named = set(EXPECTED_BY_NAME)
    for post in plain(CATALOGUE / "jiyuan" / "posts.yaml")["posts"].values():
        named |= set(post.get("bodies", []))
    assert named <= set(bodies())


def test_a_rule_that_no_law_gives_is_marked() -> None:
    for slug, body in bodies().items():
        rules = [*body.quorum, *([body.pass_rule.threshold] if body.pass_rule.threshold else [])]
        for rule in rules:
            assert rule.setting or all(b.verified and b.articles for b in rule.basis), slug
        if not body.verified:
            assert body.setting, slug


def test_every_body_is_named_in_both_languages() -> None:
    for body in bodies().values():
        assert body.name.zh
        assert body.name.en.isascii()
        assert all(count.name.en.isascii() and count.unit.en for count in body.counts.values())


def test_what_the_assembly_is_said_to_be() -> None:
    body = bodies()["villagers-assembly"]
    assert body.notice is not None
    assert (body.notice.limit, body.notice.urgent) == (parse_limit("10 days"), True)
    assert body.called_by == ("village-committee",)
    assert [(c.name.zh, c.threshold.least(100)) for c in body.must_call] == [("村民", 10), ("村民代表", 34)]
    assert (body.frequency.times, body.frequency.per) == (1, "year")
    assert body.delegable
    assert body.verified


def test_what_may_not_be_left_to_a_smaller_body() -> None:
    assert bodies()["members-assembly"].delegable
    assert not bodies()["members-assembly-merger"].delegable
    assert not bodies()["land-contract-plan"].delegable


def test_like_takes_over_what_is_not_given_but_not_the_note() -> None:
    model, other = bodies()["members-assembly"], bodies()["members-assembly-benefits"]
    assert (other.quorum, other.proxy, other.online, other.notice) == (
        model.quorum, model.proxy, model.online, model.notice,
    )  # fmt: skip
    assert other.pass_rule != model.pass_rule
    assert other.note is None


GOOD = {
    "board": {
        "name": {"zh": "理事会", "en": "board"},
        "basis": [{"law": "某法", "articles": [1]}],
        "counts": {"members": {"name": {"zh": "成员", "en": "members"}, "unit": {"zh": "人", "en": "people"}}},
        "quorum": [{"of": "members", "at_least": "2/3"}],
        "pass": {"of": "present", "more_than": "1/2"},
    }
}


def without(key: str) -> dict:
    return {k: v for k, v in GOOD["board"].items() if k != key}


BROKEN = [
    ({"name": "理事会"}, "board.name: a mapping must stand here → Write {zh: 中文, en: English}."),
    ({"name": {"zh": "理事会"}}, "board.name: 'en' is missing"),
    ({"name": {"zh": "", "en": "board"}}, "board.name.zh: a text must stand here"),
    ({"basis": [{"articles": [1]}]}, "board.basis[0]: 'law' is missing"),
    ({"basis": ["某法"]}, "board.basis[0]: a mapping must stand here → Write {law: the law's key, articles: [26]}."),
    ({"basis": [{"law": "某法", "verified": "no"}]}, "board.basis[0].verified: 'no' is neither true nor false"),
    ({"counts": {}}, "board.counts: nobody is counted"),
    ({"counts": {"present": {}}}, "board.counts: 'present' has a meaning of its own"),
    ({"counts": {"members": {"name": {"zh": "成", "en": "m"}}}}, "board.counts.members: 'unit' is missing"),
    (
        {"quorum": [{"of": "member", "at_least": "2/3"}]},
        "board.quorum[0].of: 'member' is not counted here → Did you mean",
    ),
    ({"quorum": [{"at_least": "2/3"}]}, "board.quorum[0]: 'of' is missing → Say of whom: of: members."),
    ({"quorum": [{"of": "members"}]}, "board.quorum[0]: exactly one of more_than and at_least"),
    (
        {"quorum": [{"of": "members", "at_least": "2/3", "more_than": "1/2"}]},
        "board.quorum[0]: exactly one of more_than and at_least must stand here → Write more_than: 1/2 for more",
    ),
    (
        {"quorum": [{"of": "members", "at_least": "two thirds"}]},
        "board.quorum[0].at_least: 'two thirds' is not a share",
    ),
    ({"quorum": [{"of": "members", "at_least": "1/0"}]}, "board.quorum[0].at_least: '1/0' is not a share"),
    ({"quorum": [{"of": "members", "at_least": "3/2"}]}, "board.quorum[0].at_least: 3/2 can never be satisfied"),
    ({"quorum": [{"of": "members", "more_than": "1/1"}]}, "board.quorum[0].more_than: 1/1 can never be satisfied"),
    (
        {"quorum": [{"of": "members", "atleast": "2/3"}]},
        "board.quorum[0]: the key 'atleast' is not known here → Did you",
    ),
    (
        {"pass": {"of": "members", "more_than": "1/2"}},
        "board.pass.of: 'members' is not counted here → Write one of: all",
    ),
    ({"pass": {}}, "board.pass: 'of' is missing"),
    (
        {"pass": {"of": "all", "more_than": "1/2", "recused": "go"}},
        "board.pass.recused: 'go' is not known → Write leave",
    ),
    ({"must_call": [{"at_least": "1/5"}]}, "board.must_call[0]: 'by' is missing"),
    ({"notice": "ten days"}, "board.notice: 'ten days' is not a time limit"),
    ({"notice": {"says": ["time"]}}, "board.notice: 'limit' is missing → Say how long before: {limit: 10 days"),
    ({"notice": {"limit": "10 days", "says": ["when"]}}, "board.notice.says[0]: 'when' is not known → Write one of"),
    ({"chair": "理事长"}, "board.chair: a mapping must stand here → Say who presides"),
    ({"on_demand": {}}, "board.on_demand: 'within' is missing → Say how soon after it was asked for"),
    ({"not_for": [{"law": "某法"}]}, "board.not_for[0]: 'article' is missing"),
    ({"made_of": [{"part": {"zh": "妇女", "en": "women"}}]}, "board.made_of[0]: exactly one of more_than and at_least"),
    ({"roll": {"before": "20 days"}}, "board.roll: 'objections' is missing → Write {before: 20 days, objections"),
    ({"candidates": {"bans": [{"basis": []}]}}, "board.candidates.bans[0]: 'who' is missing → Write {zh: 中文"),
    ({"frequency": {"times": 1, "per": "week"}}, "board.frequency.per: 'week' is not known"),
    ({"frequency": {"times": 0, "per": "year"}}, "board.frequency.times: 0 is not a whole number from 1"),
    ({"years": True}, "board.years: True is not a whole number"),
    ({"proxy": {"most": 3}}, "board.proxy: 'by' is missing"),
    ({"size": [7, 3]}, "board.size: the size needs a least and a most → Write for example [3, 7], or"),
    ({"setting": "yes"}, "board.setting: 'yes' is neither true nor false"),
    ({"quorums": []}, "board: the key 'quorums' is not known here → Did you mean 'quorum'?"),
    ({"like": "council"}, "board.like: there is no body 'council'"),
]


@pytest.mark.parametrize(("change", "says"), BROKEN)
def test_a_broken_body_is_named_with_what_to_write(change: dict, says: str) -> None:
    broken = copy.deepcopy(GOOD)
    broken["board"].update(change)
    with pytest.raises(BodiesError) as caught:
        bodies_from(broken)
    assert caught.value.complaints[0].to("en").startswith(says)


@pytest.mark.parametrize("key", ["name", "basis", "counts", "quorum", "pass"])
def test_what_a_body_needs_is_asked_for(key: str) -> None:
    with pytest.raises(BodiesError) as caught:
        bodies_from({"board": without(key)})
    assert caught.value.complaints[0].to("en").startswith(f"board: '{key}' is missing → ")
    assert caught.value.complaints[0].to("zh").startswith(f"board: 没有写“{key}” → 请")


def test_all_broken_bodies_are_named_at_once() -> None:
    with pytest.raises(BodiesError) as caught:
        bodies_from({"one": without("name"), "two": without("pass"), "three": GOOD["board"]})
    assert [c.key for c in caught.value.complaints] == ["one", "two"]


def test_what_a_body_does_not_take_over_is_left_out() -> None:
    assert bodies()["registered-voters"].roll and bodies()["run-off"].roll is None
    two = {"a": {**GOOD["board"], "years": 5}, "b": {"like": "a", "years": "none"}}
    assert (bodies_from(two)["a"].years, bodies_from(two)["b"].years) == (5, None)


def test_every_article_behind_a_rule_is_known_to_the_body() -> None:
    assembly = bodies()["registered-voters"]
    assert {("河南省实施村民委员会组织法办法", "35"), ("村民委员会组织法", "16"), ("村民委员会组织法", "17")} <= {
        (b.law, a) for b in assembly.bases() for a in b.articles
    }


def test_like_goes_one_step_only() -> None:
    with pytest.raises(BodiesError) as caught:
        bodies_from({"a": GOOD["board"], "b": {"like": "a"}, "c": {"like": "b"}})
    said = caught.value.complaints[0].to("en")
    assert said.startswith("c.like: 'b' is itself like another body → Write like: a")


@pytest.mark.parametrize("parsed", [[], "bodies", None])
def test_a_file_that_is_no_mapping_is_refused(parsed) -> None:
    with pytest.raises(BodiesError, match="bodies: 这里应当是"):
        bodies_from(parsed)


def test_a_body_that_is_no_mapping_is_refused() -> None:
    with pytest.raises(BodiesError, match="board: 这里应当是"):
        bodies_from({"board": "council"})
