"""Finding entries of the edition that ships by what a villager says."""

from dataclasses import replace

import pytest

from qingdan.domain.catalogue.spoken import Spoken
from qingdan.domain.search.finding import Finder
from tests.loaded import load, shipped_files


@pytest.fixture(scope="module")
def edition():
    return load(shipped_files())[0]


@pytest.fixture(scope="module")
def finder(edition):
    return Finder(edition)


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ("低保", "minimum-living"),
        ("我想问问低保怎么申请？", "minimum-living"),
        ("吃低保", "minimum-living"),
        ("盖章", "seal-use"),
        ("盖个戳", "seal-use"),
        ("db", "minimum-living"),
        ("dibao", "minimum-living"),
        ("地保", "minimum-living"),  # the right sound, the wrong characters
        ("ＤＢ", "minimum-living"),
        ("想入党找谁", "party-membership"),
        ("house plot", "homestead-application"),
    ],
)
def test_what_people_say_leads_to_the_power(finder, said, found):
    assert finder.find(said)[0].key.slug == found


@pytest.mark.parametrize("said", ["", "   ", "怎么办", "的", "\x00", "飞船", "x" * 500])
def test_what_says_nothing_finds_nothing(finder, said):
    assert finder.find(said) == []


def test_duties_and_prohibitions_are_found_too(finder):
    assert "plain-slips" in {hit.key.slug for hit in finder.find("白条")}
    assert {hit.key.list for hit in finder.find("审批开支")} >= {"powers", "duties"}


def test_sayings_are_data(edition):
    without, with_them = (Finder(e).find("盖个戳")[0].score for e in (replace(edition, spoken=Spoken()), edition))
    assert with_them > 2 * without


def test_no_saying_is_without_meaning_for_the_search(edition, finder):
    """Each way to say something finds what is found by what it means."""
    lost = []
    for saying in edition.spoken.said:
        meant = {hit.key for word in saying.mean for hit in finder.find(word)[:3]}
        lost += [said for said in saying.say if not meant & {hit.key for hit in finder.find(said)[:3]}]
    assert lost == []
