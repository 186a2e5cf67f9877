"""The scene of the permissions' tests, with facts planted that are not for everybody, and its static copy."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.conf import settings as house_settings
from django.db import transaction
from django.test import TestCase

from qingdan.web.printing import engine, word
from qingdan.web.publishing import plan
from qingdan.web.publishing.copying import Report, Wanted, publish
from qingdan.web.publishing.folder import Folder
from tests.apps.boards.stage import HELP, Stage
from tests.apps.boards.stage import stage as stage  # the fixture
from tests.apps.permissions.conftest import no_typesetting as no_typesetting
from tests.apps.permissions.conftest import scene as scene
from tests.apps.permissions.scene import Scene, set_up
from tests.cast import build_cast, mini_jiyuan
from tests.domain.catalogue.helpers import mini_files
from tests.editions import adopt, on_the_small_edition

LIVE = "https://live.example"
WANTED = Wanted(LIVE, LIVE)
Publish = Callable[..., Report]
# What takes long to draw and is the same in every test of what happens again.
SLOW = ("publicity:*", "handbook:*", "portal:drawing*")


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """Where the copy goes."""
    return tmp_path / "copy"


@pytest.fixture
def run(scene, no_typesetting: None, copy: Path, monkeypatch: pytest.MonkeyPatch) -> Publish:
    """``run()`` publishes once more, all but what is SLOW."""
    monkeypatch.setattr(plan, "LIVE", plan.LIVE | dict.fromkeys(SLOW, "takes long"))

    def once(wanted: Wanted = WANTED) -> Report:
        with Folder(copy).alone() as folder:
            return publish(folder, wanted)

    return once


@pytest.fixture(scope="module")
def published(django_db_setup, django_db_blocker, tmp_path_factory) -> Iterator[SimpleNamespace]:
    """``.copy`` (the folder), ``.scene`` and ``.report`` of one whole copy, for tests of a module that only read."""
    copy = tmp_path_factory.mktemp("published") / "copy"
    with pytest.MonkeyPatch.context() as patch, django_db_blocker.unblock(), transaction.atomic():
        patch.setattr(engine, "pdf", lambda document: b"%PDF-")
        patch.setattr(word, "docx", lambda document: b"PK")
        scene = _scene(patch)
        with Folder(copy).alone() as folder:
            report = publish(folder, WANTED)
        yield SimpleNamespace(copy=copy, scene=scene, report=report)
        transaction.set_rollback(True)


def _scene(patch: pytest.MonkeyPatch) -> Scene:
    class Settings:
        def __setattr__(self, name: str, value: object) -> None:
            patch.setattr(house_settings, name, value)

    on_the_small_edition(Settings())
    patch.setattr(house_settings, "BASE_URL", "https://qingdan.example")
    edition = adopt(mini_files() | {"mini/powers/buying/help.yaml": HELP})
    return set_up(Stage(build_cast(mini_jiyuan()), edition, TestCase.captureOnCommitCallbacks))
