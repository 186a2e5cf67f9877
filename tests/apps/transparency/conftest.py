"""The stage of the boards' tests, with a log of its own in a folder of its own."""

from __future__ import annotations

import pytest

from tests.apps.boards.stage import stage as stage


@pytest.fixture(autouse=True)
def own_log(settings, tmp_path):
    """Each test has its own log: its files, and the key that is made when it is first asked for."""
    settings.VAR = tmp_path
    return tmp_path / "log"
