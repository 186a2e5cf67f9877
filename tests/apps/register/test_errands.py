"""Errands of the outbox: run by the worker alone, outside of transactions, each by one at a time, again until done."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.utils import timezone

from qingdan.domain.rules.audience import Audience
from qingdan.records.register import outbox
from qingdan.records.register.acts import Acting, Record, act
from qingdan.records.register.kinds import KINDS, Kind
from qingdan.records.register.models import Message

pytestmark = [pytest.mark.both_databases, pytest.mark.django_db(transaction=True)]
TOPIC = "test.errand"


@pytest.fixture
def run(monkeypatch):
    """What the errand did; a test puts in what it is to raise."""
    done, faults = [], []

    def errand(payload, entry):
        assert not connection.in_atomic_block
        done.append(payload["n"])
        if faults:
            raise faults.pop(0)

    monkeypatch.setitem(outbox.ERRANDS, TOPIC, errand)
    return done, faults


@pytest.fixture
def send(monkeypatch):
    """An act that sends somebody on errands."""
    kind = Kind("test.sent", "x", Audience.OFFICIALS, lambda entry: None)
    monkeypatch.setitem(KINDS, kind.name, kind)

    @act(kind)
    def sent(*, acting, many):
        return Record(None, ("test", None), "0000001", topics=[(TOPIC, {"n": n}) for n in range(many)])

    return lambda many=1: sent(acting=Acting.system("test", timezone.now()), many=many)


def test_neither_the_act_nor_the_ordinary_round_runs_it(run, send):
    done, _ = run
    send()
    assert outbox.sweep(timezone.now()) == 0 and done == []
    assert outbox.run_errands(timezone.now()) == 1 and done == [0]
    assert outbox.run_errands(timezone.now() + timedelta(days=1)) == 0 and done == [0]


def test_an_act_undone_sends_nobody(run, send):
    with pytest.raises(RuntimeError), transaction.atomic():
        send()
        raise RuntimeError
    assert outbox.run_errands(timezone.now()) == 0 and run[0] == []


@pytest.mark.parametrize("fault", [outbox.Later("busy"), RuntimeError("secret words")])
def test_what_fails_waits_longer_each_time(run, send, fault):
    done, faults = run
    send()
    now = timezone.now()
    waits = []
    for _ in range(6):
        faults.append(fault)
        assert outbox.run_errands(now) == 0
        message = Message.objects.get()
        waits.append(message.due_at - now)
        now = message.due_at
    assert waits == [*outbox.RETRY_AFTER, outbox.RETRY_AFTER[-1], outbox.RETRY_AFTER[-1]]
    assert outbox.run_errands(now) == 1 and len(done) == 7
    assert Message.objects.get().error is None


def test_three_in_a_row_end_the_batch_and_one_does_not(run, send):
    done, faults = run
    send(6)
    faults += [outbox.Later("x")] * 3
    assert outbox.run_errands(timezone.now()) == 0 and done == [0, 1, 2]
    assert outbox.run_errands(timezone.now()) == 3 and done[3:] == [3, 4, 5]


def test_a_crash_leaves_it_to_the_next_after_the_lease(run, send, monkeypatch):
    done, _faults = run

    class Killed(BaseException):
        pass

    def die(payload, entry):
        raise Killed

    send()
    with monkeypatch.context() as patched:
        patched.setitem(outbox.ERRANDS, TOPIC, die)
        with pytest.raises(Killed):
            outbox.run_errands(timezone.now())
    assert outbox.run_errands(timezone.now()) == 0 and done == []
    assert outbox.run_errands(timezone.now() + outbox.LEASE + timedelta(seconds=1)) == 1 and done == [0]
