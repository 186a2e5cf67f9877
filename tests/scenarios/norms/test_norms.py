"""The most telling stories of each norm, across its powers: what is refused, what a meeting decides, what the boards
show to whom. The first of each norm is told on both databases."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from qingdan.domain.reading import DefinitionError
from qingdan.features.cases.models import Case
from qingdan.features.cases.running import machine_of
from tests.domain.flow.test_random_runs import EDITION
from tests.scenarios.norms.playing import Telling
from tests.scenarios.norms.reading import Duty, Look, Norm, Opening, Story, Told, norms, read

NORMS = norms()
BEGAN = datetime(2026, 10, 12, 8, 30, tzinfo=ZoneInfo("Asia/Shanghai"))  # a Monday on which the catalogue is in force
FIRST = [pytest.mark.both_databases]
ALL = [
    pytest.param(story, id=f"{norm.slug}: {story.name}", marks=[] if at else FIRST)
    for norm in NORMS.values()
    for at, story in enumerate(norm.stories)
]


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch):
    """``clock(moment)`` says what time it is for everything that is done after it."""

    def set_(at: datetime) -> None:
        monkeypatch.setattr(timezone, "now", lambda: at)

    set_(BEGAN)
    return set_


@pytest.mark.django_db
@pytest.mark.parametrize("story", ALL)
def test_it_happens_as_it_is_told(story: Story, clock, request):
    edition = request.getfixturevalue("real")  # after the clock: the cast's terms begin by it
    telling = Telling(request.getfixturevalue("cast"), edition, clock, BEGAN)
    for told in story.lines:
        telling.tell(told)
    for name, ends in story.ends.items():
        case = Case.objects.get(pk=(telling.plays[name] if name else list(telling.plays.values())[-1]).root.pk)
        outcome = machine_of(case).flow.outcomes[case.outcome].zh if case.outcome else ""
        assert (case.phase, outcome) == ("over", ends), story.where
    for case in Case.objects.all():
        events = [e.payload for e in case.events.order_by("seq")]
        assert machine_of(case).replay(events, case.begun_with) == case.state


def test_every_norm_has_its_stories():
    assert set(NORMS) == set(EDITION.norms), "write tests/scenarios/norms/<norm>.yaml, README.md says how"


@pytest.mark.parametrize("norm", NORMS.values(), ids=list(NORMS))
def test_a_norm_says_what_it_demands_by_articles_that_are_in_the_catalogue(norm: Norm):
    assert norm.title == EDITION.norms[norm.slug].title.zh
    assert norm.demands
    for demand in norm.demands:
        for law, articles in demand.rests_on.items():
            assert law in EDITION.laws, f"{norm.slug}: {law}"
            assert set(articles) <= set(EDITION.laws[law].articles), f"{norm.slug}: {law} {articles}"


@pytest.mark.parametrize("norm", NORMS.values(), ids=list(NORMS))
def test_a_norm_has_few_stories_across_its_powers(norm: Norm):
    titles = {power.title.zh: power for power in EDITION.powers.values()}
    begun = [{t.line.power for t in story.lines if isinstance(t.line, Opening)} for story in norm.stories]
    assert 4 <= len(norm.stories) <= 8
    assert len({story.name for story in norm.stories}) == len(norm.stories)
    own = {title for title, power in titles.items() if power.norm == norm.slug}
    for story, powers in zip(norm.stories, begun, strict=True):  # one of its powers, or one that a duty begins
        assert powers & own or any(isinstance(t.line, Duty) and t.line.begins for t in story.lines), story.where
    assert len(set().union(*begun)) >= 3


@pytest.mark.django_db
def test_a_story_that_is_wrong_fails(clock, request):
    """What is looked for on a board must be there, and nobody may see what is said to be hidden from him."""
    edition = request.getfixturevalue("real")
    telling = Telling(request.getfixturevalue("cast"), edition, clock, BEGAN)
    lines = NORMS["procurement"].stories[0].lines
    at = next(n for n, told in enumerate(lines) if isinstance(told.line, Look))
    for told in lines[: at + 1]:
        telling.tell(told)
    look = lines[at].line
    assert isinstance(look, Look)
    wrong = ({"has": ("没有的字",)}, {"lacks": look.has[:1]}, {"hidden": True}, {"notice": "没有的公示"})
    for change in (*wrong, {"where": "x", "readers": ("路人甲",)}):
        with pytest.raises(AssertionError):
            telling.tell(Told(replace(look, **change)))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        pytest.param("规范: x\n要求: [{说: 甲, 凭: 本地设定}]\n", "没有写“故事”", id="no stories"),
        pytest.param("规范: x\n要求: [{说: 甲, 凭: 大家说的}]\n故事: []\n", "大家说的", id="rests on nothing"),
        pytest.param("规范: x\n要求: []\n故事: [{名: 甲, 经过: [{看: 乙, 谁人: 丙}]}]\n", "谁人", id="an unknown key"),
        pytest.param("规范: x\n要求: []\n故事: [{名: 甲, 经过: [{谁: 乙}]}]\n", "一行只写一件事", id="nothing happens"),
    ],
)
def test_what_cannot_be_read_is_named_with_its_line(tmp_path, text, words):
    file = tmp_path / "x.yaml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(DefinitionError, match=words):
        read(file)
