"""The posts of the edition, and a shelf of broken ones with the words their message must contain."""

import os
import re
from pathlib import Path

import pytest

from qingdan.domain.complaints import DefinitionError
from qingdan.records.people.posts import UnknownPost, all_posts, get_post, official_posts, read_posts
from tests.domain.catalogue.languages import strays

LAWS = {"村民委员会组织法", "河南省实施村民委员会组织法办法"}

BRIEF = """
party-secretary village-director village-deputy-director village-committee-member supervision-head
supervision-member group-leader village-clerk representative party-member town-accounting town-civil-affairs
town-discipline town-leader town-agriculture city-discipline city-organisation city-civil-affairs city-agriculture
city-inspection catalogue-editor election-chair election-member
"""


def test_it_has_every_post_of_the_house():
    assert set(all_posts()) == set(BRIEF.split())


def test_it_names_every_post_in_both_languages():
    for post in all_posts().values():
        assert re.search("[\u4e00-\u9fff]", post.words.zh), post.slug
        assert post.words.en.isascii(), post.slug


def test_bars_hold_both_ways():
    posts = all_posts()
    for kind in ("not_with", "not_kin_of"):
        pairs = {(p.slug, other) for p in posts.values() for bar in getattr(p, kind) for other in bar.posts}
        assert {(b, a) for a, b in pairs} == pairs, kind


def test_bars_cite_laws_that_the_catalogue_may_cite():
    bars = [bar for p in all_posts().values() for bar in (*p.not_with, *p.not_kin_of)]
    assert bars
    assert {c.law for bar in bars for c in bar.basis} <= LAWS
    assert all(bar.because().startswith("《") for bar in bars)


def test_secretary_and_director_may_be_one_person():
    assert not get_post("party-secretary").not_with
    assert "party-secretary" not in [p for bar in get_post("village-director").not_with for p in bar.posts]


def test_representatives_party_members_election_committees_and_the_editor_read_no_papers_of_officials():
    without = {"representative", "party-member", "catalogue-editor", "election-chair", "election-member"}
    assert set(all_posts()) - set(official_posts()) == without


def test_an_unknown_post_names_the_nearest():
    with pytest.raises(UnknownPost, match="village-clerk"):
        get_post("village-clark")


BROKEN = [
    ("posts: {a: {level: village, sees: none}}", "'name' is missing"),
    ("posts: {a: {name: {zh: 甲}, level: village, sees: none}}", "'en' is missing"),
    ("posts: {a: {name: {zh: 甲, en: A}, level: hamlet, sees: none}}", "'hamlet' is not known"),
    ("posts: {a: {name: {zh: 甲, en: A}, level: village, sees: none, maxi: 1}}", "Did you mean 'max'"),
    ("posts: {a: {name: {zh: 甲, en: A}, level: village, sees: none, max: 0}}", "would mean nobody"),
    ("posts: {a: {name: {zh: 甲, en: A}, level: village, sees: none, max: one}}", "not a whole number"),
    (
        "posts: {a: {name: {zh: 甲, en: A}, level: village, sees: none, not_with: [{posts: [b], basis: []}]}}",
        "'b' is not known",
    ),
    (
        "posts: {a: {name: {zh: 甲, en: A}, level: village, sees: none, not_with: [{posts: [a]}]}}",
        "'basis' is missing",
    ),
    ("posts:\n  a: {}\n  a: {}", "given twice"),
    ("post: {}", "'posts' is missing"),
]


@pytest.mark.parametrize(("text", "words"), BROKEN)
def test_a_broken_file_says_where_and_what(text: str, words: str):
    with pytest.raises(DefinitionError) as caught:
        read_posts("jiyuan/posts.yaml", text)
    assert words in caught.value.to("en")
    assert [stray for complaint in caught.value.complaints for stray in strays(complaint)] == []
    assert re.match(r"jiyuan/posts\.yaml:\d+: ", caught.value.to("en"))


def test_the_file_is_read_again_when_it_changes(settings, tmp_path: Path):
    settings.CATALOGUE, settings.EDITION = tmp_path, "x"
    (tmp_path / "x").mkdir()
    file = tmp_path / "x" / "posts.yaml"
    row = "posts: {%s: {name: {zh: 甲, en: A}, level: village, sees: none}}"
    file.write_text(row % "one", encoding="utf-8")
    assert list(all_posts()) == ["one"]
    file.write_text(row % "two", encoding="utf-8")
    os.utime(file, ns=(1, 1))
    assert list(all_posts()) == ["two"]
