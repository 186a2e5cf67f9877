"""The writes of reach: robots, subscriptions, and what is sent to them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.utils.translation import gettext as _

from qingdan.features.cases.codes import random_code
from qingdan.records.regions.models import Division
from qingdan.records.register.acts import Acting, Record, Refused, act
from qingdan.watch.boards.models import Notice
from qingdan.watch.reach import kinds, queries
from qingdan.watch.reach.faults import NotSent
from qingdan.watch.reach.models import CODE, Delivery, Robot, Subscription
from qingdan.watch.reach.outside import checked
from qingdan.watch.reach.sealing import known_by, sealed

MOST_ROBOTS = 10  # of one place
SEND = "reach.send"  # the topic of the outbox
WAIT_FOR_YES = timedelta(days=3)
AGAIN_AFTER = timedelta(days=30)  # what failed longer ago is no news any more


@dataclass(frozen=True, slots=True)
class Chosen:
    """What a group or a reader wants of the notices: boards and areas by slug, none for all."""

    boards: Sequence[str] = ()
    areas: Sequence[str] = ()


def _errand(delivery: Delivery) -> tuple[str, dict[str, Any]]:
    return SEND, {"delivery": delivery.pk}


@act(kinds.ROBOT_SET)
def set_robot(
    *, acting: Acting, division: Division, kind: str, name: str, address: str, secret: str, chosen: Chosen
) -> Record[Robot]:
    """Set up a robot; it says in its group at once that it is there.

    :raises Refused: for an address of another service, and when the place has enough of them.
    """
    assert acting.person_id is not None and acting.post is not None
    try:
        whole = checked(kind, address)
    except NotSent as fault:
        raise Refused(_("这个地址不是所选的机器人的地址。请在群里打开机器人的设置，整条复制过来。")) from fault
    if Robot.objects.filter(division=division, ended_at=None).count() >= MOST_ROBOTS:
        raise Refused(_("已经接了%(most)d个，够多了。请先取下不用的。") % {"most": MOST_ROBOTS})
    robot = Robot.objects.create(
        division=division,
        place=division.path,
        kind=kind,
        name=name,
        address=sealed(whole),
        secret=sealed(secret) if secret else "",
        tail=whole[-4:],
        boards=list(chosen.boards),
        areas=list(chosen.areas),
        set_at=acting.at,
        by_id=acting.person_id,
        post=acting.post,
    )
    trial = Delivery.objects.create(robot=robot, made_at=acting.at, since=acting.at)
    return _of_robot(robot, topics=[_errand(trial)])


@act(kinds.ROBOT_REMOVED)
def remove_robot(*, acting: Acting, robot: Robot) -> Record[Robot]:
    """Take a robot out; its address is forgotten. :raises Refused: when it is out already."""
    gone = Robot.objects.filter(pk=robot.pk, ended_at=None).update(ended_at=acting.at, address="", secret="")
    if not gone:
        raise Refused(_("这个机器人已经取下了。"))
    return _of_robot(robot)


def _of_robot(robot: Robot, **more: Any) -> Record[Robot]:
    data = {"where": robot.division.short_name, "name": robot.name, "robot": robot.kind}
    return Record(robot, ("robot", robot.pk), robot.place, data, **more)


@act(kinds.TRIED_AGAIN)
def try_again(*, acting: Acting, division: Division, robot: Robot | None) -> Record[int]:
    """Try once more what was given up: of a robot, or of the letters to a village's readers.

    :raises Refused: when there is nothing of the last days to try.
    """
    failed = queries.failed_of(robot) if robot else queries.failed_letters(division)
    again = [one for one in failed if one.made_at >= acting.at - AGAIN_AFTER]
    if not again:
        raise Refused(_("没有要再发的：都发出去了，或者已经过了太久。"))
    Delivery.objects.filter(pk__in=[one.pk for one in again]).update(
        state=Delivery.State.WAITING, since=acting.at, tries=0, fault="", answer=""
    )
    data = {"where": division.short_name, "n": len(again)}
    subject = ("robot", robot.pk) if robot else ("division", division.pk)
    return Record(len(again), subject, division.path, data, topics=[_errand(one) for one in again])


@act(kinds.ANNOUNCED)
def announce(
    *, acting: Acting, notice: Notice, robots: Sequence[Robot], readers: Sequence[Subscription], corrects: bool
) -> Record[int]:
    """Send a notice on its way to each of its receivers, as a delivery of its own."""
    common = {"notice": notice, "corrects": corrects, "made_at": acting.at, "since": acting.at}
    made = Delivery.objects.bulk_create(
        [
            *(Delivery(robot=robot, **common) for robot in robots),
            *(Delivery(subscription=reader, **common) for reader in readers),
        ]
    )
    data = {"code": notice.code, "robots": len(robots), "readers": len(readers)}
    topics = [_errand(one) for one in made]
    return Record(len(made), ("notice", notice.pk), notice.place, data, topics=topics)


@act(kinds.GAVE_UP)
def give_up(*, acting: Acting, delivery: Delivery, fault: NotSent) -> Record[Delivery]:
    """Give up on a message; it stands with its owner, who may have it tried again."""
    delivery.state, delivery.tries = Delivery.State.FAILED, delivery.tries + 1
    delivery.fault, delivery.answer = fault.fault, fault.answer
    delivery.save(update_fields=["state", "tries", "fault", "answer"])
    robot, reader = delivery.robot, delivery.subscription
    place = robot.place if robot else reader.place if reader else ""
    data = {
        "code": delivery.notice.code if delivery.notice else "—",
        "robot": delivery.robot_id,
        "fault": str(fault.fault),
    }
    return Record(delivery, ("delivery", delivery.pk), place, data)


@act(kinds.ASKED)
def ask_subscription(
    *, acting: Acting, village: Division, channel: str, receiver: str, chosen: Chosen, language: str
) -> Record[Subscription]:
    """Somebody wants to be told of a village's notices. A first letter goes to the receiver, who has to say yes; who
    subscribed before gets it, too, with the way to his subscription."""
    known = known_by(channel, receiver)
    found = queries.open_subscription(village, known)
    if found is None:
        found = Subscription.objects.create(
            village=village,
            place=village.path,
            channel=channel,
            receiver=sealed(receiver),
            known_by=known,
            code=random_code(CODE).lower(),
            boards=list(chosen.boards),
            areas=list(chosen.areas),
            language=language,
            asked_at=acting.at,
        )
    elif found.confirmed_at is None:  # asked once more before saying yes: what he wants now counts
        found.boards, found.areas, found.asked_at = list(chosen.boards), list(chosen.areas), acting.at
        found.language = language
        found.save(update_fields=["boards", "areas", "asked_at", "language"])
    letter = Delivery.objects.create(subscription=found, made_at=acting.at, since=acting.at)
    return _of_subscription(found, topics=[_errand(letter)])


@act(kinds.SUBSCRIBED)
def confirm_subscription(*, acting: Acting, subscription: Subscription) -> Record[Subscription]:
    """The receiver says yes. :raises Refused: when it has ended, or he had said so."""
    said = Subscription.objects.filter(pk=subscription.pk, ended_at=None, confirmed_at=None)
    if not said.update(confirmed_at=acting.at):
        raise Refused(_("这个订阅已经确认过了，或者已经结束。"))
    return _of_subscription(subscription)


@act(kinds.ENDED)
def end_subscription(*, acting: Acting, subscription: Subscription, why: str) -> Record[Subscription]:
    """End a subscription; the receiver is forgotten. :raises Refused: when it has ended already."""
    ended = Subscription.objects.filter(pk=subscription.pk, ended_at=None).update(
        ended_at=acting.at, why=why, receiver="", known_by=None
    )
    if not ended:
        raise Refused(_("这个订阅已经结束了。"))
    return _of_subscription(subscription)


def _of_subscription(subscription: Subscription, **more: Any) -> Record[Subscription]:
    data = {"village": subscription.village.short_name, "by": subscription.channel}
    return Record(subscription, ("subscription", subscription.pk), subscription.place, data, **more)
