"""Reads of reach, named for their reader. Each costs a fixed number of queries."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime, timedelta

from django.db.models import Count, Max, Q, QuerySet

from qingdan.domain.rules.audience import Audience
from qingdan.records.regions.models import Division
from qingdan.records.regions.paths import ids_of
from qingdan.records.register.models import Entry
from qingdan.watch.boards.models import Notice
from qingdan.watch.reach.models import Delivery, Robot, Subscription

CORRECTED = "boards.corrected"  # the kind of entry by which a board says that one notice corrects another
IN_A_FEED = 50
SHOWN = 6  # deliveries of a robot at the desk


# -- feeds ---------------------------------------------------------------------------------------------------------
def town_by_id(pk: int) -> Division | None:
    """A town by its lasting id. One query."""
    return Division.objects.select_related("parent").filter(pk=pk, level=Division.Level.TOWN).first()


def _of(place: Division) -> Q:
    return Q(village=place) if place.level == Division.Level.VILLAGE else Q(village__parent=place)


def _public(place: Division, board: str, powers: Collection[str] | None) -> QuerySet[Notice]:
    found = Notice.objects.filter(_of(place), audience=str(Audience.INTERNET))
    if board:
        found = found.filter(board=board)
    return found if powers is None else found.filter(case__power__in=list(powers))


def hanging(place: Division, board: str = "", powers: Collection[str] | None = None) -> list[Notice]:
    """The newest notices for everybody that hang in a village or in those of a town, on one board and from some powers
    where asked. One query."""
    found = _public(place, board, powers).filter(taken_down_at=None)
    return list(found.select_related("case", "village", "village__parent").order_by("-pk")[:IN_A_FEED])


def changed_at(place: Division, board: str = "", powers: Collection[str] | None = None) -> datetime | None:
    """When one of them last went up or came down. One query."""
    last = _public(place, board, powers).aggregate(up=Max("posted_at"), down=Max("taken_down_at"))
    return max((moment for moment in last.values() if moment), default=None)


def corrections(place: Division) -> dict[str, str]:
    """The code of each notice of the place that corrects another → the code of the one that it corrects, as the boards
    wrote it down. One query."""
    notices = Notice.objects.filter(_of(place), audience=str(Audience.INTERNET)).values("pk")
    found = Entry.objects.filter(subject_type="notice", subject_id__in=notices, kind=CORRECTED)
    return {data["code"]: data["corrects"] for data in found.values_list("data", flat=True)}


# -- who is told -----------------------------------------------------------------------------------------------------
def notice_hanging(pk: int, now: datetime) -> Notice | None:
    """A notice that still hangs, with its village and case. One query."""
    found = Notice.objects.select_related("case", "village", "village__parent")
    return found.filter(pk=pk, taken_down_at=None, stands_until__gte=now).first()


def robots_above(village: Division) -> list[Robot]:
    """The robots at work of a village and of its town. One query."""
    return list(Robot.objects.filter(division__in=ids_of(village.path), ended_at=None).order_by("pk"))


def readers_of(village: Division) -> list[Subscription]:
    """Who said yes to the village's notices. One query."""
    return list(open_subscriptions([village.pk]).exclude(confirmed_at=None))


def open_subscriptions(villages: Iterable[int]) -> QuerySet[Subscription]:
    """Subscriptions to these villages that have not ended, oldest first."""
    return Subscription.objects.filter(village__in=list(villages), ended_at=None).order_by("pk")


def announced(notice: Notice) -> bool:
    """Whether receivers were told of it already. One query."""
    return Delivery.objects.filter(notice=notice).exists()


def delivery(pk: int) -> Delivery | None:
    """A delivery with all that its message needs. One query."""
    found = Delivery.objects.select_related(
        "robot__division", "subscription__village__parent", "notice__case", "notice__village__parent"
    )
    return found.filter(pk=pk).first()


