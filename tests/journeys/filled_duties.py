"""Duties to publish with something on every page of theirs: one that was not done, and what was said of it."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from qingdan.records.regions.models import Division
from qingdan.watch.duties.models import Lapse, Statement
from tests.cast import Cast, today
from tests.journeys.staging import Stage


def late(cast: Cast, duty: str, month: str) -> Lapse:
    """Accounts of 示例一村 that nobody put up in time, as the clock writes it down."""
    one: Division = cast.one
    words = {"zh": f"村民委员会财务收支公开：{month}", "en": f"Accounts of the villagers' committee: {month}"}
    how = [{"zh": f"{month}到月底止，之后15日内公布", "en": f"{month} ends with the month; 15 days after that"}]
    return Lapse.objects.create(
        village=one, origin=one, place=one.path, duty=duty, occasion=month, title=words, board="finance",
        audience="internet", due_on=today() - timedelta(days=12), reckoned=how, found_at=timezone.now(),
    )  # fmt: skip


def speak(cast: Cast, lapse: Lapse, kind: str, who: str, post: str, **more: object) -> None:
    """What somebody said of it."""
    Statement.objects.create(
        village=cast.one, origin=cast.one, place=cast.one.path, duty=lapse.duty, occasion=lapse.occasion, kind=kind,
        words="示例：会计住院，账还没有对完；对完马上贴出来。", said_at=timezone.now(), by=cast[who].person, post=post,
        **more,
    )  # fmt: skip


def pages_of_duties(stage: Stage) -> dict[str, str]:
    """Kind and address of every page of duties to publish at the desk."""
    lapse = late(stage.cast, "committee-accounts", "2020-01")
    speak(stage.cast, lapse, "explanation", "clerk", "village-clerk")
    speak(stage.cast, lapse, "order", "leader", "town-leader", day=today())
    other = late(stage.cast, "committee-accounts", "2020-02")
    speak(stage.cast, other, "paper", "clerk", "village-clerk", day=today() - timedelta(days=20))
    here = f"/desk/disclosure/{stage.cast.one.pk}/"
    return {
        "publish-town": "/desk/disclosure/?only=late",
        "publish-desk": here,
        "publish-say": f"{here}committee-accounts/2020-01/paper/",
        "publish-settle": f"{here}settle/committee-accounts/",
    }
