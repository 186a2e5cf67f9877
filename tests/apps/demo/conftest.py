"""A demonstration made once for all its tests, of the catalogue as it is; and an empty house to refuse one in."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings as house_settings
from django.db import transaction
from django.test.utils import override_settings
from django.utils import timezone

from qingdan.records.regions.models import Division, DivisionCode
from qingdan.web.demo import mark
from qingdan.web.demo.loading import Loaded, load
from tests.apps.ops.house import small_edition
from tests.editions import load_shipped


def real_places() -> Division:
    """The city and the town of the demonstration, without villages. Gives the town."""
    city = Division.objects.plant(parent=None, level="city", name="济源市", short_name="济源市")
    town = Division.objects.plant(parent=city, level="town", name="坡头镇", short_name="坡头镇")
    for place, code in ((city, "419001000000"), (town, "419001105000")):
        DivisionCode.objects.create(division=place, code=code, name=place.name, valid_from="2020-01-01")
    return town


@pytest.fixture(scope="module")
def demonstration(django_db_setup, django_db_blocker, tmp_path_factory) -> Iterator[Loaded]:
    """The whole demonstration, in a transaction that is rolled back after the module's tests."""
    var: Path = tmp_path_factory.mktemp("demonstration")
    (var / "files").mkdir()
    own = {"VAR": var, "FILES_ROOT": var / "files", "ALLOWED_HOSTS": ["127.0.0.1", "localhost"]}
    with django_db_blocker.unblock(), override_settings(**own), transaction.atomic():
        real_places()
        load_shipped()
        steps: list[int] = []
        loaded = load(timezone.now(), lambda total: steps.append)
        loaded.steps = sum(steps)
        yield loaded
        transaction.set_rollback(True)
        mark._known["is_demonstration"] = False
    shutil.rmtree(var)


@pytest.fixture
def catalogue() -> Path:
    return house_settings.CATALOGUE / "jiyuan"


@pytest.fixture
def demo_edition(db, settings) -> None:
    """The small edition in force, where only its being there counts."""
    small_edition(settings)
