"""The handbook as files from the shelf, the whole or a norm; and the page that says how far one is in the making."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote, urlencode

from django.contrib.auth.decorators import login_not_required
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import add_never_cache_headers, get_conditional_response, patch_vary_headers
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from qingdan.features.cases.messages import local
from qingdan.records.regions.codes import CODE_LENGTH
from qingdan.records.regions.days import local_date
from qingdan.records.regions.models import Division
from qingdan.records.regions.queries import village_by_code
from qingdan.web.handbook import front, making, sheets, shelf
from qingdan.web.handbook.order import Order
from qingdan.web.portal.queries import edition_today
from qingdan.web.portal.village import chosen_village, page
from qingdan.web.printing.serving import open_file
from qingdan.web.printing.views import PDF

OPEN_FOR = 3600  # seconds that a file may be kept; after that its key is asked for again


@login_not_required
@require_safe
def pdf(request: HttpRequest, norm: str = "") -> HttpResponseBase:
    """The whole, or one norm, as PDF; ``?village=CODE`` with the numbers and telephones of a village. What is not on
    the shelf yet is made meanwhile, and the reader waits on a page that says how far it is."""
    order = _order(request, norm)
    key = shelf.key_of(order)
    same = get_conditional_response(request, etag=f'"{key}"')
    if same is not None:
        return _open(same, key)
    file = shelf.book(key)
    if file is None:
        return HttpResponseRedirect(waiting_room(order, request))
    name = f"{name_of(order)}.pdf"
    answer = FileResponse(file.open("rb"), content_type="application/pdf")
    answer.headers["Content-Disposition"] = (
        f"inline; filename=\"handbook.pdf\"; filename*=UTF-8''{quote(name, safe='')}"
    )
    return _open(answer, key)


@login_not_required
@require_safe
def drawing(request: HttpRequest, slug: str) -> HttpResponse:
    """The diagram of one power as PDF, with the numbers of the reader's village."""
    edition = edition_today()
    if edition is None or slug not in edition.powers:
        raise Http404
    order, power = Order.of(edition, local_date(timezone.now()), chosen_village(request)), edition.powers[slug]
    key, title = sheets.key_of(order, power), sheets.title_of(power)
    return open_file(request, PDF, key, title, lambda: sheets.pdf(order, power, shelf.Pictures()))


def _open(answer: HttpResponseBase, key: str) -> HttpResponseBase:
    answer.headers["ETag"] = f'"{key}"'
    answer.headers["Cache-Control"] = f"public, max-age={OPEN_FOR}"
    patch_vary_headers(answer, ["Cookie", "Accept-Language"])  # the language of the words in it
    return answer


@login_not_required
@require_safe
def wait(request: HttpRequest) -> HttpResponse:
    """How far a handbook is: begun if it was not. Asked for again by itself until it is there."""
    order = _order(request, request.GET.get("norm", ""))
    context: dict[str, Any] = {
        "state": making.ask(order),
        "name": name_of(order),
        "file": address_of(order.norm, request.GET.get("village", "")),
        "here": waiting_room(order, request),
    }
    if request.GET.get("part"):
        answer = render(request, "handbook/_waiting.html", context)
    else:
        village = order.place.village if order.place else None
        answer = page(request, "handbook/waiting.html", village, section="powers", book=front.title(order), **context)
    add_never_cache_headers(answer)
    answer.headers["X-Robots-Tag"] = "noindex, nofollow"
    return answer


def waiting_room(order: Order, request: HttpRequest) -> str:
    """The address of the page that says how far an order is."""
    asked = {"norm": order.norm, "village": request.GET.get("village", "")}
    words = urlencode({name: value for name, value in asked.items() if value})
    return f"{reverse('handbook:wait')}{'?' if words else ''}{words}"


def address_of(norm: str, village: str) -> str:
    """The address of a file, for a village by its code or for none."""
    path = reverse("handbook:norm-pdf", args=[norm]) if norm else reverse("handbook:pdf")
    return f"{path}?{urlencode({'village': village})}" if village else path


def name_of(order: Order) -> str:
    """What a file is called."""
    norm = order.edition.norms.get(order.norm)
    named = [order.place.name if order.place else "", front.title(order), local(norm.title) if norm else ""]
    return " ".join(part for part in named if part)


def _order(request: HttpRequest, norm: str) -> Order:
    edition = edition_today()
    if edition is None or (norm and norm not in edition.norms):
        raise Http404
    return Order.of(edition, local_date(timezone.now()), _village(request), norm)


def _village(request: HttpRequest) -> Division | None:
    code = request.GET.get("village", "")
    if not code:
        return None
    found = village_by_code(code) if code.isascii() and code.isdigit() and len(code) == CODE_LENGTH else None
    if found is None:
        raise Http404(_("没有这个村。"))
    return found
