"""The worker: a missed week is caught up in order and once, one worker acts at a time, and it stops when told."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from datetime import datetime, timedelta

import pytest
from django.core.management import call_command
from django.db import OperationalError, connection
from django.utils import timezone

from qingdan.features.cases.models import Deadline
from qingdan.records.register import outbox
from qingdan.records.register.models import Entry, Message, Seal, SealedEntry
from qingdan.watch.boards.models import Notice
from qingdan.web import working
from qingdan.web.management.commands.worker import Worker
from qingdan.web.models import Heartbeat

CLOCK_KINDS = ("cases.notice-closed", "cases.overdue", "boards.taken-down")


def what_the_clock_did(since: int = 0) -> list[tuple[str, str]]:
    found = Entry.objects.filter(kind__in=CLOCK_KINDS, pk__gt=since).order_by("pk")
    return [(e.kind, e.data.get("number") or e.data["code"]) for e in found]


def round_at(now: datetime) -> list[str]:
    return Worker(threading.Event()).round(lambda: now)


@pytest.mark.django_db
def test_a_missed_week_is_caught_up_in_order_and_once(house):
    began = timezone.now() - timedelta(days=30)
    idle = house.open(began + timedelta(days=5))  # its request is due on the seventh day
    noticed = house.noticed(began)  # its objections end on the third
    outbox.sweep(timezone.now())
    missed = house.open(began)  # due on the second day
    late = began + timedelta(days=29)
    assert round_at(late) == []
    assert what_the_clock_did() == [
        ("cases.overdue", missed.number),
        ("cases.notice-closed", noticed.number),
        ("cases.overdue", idle.number),
        ("boards.taken-down", Notice.objects.get().code),
    ]
    noticed.refresh_from_db()
    assert noticed.outcome == "bought"
    assert noticed.closed_at < began + timedelta(days=5)  # it was over when its days were, not when it was swept
    last = Entry.objects.latest("pk").pk
    assert round_at(late + timedelta(minutes=1)) == []
    assert what_the_clock_did(since=last) == []


@pytest.mark.django_db
def test_one_limit_that_cannot_be_settled_does_not_hold_the_others(house, monkeypatch):
    began = timezone.now() - timedelta(days=30)
    broken, well = house.open(began), house.open(began + timedelta(days=1))
    settle = working.clocks._settle

    def breaks(deadline: Deadline, acting: object) -> None:
        if deadline.case_id == broken.pk:
            raise RuntimeError("示例")
        settle(deadline, acting)

    monkeypatch.setattr(working.clocks, "_settle", breaks)
    assert round_at(timezone.now()) == []
    assert what_the_clock_did() == [("cases.overdue", well.number)]


@pytest.mark.django_db
def test_a_notice_waits_its_days_and_is_then_taken_down(house):
    began = timezone.now() - timedelta(days=30)
    house.noticed(began)
    round_at(began + timedelta(days=14))
    assert Notice.objects.get().taken_down_at is None
    round_at(began + timedelta(days=17))
    assert Notice.objects.get().taken_down_at == began + timedelta(days=17)


@pytest.mark.django_db
def test_every_entry_is_sealed(house):
    house.open(timezone.now())
    round_at(timezone.now())
    assert SealedEntry.objects.count() == Entry.objects.count() > 0
    seals = Seal.objects.count()
    round_at(timezone.now())
    assert Seal.objects.count() == seals


@pytest.mark.django_db
def test_a_piece_that_breaks_is_named_and_the_others_go_on(house, monkeypatch):
    house.open(timezone.now())

    def breaks(now: datetime) -> int:
        raise OperationalError("示例")

    broken = (working.Piece("clocks", breaks), *[p for p in working.EVERY_ROUND if p.name != "clocks"])
    monkeypatch.setattr(working, "EVERY_ROUND", broken)
    assert round_at(timezone.now()) == ["clocks"]
    assert Heartbeat.objects.get().failing == ["clocks"]
    assert Seal.objects.exists()
    with pytest.raises(SystemExit):
        call_command("worker", once=True)


@pytest.mark.django_db
def test_told_to_stop_it_stops_between_batches():
    stop = threading.Event()
    batches: list[int] = []

    def endless(now: datetime) -> int:
        batches.append(1)
        if len(batches) == 3:
            stop.set()
        return 1

    assert working.work((working.Piece("outbox", endless),), timezone.now(), lambda: not stop.is_set()) == []
    assert len(batches) == 3


@pytest.mark.django_db
def test_once_beats_and_says_nothing(capsys):
    before = signal.getsignal(signal.SIGTERM), signal.getsignal(signal.SIGINT)
    try:
        call_command("worker", once=True)
    finally:
        signal.signal(signal.SIGTERM, before[0])
        signal.signal(signal.SIGINT, before[1])
    assert Heartbeat.objects.get(name="worker").failing == []
    assert capsys.readouterr().out == ""


@pytest.mark.both_databases
@pytest.mark.django_db(transaction=True)
def test_one_worker_acts_at_a_time():
    """The second finds the first at work, in a thread with a connection of its own, and goes round idle."""
    inside, leave, second = threading.Event(), threading.Event(), []

    def first() -> None:
        with working.alone() as mine:
            assert mine
            inside.set()
            leave.wait(10)
        connection.close()

    thread = threading.Thread(target=first)
    thread.start()
    assert inside.wait(10)
    with working.alone() as mine:
        second.append(mine)
    assert round_at(timezone.now()) == []
    assert not Heartbeat.objects.exists()
    leave.set()
    thread.join()
    with working.alone() as mine:
        second.append(mine)
    assert second == [False, True]


@pytest.mark.both_databases
@pytest.mark.django_db(transaction=True)
def test_what_could_not_be_delivered_is_delivered_by_the_worker(house, monkeypatch):
    def breaks(payload: object, entry: object) -> None:
        raise RuntimeError("示例")

    with monkeypatch.context() as broken:
        broken.setitem(outbox.HANDLERS, "cases.published", (breaks,))
        house.noticed(timezone.now() - timedelta(days=1))
    assert not Notice.objects.exists()
    assert Message.objects.get(topic="cases.published").attempts == 1
    round_at(timezone.now() + timedelta(minutes=1))
    round_at(timezone.now() + timedelta(minutes=2))
    assert Notice.objects.count() == 1


@pytest.mark.slow
def test_sigterm_ends_the_process_in_order(tmp_path):
    house = {**os.environ, "QINGDAN_VAR": str(tmp_path), "DJANGO_SETTINGS_MODULE": "qingdan.web.settings"}
    house.pop("DATABASE_URL", None)
    run = [sys.executable, "-m", "django"]
    subprocess.run([*run, "migrate", "-v0"], env=house, check=True)
    worker = subprocess.Popen([*run, "worker", "--every", "0.1"], env=house, stderr=subprocess.PIPE)
    assert b"worker started" in worker.stderr.readline()
    worker.terminate()
    said = worker.communicate(timeout=20)[1].decode()
    assert worker.returncode == 0
    assert "worker stopped" in said
