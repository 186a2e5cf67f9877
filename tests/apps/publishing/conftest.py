"""The scene of the permissions' tests, with facts planted that are not for everybody, and its static copy."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from qingdan.web.publishing.copying import Report, Wanted, publish
from qingdan.web.publishing.folder import Folder
from tests.apps.boards.stage import stage as stage  # the fixture
from tests.apps.permissions.conftest import no_typesetting as no_typesetting
from tests.apps.permissions.conftest import scene as scene

LIVE = "https://live.example"
WANTED = Wanted(LIVE, LIVE)
Publish = Callable[..., Report]


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """Where the copy goes."""
    return tmp_path / "copy"


@pytest.fixture
def run(scene, no_typesetting: None, copy: Path) -> Publish:
    """``run()`` publishes once more; ``run(papers=False)`` otherwise."""

    def once(wanted: Wanted = WANTED) -> Report:
        with Folder(copy).alone() as folder:
            return publish(folder, wanted)

    return once
