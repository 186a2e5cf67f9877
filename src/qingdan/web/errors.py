"""Pages for what went wrong: what happened, why, and the way on. No stack, no jargon, in the reader's language.

A view that catches a refusal answers with :func:`refused`; a refusal nobody caught becomes the same page.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from qingdan.records.register.acts import AlreadyDone, Refused
from qingdan.records.register.kinds import KINDS
from qingdan.web import nav

LAST_WORDS = Path(__file__).parent / "templates" / "500.html"
log = logging.getLogger("qingdan.web.errors")


def refused(request: HttpRequest, message: Refused | Promise | str, status: int = 409) -> HttpResponse:
    """The refusal as a page (or, for htmx, as an alert in the page): ``message`` says what, why and what to do."""
    context: dict[str, Any] = {"message": message.message if isinstance(message, Refused) else message, "nothing": True}
    if isinstance(message, AlreadyDone):
        context = {"message": _("这张表已经交过了，没有再记一遍。"), "link": _link(message)}
    if request.headers.get("HX-Request") == "true":
        return _alert(request, context["message"], status)
    return _page(request, "409.html", status, context)


def _alert(request: HttpRequest, text: Any, status: int) -> HttpResponse:
    # Where the page keeps what the house said (base.html), whatever the request was going to replace.
    response = render(
        request, "components/alert.html", {"state": "over", "title": text, "icon": "alert"}, status=status
    )
    response.headers["HX-Retarget"] = "#qd-said"
    response.headers["HX-Reswap"] = "innerHTML"
    return response


def _link(done: AlreadyDone) -> str | None:
    kind = KINDS.get(done.entry.kind)
    return kind.link(done.entry) if kind else None


@login_not_required
def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403: the page is there, but not for this person; the reason if one was given for the reader."""
    said = exception.args[0] if exception is not None and exception.args else ""
    return _page(request, "403.html", 403, {"message": said if isinstance(said, Promise | str) else ""})


@login_not_required
def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404: no such page, or not for this person to know. The exception is never shown: it may name what is hidden."""
    return _page(request, "404.html", 404, {})


@login_not_required
def form_expired(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403 when a form has lost its protection token: usually the page stood open too long, or cookies are off."""
    log.info("form without a valid token", extra={"reason": reason})
    message = _("这张表放得太久了，或者浏览器没有留住登录。请退回上一页，刷新以后再交；填的字先抄下来。")
    return _page(request, "403.html", 403, {"message": message})


@login_not_required
def locked_out(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
    """429: too many tries. ``kwargs["minutes"]`` says how long to wait, if known."""
    minutes = kwargs.get("minutes")
    response = _page(request, "429.html", 429, {"minutes": minutes})
    if minutes:
        response.headers["Retry-After"] = str(int(minutes) * 60)
    return response


@login_not_required
def server_error(request: HttpRequest) -> HttpResponse:
    """500: a page that needs nothing of the house, for the house has just failed."""
    return HttpResponse(LAST_WORDS.read_text(encoding="utf-8"), status=500)


def _page(request: HttpRequest, template: str, status: int, context: dict[str, Any]) -> HttpResponse:
    user = getattr(request, "user", None)
    at_desk = bool(user is not None and user.is_authenticated)
    context["base"] = "base_desk.html" if at_desk else "base_portal.html"
    context["ways"] = [*nav.shown(nav.DESK[:2]), nav.PORTAL[0]] if at_desk else nav.shown(nav.PORTAL)
    context["at_desk"] = at_desk
    return render(request, template, {**context, "status": status}, status=status)


class RefusedMiddleware:
    """A refusal that no view caught is still a clear answer and not a failure of the house."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Answer 409 with the words of the refusal; everything else goes on its way."""
        return refused(request, exception) if isinstance(exception, Refused) else None
