"""Choosing a village: by name, by town, or by the QR code on its wall; and that code to print."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from qingdan.domain.rules.audience import Audience, may_see
from qingdan.records.regions import queries as regions
from qingdan.records.regions.days import local_date
from qingdan.records.regions.models import Division
from qingdan.records.regions.wording import change_words, state_of
from qingdan.watch.boards.gates import seeing, village_gate
from qingdan.watch.boards.qr import address, qr_svg
from qingdan.web.places.queries import decisions_of, posts_of_village
from qingdan.web.portal.queries import edition_today, village_by_sign
from qingdan.web.portal.village import chosen_village, page, remember_village


@login_not_required
@require_safe
def villages(request: HttpRequest) -> HttpResponse:
    """Towns, the villages of one (``?town=``), or those whose name or initials begin as asked (``?q=``)."""
    cities = regions.cities()
    city = _named(request.GET.get("city", ""), cities) or (cities[0] if cities else None)
    towns = regions.towns_of(city) if city else []
    town = _named(request.GET.get("town", ""), towns)
    text, after = _typed(request, "q").strip(), _typed(request, "after")[:60]
    found = regions.Page([], None)
    if text and city:
        found = regions.find_villages(text, city, after=after)
    elif town:
        found = regions.villages_of(town, after=after)
        for village in found.items:
            village.parent = town
    return page(
        request,
        "portal/villages.html",
        chosen_village(request),
        cities=cities,
        city=city,
        towns=towns,
        town=town,
        q=text[: regions.LONGEST_SEARCH],
        found=found,
        then=_typed(request, "then")[:60],
    )


def _typed(request: HttpRequest, name: str) -> str:
    return request.GET.get(name, "").replace("\x00", "")  # which PostgreSQL takes in no text


def _named(pk: str, places: list[Division]) -> Division | None:
    return next((place for place in places if str(place.pk) == pk), None)


@login_not_required
@require_safe
def about(request: HttpRequest, pk: int) -> HttpResponse:
    """What a village is to the lists, in plain words; who signs for whom; and what became of it. Names of persons are
    for the village's own people."""
    village = village_gate(pk)
    day = local_date(timezone.now())
    names = may_see(Audience.VILLAGE, seeing(request, village))
    rows = posts_of_village(village, day, names=names)
    came_from = Division.objects.filter(pk=pk).first() if pk != village.pk else None
    response = page(
        request,
        "portal/village.html",
        village,
        section="home",
        state=state_of(village, regions.adoptions_of(village)),
        rows=rows,
        decisions=decisions_of(rows),
        names=names,
        came_from=came_from,
        changes=[(change, change_words(change)) for change in regions.changes_of(village)],
    )
    if names:  # a reader with more rights than everybody: nothing for a cache to keep
        add_never_cache_headers(response)
    return response


@login_not_required
@require_safe
def choose(request: HttpRequest, sign: str) -> HttpResponse:
    """Remember the village and show its front page. What changes is a cookie of the reader's own, so a link will do."""
    response = _after(request)
    remember_village(request, response, _village(sign))
    return response


def _after(request: HttpRequest) -> HttpResponse:
    """Where somebody goes on who was asked for the village on the way, to the request of a power (``?then=SLUG``); or
    who comes from the poster of a power in the village, to its guide (``?guide=SLUG``)."""
    edition = edition_today()
    guide, then = request.GET.get("guide", ""), request.GET.get("then", "")
    if edition and guide in edition.powers:
        return redirect("portal:guide", slug=guide)
    return redirect("portal:ask", slug=then) if edition and then in edition.askings else redirect("home")


@login_not_required
@require_safe
def poster(request: HttpRequest, sign: str) -> HttpResponse:
    """A sheet for the village's wall: a QR code that opens the village's front page on any telephone."""
    village = _village(sign)
    where = address(reverse("portal:village", args=[village.pk]))
    title = _("%(village)s的清单") % {"village": village.short_name}
    context = {
        "village": village,
        "demo": village.is_demo,
        "contacts": regions.contacts_for(village),
        "qr": qr_svg(where, title),
        "address": where,
    }
    return render(request, "portal/village_qr.html", context)


def _village(sign: str) -> Division:
    village = village_by_sign(sign)
    if village is None:
        raise Http404
    return village


@login_not_required
@require_safe
def boards(request: HttpRequest) -> HttpResponse:
    """The boards of the reader's village; without one, the way to choose it."""
    village = chosen_village(request)
    if village is None:
        return page(request, "portal/boards.html", None, section="boards")
    return redirect("boards:village", pk=village.pk)
