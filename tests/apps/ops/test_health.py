"""/healthz answers machines: numbers only, and 503 when database or worker are not well."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import DatabaseError
from django.utils import timezone

from qingdan.web import health
from qingdan.web.models import Heartbeat
from qingdan.web.working import seal


@pytest.fixture
def long_running(monkeypatch) -> None:
    monkeypatch.setattr(health, "_began", health._began - 10_000)


def beat(seconds_ago: float, failing: tuple[str, ...] = ()) -> None:
    at = timezone.now() - timedelta(seconds=seconds_ago)
    Heartbeat.objects.create(name="worker", at=at, failing=list(failing))


@pytest.mark.django_db
@pytest.mark.usefixtures("long_running")
def test_a_house_that_works(client, house, django_assert_num_queries):
    house.noticed(timezone.now() - timedelta(days=1))
    seal(timezone.now())
    beat(3)
    with django_assert_num_queries(3):
        answer = client.get("/healthz")
    said = answer.json()
    assert (answer.status_code, said["state"], said["database"]) == (200, "ok", "ok")
    assert 3 <= said["worker"]["age_seconds"] < 30
    assert said["outbox"]["waiting"] > 0
    assert said["seal"]["entries"] > 0
    assert "noindex" in answer["X-Robots-Tag"]
    assert "no-store" in answer["Cache-Control"]
    assert "示例" not in answer.content.decode()


@pytest.mark.django_db
@pytest.mark.usefixtures("long_running")
@pytest.mark.parametrize(("ago", "failing"), [(61, ()), (3, ("clocks",))])
def test_a_silent_or_failing_worker_is_503(client, ago, failing):
    beat(ago, failing)
    answer = client.get("/healthz")
    assert (answer.status_code, answer.json()["state"]) == (503, "failing")


@pytest.mark.django_db
@pytest.mark.usefixtures("long_running")
def test_no_worker_at_all_is_503(client):
    assert client.get("/healthz").status_code == 503


@pytest.mark.django_db
def test_a_house_that_has_just_begun_waits_for_its_worker(client, monkeypatch):
    monkeypatch.setattr(health, "_began", health.time.monotonic())
    answer = client.get("/healthz")
    assert (answer.status_code, answer.json()["state"]) == (200, "starting")


@pytest.mark.django_db
def test_a_database_that_is_away_is_503(client, monkeypatch):
    def away(now: object) -> None:
        raise DatabaseError("password=geheim")

    monkeypatch.setattr(health, "look", away)
    answer = client.get("/healthz")
    assert answer.status_code == 503
    assert answer.json() == {"state": "failing", "database": "failing"}


@pytest.mark.django_db
def test_only_reading(client):
    assert client.post("/healthz").status_code == 405