# -- subscribing -----------------------------------------------------------------------------------------------------
def subscription_by_code(code: str) -> Subscription | None:
    """A subscription by the code of its letters, also one that has ended. One query."""
    return Subscription.objects.select_related("village", "village__parent").filter(code=code.lower()).first()


def open_subscription(village: Division, known_by: str) -> Subscription | None:
    """What a receiver has for a village. One query."""
    return Subscription.objects.filter(village=village, known_by=known_by, ended_at=None).first()


def never_confirmed(before: datetime, limit: int = 200) -> list[Subscription]:
    """Subscriptions that nobody said yes to, asked for before a moment. One query."""
    found = Subscription.objects.filter(ended_at=None, confirmed_at=None, asked_at__lt=before)
    return list(found.select_related("village").order_by("asked_at")[:limit])


# -- the desk --------------------------------------------------------------------------------------------------------
def robots_of(places: Iterable[Division]) -> dict[int, list[Robot]]:
    """Robots at work, by the place that set them. One query."""
    found: dict[int, list[Robot]] = {}
    for robot in Robot.objects.filter(division__in=list(places), ended_at=None).order_by("pk"):
        found.setdefault(robot.division_id, []).append(robot)
    return found


def last_deliveries(robots: Iterable[Robot], since: datetime) -> dict[int, list[Delivery]]:
    """What robots were given lately, newest first, those that failed before all. One query."""
    found: dict[int, list[Delivery]] = {}
    rows = Delivery.objects.filter(robot__in=list(robots), made_at__gte=since).select_related("notice__village")
    for row in sorted(rows.order_by("-pk"), key=lambda one: one.state != Delivery.State.FAILED):
        kept = found.setdefault(row.robot_id or 0, [])
        if len(kept) < SHOWN:
            kept.append(row)
    return found


def robot_at_work(pk: int) -> Robot | None:
    """A robot that was not taken out, with its place. One query."""
    return Robot.objects.select_related("division").filter(pk=pk, ended_at=None).first()


def failed_of(robot: Robot) -> list[Delivery]:
    """What a robot did not bring. One query."""
    return list(robot.deliveries.filter(state=Delivery.State.FAILED).order_by("pk"))


def failed_letters(village: Division) -> list[Delivery]:
    """Letters to the village's readers that were given up. One query."""
    found = Delivery.objects.filter(subscription__village=village, subscription__ended_at=None)
    return list(found.filter(state=Delivery.State.FAILED).select_related("subscription").order_by("pk"))


def readers_in(villages: Iterable[Division]) -> Mapping[int, Mapping[str, int]]:
    """By village, how many subscribe, by mail and by short message, and how many letters failed and for what.
    One query."""
    counted = Subscription.objects.filter(village__in=list(villages), ended_at=None).exclude(confirmed_at=None)
    rows = counted.values("village").annotate(
        mail=Count("pk", filter=Q(channel=Subscription.Channel.MAIL)),
        sms=Count("pk", filter=Q(channel=Subscription.Channel.SMS)),
    )
    return {row["village"]: {"mail": row["mail"], "sms": row["sms"]} for row in rows}


def letters_failed_in(villages: Iterable[Division]) -> dict[int, dict[str, int]]:
    """By village, how many letters to its readers were given up, by fault. One query."""
    rows = Delivery.objects.filter(
        subscription__village__in=list(villages), subscription__ended_at=None, state=Delivery.State.FAILED
    )
    found: dict[int, dict[str, int]] = {}
    for row in rows.values("subscription__village", "fault").annotate(n=Count("pk")):
        found.setdefault(row["subscription__village"], {})[row["fault"]] = row["n"]
    return found


def failed_in(places: Iterable[Division]) -> int:
    """How many messages of these places' robots and readers were given up. One query."""
    where = list(places)
    mine = Q(robot__division__in=where, robot__ended_at=None)
    mine |= Q(subscription__village__in=where, subscription__ended_at=None)
    return Delivery.objects.filter(mine, state=Delivery.State.FAILED).count()


def lately(now: datetime) -> datetime:
    """Since when deliveries are shown at the desk."""
    return now - timedelta(days=30)
