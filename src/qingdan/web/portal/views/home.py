"""The front page: what do you want to do?"""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.cache import add_never_cache_headers
from django.views.decorators.http import require_safe

from qingdan.domain.catalogue.model import Edition, Power
from qingdan.watch.boards import queries as boards
from qingdan.watch.boards.gates import audiences_of, seeing
from qingdan.watch.boards.views.board import rows
from qingdan.web.portal.queries import edition_today
from qingdan.web.portal.village import chosen_village, page


@login_not_required
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Search, the norms in villagers' words, the village's newest notices and who watches."""
    village, edition = chosen_village(request), edition_today()
    counts: dict[str, int] = {}
    notices: list[dict[str, object]] = []
    paper = 0
    if edition:
        for power in edition.powers.values():
            counts[power.norm] = counts.get(power.norm, 0) + 1
    if village:
        audiences = audiences_of(seeing(request, village))
        notices = rows(boards.newest(village, audiences, 4), edition)
        paper = sum(boards.on_paper_only(village, audiences, timezone.now()).values())
    response = page(
        request,
        "portal/home.html",
        village,
        section="home",
        edition=edition,
        norms=[(norm, counts.get(norm.slug, 0)) for norm in edition.norms.values()] if edition else [],
        often=_often(edition),
        notices=notices,
        paper=paper,
    )
    if request.user.is_authenticated:
        add_never_cache_headers(response)
    return response


def _often(edition: Edition | None) -> list[Power]:
    """What somebody goes and asks for himself: the first few powers that a party begins."""
    return [edition.powers[slug] for slug in edition.askings][:4] if edition else []
