"""A small edition in force, a village's cast, and a case to move."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.utils import timezone

from qingdan.domain.catalogue.model import Edition
from qingdan.features.cases.acts import open_case
from qingdan.features.cases.models import Case
from tests.cast import Cast
from tests.domain.catalogue.helpers import POWER, mini_files
from tests.editions import adopt, on_the_small_edition


@pytest.fixture
def edition(cast: Cast, settings) -> Edition:
    """The small edition in force, with the posts that the cast holds."""
    on_the_small_edition(settings)
    return adopt()


@pytest.fixture
def yesterday() -> datetime:
    return timezone.now() - timedelta(days=1)


@pytest.fixture
def opened(cast: Cast, edition: Edition, yesterday: datetime) -> Callable[..., Case]:
    """Opens a case of a power as the clerk, yesterday."""

    def make(power: str = "small-buy", **parties: int) -> Case:
        return open_case(
            acting=cast.acting("clerk"), edition=edition, power=power, village=cast.one, title="买一台打印机",
            happened_at=yesterday, parties=parties,
        ).case  # fmt: skip

    return make


@pytest.fixture
def adopt_flow(edition: Edition) -> Callable[..., Edition]:
    """``adopt_flow(text)``: the small edition with another flow for its first power, in force; ``posts`` adds some."""

    def with_flow(flow: str, posts: str = "") -> Edition:
        files = mini_files()
        files["mini/posts.yaml"] += posts
        head = (
            files[POWER]
            .partition("facts:")[0]
            .replace("{prohibition: split-tender, note", "{prohibition: plain-slips, note")
        )
        files[POWER] = head.replace("  - {prohibition: plain-slips}\n", "") + flow
        return adopt({p: t for p, t in files.items() if "/duties/" not in p})

    return with_flow
