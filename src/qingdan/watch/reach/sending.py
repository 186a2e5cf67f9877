"""The errand that carries out one delivery: looks whether it is still wanted, sends it, and writes down what became
of it. It runs outside any transaction and may run again after a crash; what was sent is not sent again."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import override

from qingdan.records.register.acts import Acting
from qingdan.records.register.models import Entry
from qingdan.records.register.outbox import Later
from qingdan.watch.reach import letters, queries
from qingdan.watch.reach.acts import give_up
from qingdan.watch.reach.channels import letters as courier
from qingdan.watch.reach.channels import robots
from qingdan.watch.reach.faults import Fault, NotSent
from qingdan.watch.reach.models import Delivery
from qingdan.watch.reach.reading import for_everybody
from qingdan.watch.reach.sealing import Unreadable, opened

GIVE_UP_AFTER = timedelta(days=1)


def send(payload: Mapping[str, Any], entry: Entry) -> None:
    """Send one delivery. :raises Later: when it did not arrive and is worth another try."""
    delivery = queries.delivery(payload["delivery"])
    if delivery is None or delivery.state != Delivery.State.WAITING:
        return
    if not _is_wanted(delivery):
        _written(delivery, state=Delivery.State.DROPPED)
        return
    try:
        _go(delivery)
    except NotSent as fault:
        _failed(delivery, fault)
    else:
        _written(delivery, state=Delivery.State.SENT, sent_at=timezone.now(), tries=delivery.tries + 1, fault="")


def _is_wanted(delivery: Delivery) -> bool:
    """Whether the receiver is still there, and the notice still hangs for everybody."""
    robot, reader, notice = delivery.robot, delivery.subscription, delivery.notice
    if (robot is not None and robot.ended_at) or (reader is not None and reader.ended_at):
        return False
    if notice is None:
        return True
    hangs = notice.taken_down_at is None and notice.stands_until >= timezone.now()
    return hangs and for_everybody(notice) and (reader is None or reader.confirmed_at is not None)


def _go(delivery: Delivery) -> None:
    """:raises NotSent: when it did not arrive."""
    robot, reader = delivery.robot, delivery.subscription
    if robot is not None:
        with override("zh-hans"):
            robots.say(robot, letters.for_robot(delivery))
    elif reader is not None:
        try:
            to = opened(reader.receiver)
        except Unreadable:
            raise NotSent(Fault.SEALED) from None
        with override(reader.language):
            letter = letters.for_reader(delivery)
        courier.send(reader.channel, to, letter.subject, letter.text, letter.headers)


def _failed(delivery: Delivery, fault: NotSent) -> None:
    now = timezone.now()
    if fault.for_good or now - delivery.since >= GIVE_UP_AFTER:
        give_up(acting=Acting.system("reach", now), delivery=delivery, fault=fault)
        return
    _written(delivery, tries=delivery.tries + 1, fault=fault.fault, answer=fault.answer)
    raise Later(str(fault)) from None


def _written(delivery: Delivery, **what: Any) -> None:
    Delivery.objects.filter(pk=delivery.pk, state=Delivery.State.WAITING).update(**what)
