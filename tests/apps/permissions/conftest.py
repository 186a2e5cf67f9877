"""The scene of these tests: a purchase under way, notices on the board, and everybody who might ask."""

from __future__ import annotations

from collections import OrderedDict
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.utils import timezone

from qingdan.records.transparency import sequencing
from qingdan.web.models import Heartbeat
from qingdan.web.printing import engine, serving, word
from tests.apps.boards.stage import stage as stage  # the fixture
from tests.apps.permissions.scene import Scene, set_up


@pytest.fixture
def scene(stage) -> Scene:
    """See :class:`tests.apps.permissions.scene.Scene`."""
    made = set_up(stage)
    sequencing.append()
    Heartbeat.objects.create(name="worker", at=timezone.now() + timedelta(hours=1))  # the worker is well all the time
    cache.clear()
    return made


@pytest.fixture
def no_typesetting(monkeypatch: pytest.MonkeyPatch) -> None:
    """Papers are not drawn: who may have one is asked, not how it looks. Nothing of it is kept for others."""
    monkeypatch.setattr(engine, "pdf", lambda document: b"%PDF-")
    monkeypatch.setattr(word, "docx", lambda document: b"PK")
    monkeypatch.setattr(serving, "_kept", OrderedDict())
