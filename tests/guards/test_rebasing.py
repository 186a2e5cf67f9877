"""Every column that names a place follows when places merge or move, or says why it stays."""

from __future__ import annotations

from django.apps import apps
from django.db import models

from qingdan.records.regions import rebasing
from qingdan.records.regions.models import Division

ADVICE = (
    "give the app a Rebaser that moves it (records/regions/rebasing.py, registered in AppConfig.ready), "
    "or say with rebasing.stays(…) why it does not follow"
)


def ours() -> list[type[models.Model]]:
    return [model for model in apps.get_models() if model.__module__.startswith("qingdan.")]


def test_every_place_follows_or_says_why_it_stays() -> None:
    lost = [column for column in rebasing.columns_of_places(ours()) if column not in rebasing.answered_for()]
    assert not lost, f"{ADVICE}: {lost}"


def test_nothing_is_answered_for_that_is_not_there() -> None:
    there = set(rebasing.columns_of_places(ours()))
    assert not rebasing.answered_for() - there, "take it out of the app's rebaser"


def test_the_guard_sees_a_place() -> None:
    class Sign(models.Model):
        place = models.CharField(max_length=64)
        village = models.ForeignKey(Division, on_delete=models.PROTECT)
        place_name = models.CharField(max_length=64)

        class Meta:
            app_label = "guards"

        def __str__(self) -> str:
            return self.place_name

    found = rebasing.columns_of_places([Sign])
    apps.all_models.pop("guards")
    assert found == [("guards.Sign", "place"), ("guards.Sign", "village")]
