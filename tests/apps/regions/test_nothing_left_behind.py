"""One of everything stands in a village that merges: nothing stays behind of what an app says that it moves."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from django.apps import apps
from django.db import models
from django.db.models import Q
from django.utils import timezone

from qingdan.features.cases.models import Case, Request
from qingdan.features.handovers.models import Handover
from qingdan.records.people.models import Holding
from qingdan.records.regions import rebasing
from qingdan.records.regions.acts import NewVillage, merge_villages
from qingdan.records.regions.acts.contacts import set_contact
from qingdan.records.regions.models import Division
from qingdan.records.regions.paths import path_after
from qingdan.records.regions.queries import as_of
from qingdan.records.register.acts import Acting
from tests.apps.boards.stage import stage as stage  # the fixture
from tests.apps.permissions.scene import Scene, set_up
from tests.cast import give_post, house, join, today
from tests.places import group_of

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]
NEW = NewVillage("示例新村村民委员会", "419001105950")
DAY = today() + timedelta(days=1)  # so that what begins today has a day before


@pytest.fixture
def scene(stage) -> Scene:
    """A village with one of everything that the house keeps by place."""
    made = set_up(stage)
    one = made.cast.one
    group_of(one)
    set_contact(acting=house(), division=one, name="示例监委会", phone="0391-0000000", verified_on=today())
    join(made.cast, "guest", "示例·过客")
    give_post(made.cast, "guest", "village-committee-member", one)
    return made


def rows_in(village: Division, model: type[models.Model], column: str) -> models.QuerySet:
    """The rows of a model that name a village, or a place in it."""
    if isinstance(model._meta.get_field(column), models.CharField):
        where = Q(**{f"{column}__gte": village.path, f"{column}__lt": path_after(village.path)})
    else:
        where = Q(**{column: village.pk})
    return model._default_manager.filter(where)


def covered() -> list[tuple[type[models.Model], str]]:
    return [column for rebaser in rebasing.rebasers() for column in rebaser.covers]


def merged(scene: Scene) -> Division:
    one, two = scene.cast.one, scene.cast.two
    terms = set(Holding.objects.on(DAY).filter(division=one).values_list("pk", flat=True))
    return merge_villages(
        acting=Acting.system("示例数据", timezone.now() + timedelta(days=1)),
        villages=[one, two],
        into=NEW,
        on=DAY,
        document="示例〔2026〕1号",
        choices={"people": {"carry": terms}},
    )


def test_the_scene_has_one_of_everything_that_moves(scene: Scene) -> None:
    """A new model with a place must stand in the scene, or the tests below prove nothing of it."""
    lacking = [f"{m.__name__}.{c}" for m, c in covered() if not rows_in(scene.cast.one, m, c).exists()]
    assert not lacking, f"put one into tests/apps/permissions/scene.py or the scene here: {lacking}"


def test_what_moves_moves_whole(scene: Scene) -> None:
    before = {(m, c): rows_in(scene.cast.one, m, c).count() for m, c in covered()}
    made = merged(scene)
    over = {m: q for rebaser in rebasing.rebasers() for m, q in rebaser.over.items()}
    for (model, column), count in before.items():
        left = rows_in(scene.cast.one, model, column)
        there = rows_in(made, model, column)
        if model in over:  # what is over stays, and what ran on has a row there
            assert not left.exclude(over[model](DAY)).exists(), (model, column)
            assert there.exists(), (model, column)
        else:
            assert not left.exists() and there.count() >= count, (model, column)


def test_every_key_into_a_village_is_looked_at(scene: Scene) -> None:
    """All models are walked, not only those that said something: whoever still names the village says why."""
    merged(scene)
    stays = rebasing.answered_for() - {(m._meta.label, c) for m, c in covered()}
    for label, column in rebasing.columns_of_places(apps.get_models()):
        model = apps.get_model(label)
        over = next((r.over[model] for r in rebasing.rebasers() if model in r.over), None)
        left = rows_in(scene.cast.one, model, column)
        left = left.exclude(over(DAY)) if over else left
        assert not left.exists() or (label, column) in stays, f"{label}.{column} still names a village that is no more"


def test_cases_requests_and_handovers_go_on_there_and_remember_where_they_began(scene: Scene) -> None:
    made = merged(scene)
    for case in (scene.begun, scene.asked, scene.owing, Case.objects.get(pk=scene.lodged.pk)):
        case.refresh_from_db()
        assert (case.village, case.place, case.origin) == (made, made.path, scene.cast.one)
        assert as_of(case.village, today(), case.origin) == scene.cast.one
    assert set(scene.lodged.tasks.values_list("place", flat=True)) == {made.path}
    assert Request.objects.get(case=scene.lodged).case.village == made
    handover = Handover.objects.get(pk=scene.handover.pk)
    assert (handover.village, handover.place) == (made, made.path)
    assert scene.begun.files.filter(pk=scene.paper.pk).exists()


def test_a_rebaser_that_forgets_a_row_undoes_the_merger(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    boards = next(r for r in rebasing.rebasers() if r.name == "boards")
    monkeypatch.setitem(rebasing._REBASERS, "boards", replace(boards, apply=lambda acting, move: None))
    with pytest.raises(rebasing.LeftBehind, match=r"boards\.Notice\.village"):
        merged(scene)
