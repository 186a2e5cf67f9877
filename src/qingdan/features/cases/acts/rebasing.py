"""Cases follow when villages merge or move: all of them with their tasks and limits, open and finished alike.

Events are never touched: a case keeps its number, its record and the village in which it began.
"""

from __future__ import annotations

from datetime import timedelta

from django.db.models import Count, F, Q
from django.utils.translation import gettext as _

from qingdan.features.cases.handing_out import settle
from qingdan.features.cases.models import Case, Counter, Deadline, Task
from qingdan.records.people.models import Holding
from qingdan.records.people.posts import all_posts, post_name
from qingdan.records.people.queries import who_may
from qingdan.records.regions import rebasing
from qingdan.records.regions.days import local_date
from qingdan.records.regions.paths import below
from qingdan.records.regions.rebasing import Counted, Move, Rebaser, move_rows
from qingdan.records.register.acts import Acting, Refused


def count(move: Move) -> list[Counted]:
    """Cases, open steps and running limits below the old paths."""
    cases = Case.objects.filter(move.below("place"))
    follow = _("编号不变，转到新的村")
    return [
        Counted(_("还在办的事项"), cases.exclude(phase="over").count(), follow),
        Counted(_("已办结的事项"), cases.filter(phase="over").count(), follow),
        Counted(_("等人办的步骤"), Task.objects.filter(move.below("place")).count(), _("转给新村同一职务的人")),
        Counted(
            _("在走的期限"),
            Deadline.objects.filter(move.below("place"), state=Deadline.RUNNING).count(),
            _("照原来的日子算"),
        ),
    ]


def apply(acting: Acting, move: Move) -> None:
    """Cases first, under their row locks: whoever moves one at this moment meets it at its new place."""
    list(Case.objects.select_for_update(of=("self",)).filter(move.below("place")).order_by("pk").values_list("pk"))
    Case.objects.filter(village__in=list(move.successors), origin=None).update(origin=F("village"))
    move_rows(Case, move, path="place", village="village")
    move_rows(Task, move, path="place")
    move_rows(Deadline, move, path="place")
    _count_on(move)
    settle(_at_new_paths(move), local_date(acting.at))


def check(move: Move) -> None:
    """:raises Refused: when work waits for a post that somebody held before and nobody holds or stands in for now."""
    waiting = Task.objects.filter(_at_new_paths(move), waiting=False, assignee=None)
    counts = dict(waiting.order_by().values_list("role").annotate(Count("pk")))
    posts = {slug for slug in counts if slug in all_posts() and all_posts()[slug].level == "village"}
    for successor in {s.pk: s for s in move.successors.values()}.values():
        held = {h.post.slug for h in who_may(posts, successor, move.day)}
        before = Holding.objects.on(move.day - timedelta(days=1)).filter(division__in=list(move.successors))
        lost = (posts - held) & set(before.filter(post__in=posts).values_list("post", flat=True))
        for slug in sorted(lost):
            raise Refused(
                _("合并以后没有人任“%(post)s”，还有 %(n)d 个步骤等着办。请选一位转任，或者先把这些步骤办完。")
                % {"post": post_name(slug), "n": counts[slug]}
            )


def _at_new_paths(move: Move) -> Q:
    return below("place", (new for _old, new in move.paths))


def _count_on(move: Move) -> None:
    """The successor counts on from the highest number of all, so that a number under a name kept comes once only."""
    for number, successor in move.successors.items():
        for counter in Counter.objects.filter(village=number):
            kept, _made = Counter.objects.select_for_update().get_or_create(
                village=successor, year=counter.year, norm=counter.norm
            )
            kept.last = max(kept.last, counter.last)
            kept.save(update_fields=["last"])


def register() -> None:
    """Called when the app is ready."""
    covers = ((Case, "village"), (Case, "place"), (Task, "place"), (Deadline, "place"))
    rebasing.register_rebaser(Rebaser("cases", covers, count, apply, check))
    rebasing.stays(Case, "origin", "it says where the case began")
    rebasing.stays(Counter, "village", "the successor has a counter of its own, which counts on")
