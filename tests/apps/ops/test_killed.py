"""kill -9 in the middle of an act leaves no half act; what was committed is delivered afterwards, once."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.db import connection
from django.utils import timezone

from qingdan.features.cases.models import Case, CaseEvent, CaseFile, Deadline, PersonalFact, Task
from qingdan.features.cases.running import machine_of
from qingdan.records.register.models import Entry, Message, PersonalWords
from qingdan.watch.boards.models import Notice
from qingdan.web.management.commands.worker import Worker

pytestmark = [pytest.mark.both_databases, pytest.mark.django_db(transaction=True)]
TABLES = (Case, CaseEvent, CaseFile, Deadline, PersonalFact, Task, Entry, PersonalWords, Message, Notice)


def everything() -> dict[str, list[tuple[object, ...]]]:
    return {m.__name__: list(m._base_manager.order_by("pk").values_list()) for m in TABLES}


def environment() -> dict[str, str]:
    """The test's own house, for another process."""
    name = connection.settings_dict["NAME"]
    if connection.vendor == "postgresql":
        url = urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{name}").geturl()
    else:
        url = f"sqlite:///{name}"
    return {
        **os.environ,
        "DATABASE_URL": url,
        "QINGDAN_VAR": str(settings.VAR),
        "QINGDAN_CATALOGUE": str(settings.CATALOGUE),
        "QINGDAN_EDITION": settings.EDITION,
        "QINGDAN_SECRET_KEY": settings.SECRET_KEY,
        "DJANGO_SETTINGS_MODULE": "qingdan.web.settings_test",
        "PYTHONPATH": os.pathsep.join([str(Path(__file__).parents[3]), str(Path(__file__).parents[3] / "src")]),
    }


def do_and_die(at: str, **told: object) -> None:
    connection.close()
    command = [sys.executable, "-m", "tests.apps.ops.dying", json.dumps({"at": at, **told})]
    run = subprocess.run(command, env=environment(), capture_output=True, cwd=Path(__file__).parents[3], check=False)
    assert run.returncode == -signal.SIGKILL, run.stdout.decode() + run.stderr.decode()


@pytest.mark.slow
@pytest.mark.parametrize("at", ["event", "state", "personal", "inbox", "before-entry", "entry", "messages"])
def test_no_half_act_is_left(house, at):
    now = timezone.now()
    case = house.open(now)
    files = house.papers(case, "request", "clerk", now)
    before = everything()
    clerk = house.cast["clerk"].person
    do_and_die(
        at, act="step", case=case.pk, key="request", role="village-clerk", person=clerk.pk, name=clerk.name,
        when=now.isoformat(), facts={"budget": 300_000}, personal={"account": "6222 0000 0000"}, files=files,
    )  # fmt: skip
    assert everything() == before
    house.request(case, timezone.now())  # and the house goes on as if nothing had been
    case.refresh_from_db()
    assert list(case.state["open"]) == ["sign"]
    assert machine_of(case).replay([e.payload for e in case.events.order_by("seq")]) == case.state


@pytest.mark.slow
@pytest.mark.parametrize("at", ["before-commit", "notice"])
def test_what_was_committed_is_delivered_by_the_worker_once(house, at):
    """Between the commit and the delivery (``before-commit``), and in the middle of the handler (``notice``)."""
    began = timezone.now() - timedelta(hours=3)
    case = house.noticed(began, post=False)
    clerk = house.cast["clerk"].person
    do_and_die(
        at, act="notice", case=case.pk, key="result", role="village-clerk", person=clerk.pk, name=clerk.name,
        when=(began + timedelta(hours=1)).isoformat(), facts={}, personal={}, files=[],
    )  # fmt: skip
    case.refresh_from_db()
    assert case.state["open"]["result"]["posted"]
    assert not Notice.objects.exists()
    assert Message.objects.filter(topic="cases.published", handled_at=None).count() == 1
    for _ in range(2):
        assert Worker(threading.Event()).round(timezone.now) == []
    assert Notice.objects.count() == 1
    assert Entry.objects.filter(kind="boards.put-up").count() == 1
    assert not Message.objects.filter(handled_at=None).exists()
