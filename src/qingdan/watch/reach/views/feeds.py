"""Feeds: of a village, of one of its boards, of one area of its matters, of a town. Chinese, or ``?language=en``."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.utils.http import http_date
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from qingdan.features.cases.messages import local
from qingdan.watch.boards.gates import village_gate
from qingdan.watch.boards.qr import address
from qingdan.watch.reach.feeds import Asked, feed
from qingdan.watch.reach.gates import town_gate
from qingdan.watch.reach.reading import edition_today

KEPT_FOR = 300  # seconds: then a reader asks whether it changed
TYPE = "application/atom+xml; charset=utf-8"


@login_not_required
@require_safe
def village(request: HttpRequest, pk: int) -> HttpResponse:
    """Every notice for everybody that hangs in a village."""
    where = village_gate(pk)
    with _tongue(request):
        title = _("%(name)s的公示") % {"name": where.short_name}
        return _answer(request, Asked(where, title, *_addresses(request, "boards:village", where.pk)))


@login_not_required
@require_safe
def board(request: HttpRequest, pk: int, board: str) -> HttpResponse:
    """Those on one board."""
    where, edition = village_gate(pk), edition_today()
    if edition is None or board not in edition.head.boards:
        raise Http404
    with _tongue(request):
        named = {"name": where.short_name, "board": local(edition.head.boards[board])}
        title, addresses = _("%(name)s%(board)s的公示") % named, _addresses(request, "boards:board", where.pk, board)
        return _answer(request, Asked(where, title, *addresses, board=board))


@login_not_required
@require_safe
def area(request: HttpRequest, pk: int, area: str) -> HttpResponse:
    """Those of one area of matters."""
    where, edition = village_gate(pk), edition_today()
    if edition is None or area not in edition.areas:
        raise Http404
    powers = [power.slug for power in edition.powers.values() if power.area == area]
    with _tongue(request):
        named = {"name": where.short_name, "area": local(edition.areas[area].title)}
        title, addresses = _("%(name)s的公示：%(area)s") % named, _addresses(request, "boards:village", where.pk)
        return _answer(request, Asked(where, title, *addresses, powers=powers))


@login_not_required
@require_safe
def town(request: HttpRequest, pk: int) -> HttpResponse:
    """Those of all villages of a town."""
    where = town_gate(pk)
    with _tongue(request):
        title = _("%(name)s各村的公示") % {"name": where.short_name}
        return _answer(request, Asked(where, title, *_addresses(request, "portal:villages")))


def _tongue(request: HttpRequest) -> override:
    """A feed reader has no cookies: the language stands in the address."""
    return override("en" if request.GET.get("language") == "en" else "zh-hans")


def _addresses(request: HttpRequest, page: str, *args: object) -> tuple[str, str]:
    """The feed's own address, and that of the page that shows the same."""
    own = request.path + ("?language=en" if request.GET.get("language") == "en" else "")
    return address(own), address(reverse(page, args=args))


def _answer(request: HttpRequest, asked: Asked) -> HttpResponse:
    made = feed(asked, edition_today())
    etag, changed = f'"{made.digest}"', int(made.changed.timestamp())
    response = get_conditional_response(request, etag=etag, last_modified=changed)
    if response is None:
        response = HttpResponse(made.content, content_type=TYPE)
    response.headers["Content-Language"] = get_language() or ""
    response.headers["ETag"] = etag
    response.headers["Last-Modified"] = http_date(changed)
    response.headers["Cache-Control"] = f"public, max-age={KEPT_FOR}"
    return response
