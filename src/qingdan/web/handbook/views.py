"""The handbook as pages, for anybody: its cover, a page for each norm and each power, and the lists at its end."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from qingdan.features.cases.messages import local
from qingdan.records.regions.days import local_date
from qingdan.records.regions.queries import code_of
from qingdan.web.handbook import front, lists
from qingdan.web.handbook.content import rows
from qingdan.web.handbook.files import address_of
from qingdan.web.handbook.norms import chapter, chapters
from qingdan.web.handbook.order import Order
from qingdan.web.handbook.powers import section
from qingdan.web.portal.queries import edition_today
from qingdan.web.portal.village import chosen_village, page

MOST_ROWS = 15  # of a table beside which the diagram stands; a longer one has its own page, for a slow line
# The lists at the end: what each is called, and what makes it.
LISTS: dict[str, tuple[Any, Callable[[Order], Any]]] = {
    "duties": (gettext_lazy("责任清单，按职务"), lists.duties),
    "prohibitions": (gettext_lazy("负面清单，靠什么防住"), lists.prohibitions),
    "sources": (gettext_lazy("法规和来源"), lambda order: (lists.laws(order), lists.origins(order))),
}


@login_not_required
@require_safe
def cover(request: HttpRequest) -> HttpResponse:
    """What the handbook is, its norms with their counts, and where the PDFs are."""
    order = _order(request)
    return _page(
        request,
        "handbook/cover.html",
        order,
        cover=front.cover(order),
        chapters=chapters(order),
        how=front.how_to_use(),
        lists=[(name, words) for name, (words, _make) in LISTS.items()],
        **_files(order),
    )


@login_not_required
@require_safe
def norm(request: HttpRequest, norm: str) -> HttpResponse:
    """A norm: what it governs, and the table of its powers."""
    order = _order(request, norm)
    beside = _beside(order, "handbook:norm", norm)
    return _page(request, "handbook/norm.html", order, chapter=chapter(order, norm), **beside, **_files(order))


@login_not_required
@require_safe
def power(request: HttpRequest, norm: str, slug: str) -> HttpResponse:
    """A power from its purpose to how villagers watch it."""
    order = _order(request, norm)
    found = order.edition.powers.get(slug)
    if found is None or found.norm != norm:
        raise Http404
    part = section(order, found)
    return _page(
        request,
        "handbook/power.html",
        order,
        norm=order.edition.norms[norm],
        part=part,
        drawn=len(list(rows(part.steps))) <= MOST_ROWS,
        flow=order.settled(found).flow,
        **_beside(order, "handbook:power", norm, slug),
    )


@login_not_required
@require_safe
def listed(request: HttpRequest, which: str) -> HttpResponse:
    """One of the lists at the end of the whole."""
    order = _order(request)
    if which not in LISTS:
        raise Http404
    words, make = LISTS[which]
    beside = _beside(order, "handbook:list", which)
    return _page(request, f"handbook/{which}.html", order, heading=words, found=make(order), **beside)


def _order(request: HttpRequest, norm: str = "") -> Order:
    """The handbook with the numbers of the reader's village. :raises Http404: without an edition, or such a norm."""
    edition = edition_today()
    if edition is None or (norm and norm not in edition.norms):
        raise Http404
    return Order.of(edition, local_date(timezone.now()), chosen_village(request), norm)


def _page(request: HttpRequest, template: str, order: Order, **context: Any) -> HttpResponse:
    village = order.place.village if order.place else None
    if order.place:
        request.contacts = order.place.contacts  # type: ignore[attr-defined]  # read already: not once more for the foot
    context |= {"section": "powers", "edition": order.edition, "book": front.title(order), "order": order}
    return page(request, template, village, whose=front.whose_numbers(order), **context)


def _files(order: Order) -> dict[str, str]:
    """The addresses of the PDF: with the list's own numbers, and with those of the reader's village. One query."""
    found = {"file": address_of(order.norm, "")}
    if order.place and (code := code_of(order.place.village)):
        found["file_here"] = address_of(order.norm, code)
    return found


def _beside(order: Order, name: str, *args: str) -> dict[str, Any]:
    """What stands before and after a page in the book, as (address, title)."""
    trail = list(_trail(order))
    at = next(n for n, (url, _title) in enumerate(trail) if url == reverse(name, args=args))
    return {"before": trail[at - 1] if at else None, "after": trail[at + 1] if at + 1 < len(trail) else None}


def _trail(order: Order) -> Iterator[tuple[str, str]]:
    edition = order.edition
    yield reverse("handbook:cover"), front.title(order)
    for norm in edition.norms.values():
        yield reverse("handbook:norm", args=[norm.slug]), local(norm.title)
        for power in edition.powers_of(norm.slug):
            yield reverse("handbook:power", args=[norm.slug, power.slug]), local(power.title)
    for which, (words, _make) in LISTS.items():
        yield reverse("handbook:list", args=[which]), str(words)
