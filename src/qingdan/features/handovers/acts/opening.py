"""A term has ended: what it leaves to whoever comes after is listed, and the days begin to count."""

from __future__ import annotations

from datetime import date

from django.db.models import Min
from django.utils.translation import gettext as _

from qingdan.domain.catalogue.parts import HandoverRule
from qingdan.domain.rules.limits import parse_limit
from qingdan.features.handovers.kinds import OPENED
from qingdan.features.handovers.models import Handover, Item
from qingdan.features.handovers.rules import village_of, wanted
from qingdan.records.editions.queries import current_edition, limits_for, work_calendar
from qingdan.records.people.leaving import left_behind
from qingdan.records.people.models import Holding
from qingdan.records.people.posts import official_name
from qingdan.records.regions.days import local_date
from qingdan.records.regions.models import Division
from qingdan.records.regions.paths import path_after
from qingdan.records.regions.running import require_running
from qingdan.records.register.acts import Acting, Record, Refused, act


def on_leaving(acting: Acting, holding: Holding) -> None:
    """Heard from the act that ended a term: a handover is due where the post has something to hand over."""
    if wanted(holding, local_date(acting.at)) is not None:
        open_handover(acting=acting, holding=holding)


@act(OPENED)
def open_handover(*, acting: Acting, holding: Holding) -> Record[Handover]:
    """Open the handover of an ended term: the things that the edition names for the post, and everything unfinished.

    The days run from the last day of the term, or from the first day of the next holder if that is later.
    :raises Refused: when there is nothing to hand over, see ``rules.wanted``.
    """
    day = local_date(acting.at)
    rule, village = wanted(holding, day), village_of(holding)
    if rule is None or village is None or holding.ends is None:
        raise Refused(_("这个任期不用办移交，或者已经在办。请刷新页面再看。"))
    require_running(village, day)
    edition = current_edition(day)
    limit = f"{limits_for(village, day, edition)[rule.within]} days"
    counted_from = max(holding.ends, _next_begins(holding, village) or holding.ends)
    handover = Handover.objects.create(
        holding=holding, village=village, place=village.path, edition=edition.digest, left_on=holding.ends, limit=limit,
        counted_from=counted_from, due_on=work_calendar().add(counted_from, parse_limit(limit)).due,
        opened_at=acting.at,
    )  # fmt: skip
    Item.objects.bulk_create(_items(handover, rule, day))
    names = {"place_name": village.short_name, "post_name": official_name(holding.post)}
    return Record(
        value=handover,
        subject=("handover", handover.pk),
        place=village.path,
        data={**names, "post": holding.post, "holding": holding.pk, "due": handover.due_on.isoformat()},
        personal={"name": holding.person.name},
    )


def _next_begins(holding: Holding, village: Division) -> date | None:
    """The first day of the next holder of the post, if there is one already."""
    after = Holding.objects.filter(
        post=holding.post, starts__gt=holding.ends, division__path__gte=village.path,
        division__path__lt=path_after(village.path),
    )  # fmt: skip
    return after.aggregate(first=Min("starts"))["first"]


def _items(handover: Handover, rule: HandoverRule, day: date) -> list[Item]:
    things = [
        Item(handover=handover, kind=Item.Kind.THING, slug=thing.slug, words=thing.name.zh)
        for thing in rule.things_of(handover.holding.post)
    ]
    left = [
        Item(handover=handover, kind=held.kind, slug=held.subject, words=held.words[:200], url=held.url)
        for held in left_behind(handover.holding, day)
    ]
    return things + left
