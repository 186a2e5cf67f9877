"""What anybody may know of a notice, as texts are made of it. Feeds, robots and letters ask here and nowhere else."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.urls import reverse
from django.utils import dateformat, timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from qingdan.domain.catalogue.model import Edition
from qingdan.domain.publicity.notices import Line, Posted
from qingdan.domain.publicity.told import Telephone
from qingdan.domain.rules.audience import ANYONE, Audience, may_see
from qingdan.records.editions.queries import NoEdition, current_edition
from qingdan.records.regions.days import local_date
from qingdan.records.regions.models import SupervisionContact
from qingdan.watch.boards import content, presenting
from qingdan.watch.boards.models import Notice
from qingdan.watch.boards.qr import address


def for_everybody(notice: Notice) -> bool:
    """Whether anybody on the internet may know of it."""
    return may_see(Audience(notice.audience), ANYONE)


def edition_today() -> Edition | None:
    """The lists by which boards and areas are called today; None without any."""
    try:
        return current_edition(local_date(timezone.now()))
    except NoEdition:
        return None


def wanted(notice: Notice, edition: Edition | None, boards: Collection[str], areas: Collection[str]) -> bool:
    """Whether somebody who asked for these boards and areas (none: all) wants this notice. One that comes from no
    power, or from one that is not listed any more, has no area."""
    power = edition.powers.get(notice.case.power) if edition and notice.case_id else None
    return (not boards or notice.board in boards) and (not areas or (power is not None and power.area in areas))


def posted_of(
    notice: Notice, edition: Edition | None, contacts: Collection[SupervisionContact] = (), *, corrects: bool = False
) -> Posted:
    """A notice in words, in the language of the moment. No query when its village is at hand.

    :raises ValueError: for a notice that is not for everybody: nothing of it leaves by these ways.
    """
    if not for_everybody(notice):
        raise ValueError(f"notice {notice.pk} is for {notice.audience}")
    nearest = next(iter(contacts), None)
    return Posted(
        english=(get_language() or "zh").startswith("en"),
        village=notice.village.short_name,
        board=presenting.board_words(edition, notice.board),
        title=presenting.side(notice.title),
        lines=tuple(_line(field) for field in presenting.sheet_fields(content.for_everybody(notice))),
        objections=_day(notice.objections_until) if notice.objections_until else "",
        stands=_day(notice.stands_until),
        address=page_of(notice),
        call=Telephone(nearest.name, nearest.phone) if nearest else None,
        corrects=corrects,
        example=notice.village.is_demo,
    )


def page_of(notice: Notice) -> str:
    """The whole address of a notice's own page."""
    return address(reverse("boards:notice", args=[notice.code]))


def _line(field: presenting.SheetField) -> Line:
    total = f" {_('合计')} {field.total}" if field.total else ""
    return Line(field.term, field.value + total, tuple((str(a), str(b)) for a, b in field.rows))


def _day(moment: Any) -> str:
    return dateformat.format(local_date(moment), _("Y年n月j日"))
