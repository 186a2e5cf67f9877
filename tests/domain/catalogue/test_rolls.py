"""``rolls.yaml``: what it becomes, that an edition without it is as good as ever, and the shipped one.

What is wrong in one and what is said of it: tests/broken/slips/rolls.yaml, tests/broken/definitions/roll-*.yaml.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from qingdan.domain.catalogue.load import load_edition
from qingdan.domain.catalogue.rolls import Measure
from tests import loaded
from tests.domain.catalogue.helpers import mini_files

ROLLS = "mini/rolls.yaml"
CATALOGUE = Path(__file__).parents[3] / "catalogue"


def test_a_roll_as_a_value() -> None:
    rolls = load_edition(mini_files()).rolls
    villagers = rolls.kinds["villagers"]
    assert (villagers.title.zh, villagers.from_age, villagers.with_household) == ("村民名册", 18, True)
    assert [why.slug for why in villagers.keeping.on] == ["first-count", "born"]
    assert villagers.keeping.on[0].is_called("初次登记")
    assert villagers.keeping.on[0].is_called("first count")
    assert not villagers.keeping.on[0].is_called("出生")
    assert villagers.counts_capacity
    roll, tally = rolls.tally_of("representatives")
    assert (roll, tally.of, tally.also) == (villagers, {"representatives": Measure.CAPABLE}, ("village-director",))
    assert rolls.tally_of("nobody") is None
    assert rolls.households.move.slug == "divided"


def test_an_edition_without_rolls_has_none() -> None:
    files = {path: text for path, text in mini_files().items() if path != ROLLS}
    rolls = load_edition(files).rolls
    assert (dict(rolls.kinds), rolls.households) == ({}, None)


# -- the shipped one -------------------------------------------------------------------------------------------------
@pytest.fixture(scope="module")
def shipped():
    return loaded.shipped()


def test_every_body_of_more_than_a_committee_has_its_roll(shipped) -> None:
    committees = {
        "village-committee", "supervision-committee", "election-committee", "party-branch-committee",
        "two-committees-joint", "council", "member-delegates", "collective-board-election-delegates",
    }  # fmt: skip
    without = {slug for slug in shipped.bodies if shipped.rolls.tally_of(slug) is None}
    assert without == committees


def test_a_tally_says_everything_that_its_body_counts(shipped) -> None:
    for roll in shipped.rolls.kinds.values():
        for tally in roll.tallies:
            for body in tally.bodies:
                assert set(tally.of) == set(shipped.bodies[body].counts), body


def test_members_are_counted_by_capacity_and_voters_once(shipped) -> None:
    rolls = shipped.rolls.kinds
    assert rolls["collective-members"].counts_capacity
    assert {slug for slug, roll in rolls.items() if roll.one_village} == {
        "registered-voters", "party-members", "collective-members",
    }  # fmt: skip
    assert rolls["collective-members"].filed_with == ("town-agriculture", "city-agriculture")


def test_no_reason_that_the_law_rules_out_ends_membership(shipped) -> None:
    """农村集体经济组织法 18: study, service, work, trade, divorce, widowhood, prison, marriage."""
    reasons = {why.slug for why in shipped.rolls.kinds["collective-members"].keeping.off}
    assert reasons == {"died", "lost-nationality", "member-elsewhere", "civil-servant", "resigned", "by-charter"}
