"""The city's rules for leaks, for tests that play on a smaller edition without any."""

from __future__ import annotations

import pytest

from qingdan.records.leaks.guarding import Guard
from tests.loaded import shipped


@pytest.fixture
def city_rules(monkeypatch: pytest.MonkeyPatch) -> None:
    """The rules of the shipped list hold."""
    monkeypatch.setattr(Guard, "rules", shipped().leaks)
