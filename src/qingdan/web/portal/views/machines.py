"""What robots are told. Only what is for the internet is on the map."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.html import escape
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from qingdan.records.regions.days import local_date
from qingdan.watch.boards.qr import address
from qingdan.watch.boards.queries import internet_notices
from qingdan.web.portal.queries import edition_today

CLOSED = (
    "/desk/",
    "/boards/desk/",
    "/track/",
    "/asked/",
    "/objection/",
    "/question/",
    "/s/",
    "/show/",
    "/v/",
    "/me/",
    "/sign-in/",
    "/handbook-waiting/",
)
MOST_NOTICES = 2000


@login_not_required
@require_safe
@cache_control(max_age=3600)
def robots(request: HttpRequest) -> HttpResponse:
    """Nothing but reading pages is for robots."""
    closed = [f"Disallow: {path}" for path in CLOSED]
    lines = ["User-agent: *", *closed, f"Sitemap: {address(reverse('portal:sitemap'))}"]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


@login_not_required
@require_safe
@cache_control(max_age=3600)
def sitemap(request: HttpRequest) -> HttpResponse:
    """The lists, every guide, the handbook, and the newest notices whose audience is the internet. Two queries."""
    edition = edition_today()
    pages = [reverse(name) for name in ("home", "portal:powers", "portal:duties", "portal:prohibitions", "limits:list")]
    pages += [reverse("portal:guide", args=[slug]) for slug in (edition.powers if edition else ())]
    pages += [
        reverse("handbook:cover"),
        *(reverse("handbook:norm", args=[n]) for n in (edition.norms if edition else ())),
    ]
    lines = [_line(path) for path in pages]
    lines += [
        _line(reverse("boards:notice", args=[code]), local_date(at).isoformat())
        for code, at in internet_notices(MOST_NOTICES)
    ]
    head = '<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n'
    return HttpResponse(head + "\n".join(lines) + "\n</urlset>\n", content_type="application/xml; charset=utf-8")


def _line(path: str, day: str = "") -> str:
    changed = f"<lastmod>{day}</lastmod>" if day else ""
    return f"<url><loc>{escape(address(path))}</loc>{changed}</url>"
