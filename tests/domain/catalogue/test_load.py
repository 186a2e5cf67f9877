"""An edition is read whole or refused with everything that is wrong, and it answers what pages ask of it."""

from __future__ import annotations

import pytest

from qingdan.domain.catalogue.load import check_limits, kind_of, load_edition
from qingdan.domain.catalogue.outline import outline
from qingdan.domain.complaints import DefinitionError
from tests.domain.catalogue.helpers import POWER, broken, mini_files


@pytest.fixture(scope="module")
def edition():
    return load_edition(mini_files())


def complaints(files: dict[str, str]) -> list[str]:
    with pytest.raises(DefinitionError) as caught:
        load_edition(files)
    return [c.to("en") for c in caught.value.complaints]


def test_powers_stand_in_the_order_of_their_numbers(edition) -> None:
    assert [p.number for p in edition.powers.values()] == [1, 2]
    assert [p.slug for p in edition.powers_of("buying")] == ["small-buy", "reimburse"]


def test_limits_are_names_to_whole_numbers(edition) -> None:
    assert edition.limits == {"petty": 500000, "standing": 15}


def test_duties_by_post(edition) -> None:
    assert [d.id for d in edition.duties_of("village-director")] == ["DIR-01"]
    assert edition.duties_of("village-clerk") == ()


def test_what_guards_a_prohibition(edition) -> None:
    assert [(p.slug, step) for p, step in edition.guarded_in("plain-slips")] == [("reimburse", "voucher")]


def test_who_starts_a_sub_case(edition) -> None:
    assert [p.slug for p in edition.started_by("reimburse")] == ["small-buy"]


def test_words_of_posts_parties_and_bodies(edition) -> None:
    assert edition.role_words("village-clerk").zh == "村文书"
    assert edition.role_words("applicant").en == "Applicant"
    assert edition.role_words("representatives").zh == "村民代表会议"
    with pytest.raises(KeyError):
        edition.role_words("nobody")


def test_an_article_without_a_text_counts_as_unverified(edition) -> None:
    basis = edition.power("small-buy").basis[0]
    assert edition.verified(basis)
    assert not edition.verified(type(basis)("旧办法", ("5",)))
    assert not edition.verified(type(basis)("no such law", ()))


def test_guide_answers_are_lists_of_phrases(edition) -> None:
    guide = edition.power("small-buy").guide
    assert [w.zh for w in guide.watch] == ["看公开栏", "打监督电话"]
    assert len(guide.who) == 1


def test_outline_names_every_step(edition) -> None:
    power = edition.power("small-buy")
    for language in ("zh", "en"):
        text = "\n".join(outline(power, edition, language))
        assert all(step in text for step in power.flow.steps())


def test_complaints_of_all_files_come_together() -> None:
    files = broken(POWER, "keywords:", "keyword:")
    files["mini/norms.yaml"] = "- {slug: buying}"
    files["laws/旧办法.yaml"] = files["laws/旧办法.yaml"].replace("1999-01-01", "1999")
    said = complaints(files)
    assert {s.split(":")[0] for s in said} == {POWER, "mini/norms.yaml", "laws/旧办法.yaml"}


@pytest.mark.parametrize(
    "path", [f"mini/{n}.yaml" for n in ("edition", "norms", "areas", "posts", "bodies", "prohibitions")]
)
def test_a_missing_file_is_named(path: str) -> None:
    files = mini_files()
    del files[path]
    assert any(s.startswith(f"{path}:1: {path.split('/')[1]} is missing") for s in complaints(files))


def test_two_editions_at_once_are_refused() -> None:
    files = mini_files()
    files["other/edition.yaml"] = files["mini/edition.yaml"]
    assert any("edition.yaml is there 2 times" in s for s in complaints(files))


@pytest.mark.parametrize(
    "path", ["mini/powers/small-buy.yaml", "mini/powers/buying/small-buy.yml", "mini/duties/a/b.yaml", "laws/x/y.yaml"]
)
def test_a_definition_where_nothing_looks_is_refused(path: str) -> None:
    assert any("nothing reads a file in this place" in s for s in complaints(mini_files() | {path: "a: b"}))


def test_folders_of_later_readers_are_left_alone(edition) -> None:
    assert load_edition(mini_files() | {"mini/questions/q.yaml": "a: b"}).digest == edition.digest


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("laws/测试法.yaml", "law"), ("mini/edition.yaml", "edition"), ("mini/powers/a/b.yaml", "power"),
        ("mini/powers/a/b/c.yaml", None), ("mini/forms/a.yaml", "form"), ("laws/a/b.yaml", None), ("README.md", None),
    ],
)  # fmt: skip
def test_kind_by_path(path: str, kind: str | None) -> None:
    assert kind_of(path) == kind


def test_a_duty_may_not_have_the_number_of_another() -> None:
    files = mini_files()
    files["mini/duties/village-clerk.yaml"] = files["mini/duties/village-director.yaml"]
    assert any("the duty 'DIR-01' is already written at" in s for s in complaints(files))


def test_a_post_that_cites_an_unknown_law() -> None:
    said = complaints(broken("mini/posts.yaml", "{law: 测试法, article: 1}", "{law: 测试法, article: 8}"))
    assert any("article '8' of '测试法' is not in laws/测试法.yaml" in s for s in said)


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("text: true", "text: false", "without a text nothing can have been checked"),
        ("    checked: 2026-11-23\n", "", "needs digest and checked"),
        ("digest: 78", "digest: xy", "this is no SHA-256"),
        ('  "1":', '  "第一条":', "'第一条' is not an article number"),
        ("in_force: 2020-03-01", "in_force: March", "'March' is not a day"),
        ("en: Test Law", "english: Test Law", "the key 'english' is not known here"),
    ],
)
def test_faults_of_a_law_file(old: str, new: str, words: str) -> None:
    assert any(words in s for s in complaints(broken("laws/测试法.yaml", old, new)))


def test_a_limit_that_opens_a_gap_is_found(edition) -> None:
    assert check_limits(edition, edition.limits, "petty") == []
    assert check_limits(edition, {**edition.limits, "petty": 0}, "petty") == []
    assert any("no limit 'petty'" in c.to("en") for c in check_limits(edition, {}, "petty"))


def test_progress_counts_the_files() -> None:
    seen: list[tuple[int, int]] = []
    load_edition(mini_files(), lambda done, of: seen.append((done, of)))
    assert seen[-1] == (len(mini_files()), len(mini_files()))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("a: \x00", "mini/norms.yaml:1: a sign that no text may have stands here (U+0000)"),
        ("a: 1\nb: \x07", "mini/norms.yaml:2: a sign that no text may have stands here (U+0007)"),
        ("- &x [1, *x]", "an alias (*) stands inside what it repeats"),
        ("[" * 5000, "nested without end"),
        ("[" * 100_000, "nested without end"),  # the parser in C would end with its process
        ("- " * 100_000, "nested without end"),
        ("a: 1\n---\nb: 2", "mini/norms.yaml:2: this is not YAML: two documents (---) stand in one file"),
        ("# only a comment\n", "the file is empty"),
    ],
)
def test_text_that_no_reader_should_trip_over(text: str, words: str) -> None:
    assert any(words in s for s in complaints(mini_files() | {"mini/norms.yaml": text}))
