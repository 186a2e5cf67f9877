"""Finding entries of the edition that ships by what a villager says."""

from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest
from ruamel.yaml import YAML

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
        ("ＤＢ", "minimum-living"),
        ("想入党找谁", "party-membership"),
        ("house plot", "homestead-application"),
    ],
)
def test_what_people_say_leads_to_the_power(finder, said, found):
    assert finder.find(said)[0].key.slug == found


def test_the_right_sound_in_the_wrong_characters_is_heard(finder):
    assert "minimum-living" in [hit.key.slug for hit in finder.find("地保")[:3]]


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


def test_everyday_questions_find_their_power(edition, finder):
    asked = [q for q in questions() if q["power"] in edition.powers]
    found = [[hit.key.slug for hit in finder.find(q["ask"]) if hit.key.list == "powers"][:3] for q in asked]
    wanted = [q["power"] for q in asked]
    first = sum(slugs[:1] == [power] for slugs, power in zip(found, wanted, strict=True))
    among = sum(power in slugs for slugs, power in zip(found, wanted, strict=True))
    assert len(asked) >= 80
    assert first >= 0.85 * len(asked)
    assert among >= 0.95 * len(asked)


def test_every_power_is_asked_for_and_every_norm_more_than_once(edition):
    asked = [q["power"] for q in questions()]
    assert set(asked) == set(edition.powers)
    norms = Counter(edition.powers[power].norm for power in asked)
    assert {norm: norms[norm] for norm in edition.norms if norms[norm] < 2} == {}


def test_no_question_is_a_saying_or_a_keyword(edition):
    said = {phrase for saying in edition.spoken.said for phrase in saying.say}
    said |= {word for power in edition.powers.values() for word in (*power.keywords, power.plain.zh)}
    assert not said & {q["ask"] for q in questions()}


def questions() -> list[dict[str, str]]:
    return YAML(typ="safe").load(Path(__file__).with_name("questions.yaml").read_text(encoding="utf-8"))
