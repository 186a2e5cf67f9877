"""What tests of running the house ask for."""

from __future__ import annotations

import pytest

from tests.apps.ops.house import House, small_edition
from tests.cast import Cast


@pytest.fixture(autouse=True)
def own_files(tmp_path, settings) -> None:
    """Files, lock and key of this test stand in a folder of its own."""
    settings.VAR = tmp_path / "var"
    settings.FILES_ROOT = settings.VAR / "files"
    settings.FILES_ROOT.mkdir(parents=True)


@pytest.fixture
def house(cast: Cast, settings) -> House:
    return House(cast, small_edition(settings))
