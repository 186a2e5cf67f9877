"""The guide of one power: 文, 图 and 表 from its one definition."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from qingdan.domain.catalogue.model import Edition, Power
from qingdan.domain.catalogue.settled import power_under
from qingdan.domain.flow import draw
from qingdan.domain.flow.bpmn import to_bpmn
from qingdan.features.cases.messages import local
from qingdan.records.editions.queries import limits_for
from qingdan.records.regions.days import local_date
from qingdan.records.regions.models import Division
from qingdan.watch.boards.citing import citations
from qingdan.web.portal import guide as guiding
from qingdan.web.portal.queries import edition_today
from qingdan.web.portal.village import chosen_village, page
from qingdan.web.templatetags.flow import drawing_for

DRAWING = 1072  # px, the width of the page's own column


@login_not_required
@require_safe
def guide(request: HttpRequest, slug: str) -> HttpResponse:
    """Who, where, how long, what it costs; the drawing; the forms; on what law, and where to complain."""
    village, today = chosen_village(request), local_date(timezone.now())
    edition, power, limits = _asked(slug, village, today)
    return page(
        request,
        "portal/guide.html",
        village,
        section="powers",
        edition=edition,
        power=power,
        norm=edition.norms[power.norm],
        holder=local(edition.role_words(power.holder)),
        answers=guiding.answers(power),
        red_lines=guiding.red_lines(edition, power),
        limits=guiding.limits_used(edition, edition.powers[slug], limits),
        lexicon=guiding.drawing_words(edition, limits),
        forms=guiding.forms_of(edition, power),
        take_part=guiding.phrases(power.guide.take_part),
        watch=guiding.phrases(power.guide.watch),
        bases=citations(edition, power.basis, today),
        started_by=edition.started_by(slug),
        duties=guiding.duties_in(edition, power),
        asking=edition.askings.get(slug),
    )


@login_not_required
@require_safe
def drawing(request: HttpRequest, slug: str) -> HttpResponse:
    """The whole drawing of one power on a page of its own, to be moved about on a phone or printed."""
    village = chosen_village(request)
    edition, power, limits = _asked(slug, village, local_date(timezone.now()))
    words = guiding.drawing_words(edition, limits)
    return page(request, "portal/drawing.html", village, section="powers", power=power, lexicon=words)


@login_not_required
@require_safe
def drawing_svg(request: HttpRequest, slug: str) -> HttpResponse:
    """The same drawing as a picture of its own, for a wall, a slide or another page."""
    edition, power, limits = _asked(slug, chosen_village(request), local_date(timezone.now()))
    made = drawing_for(power.flow, guiding.drawing_words(edition, limits), "auto", DRAWING)
    svg = draw.write(made, local(power.plain), dress="paper")
    name = f'inline; filename="{slug}.svg"'
    return HttpResponse(svg, content_type="image/svg+xml; charset=utf-8", headers={"Content-Disposition": name})


@login_not_required
@require_safe
def process_bpmn(request: HttpRequest, slug: str) -> HttpResponse:
    """The process as BPMN 2.0, for whoever has a program for such models; with the numbers of the reader's village."""
    edition, power, limits = _asked(slug, chosen_village(request), local_date(timezone.now()))
    made = to_bpmn(power.flow, guiding.drawing_words(edition, limits), local(power.title), limits)
    name = f'attachment; filename="{slug}.bpmn"'
    return HttpResponse(made, content_type="application/xml; charset=utf-8", headers={"Content-Disposition": name})


def _asked(slug: str, village: Division | None, today: date) -> tuple[Edition, Power, Mapping[str, int]]:
    """The power asked for and the limits that hold in the reader's village. :raises Http404: when there is none."""
    edition = edition_today()
    power = edition.powers.get(slug) if edition else None
    if edition is None or power is None:
        raise Http404
    limits = limits_for(village, today, edition) if village else edition.limits
    return edition, power_under(power, limits), limits
