"""What a reader chose: the language and the size of type. Two cookies, no account, no script.

A phone's own language does not decide: the village's page is Chinese until somebody asks for English, so the same
address gives everybody the same page and a cache in front needs to look at these two cookies only.
"""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import translation
from django.utils.cache import patch_vary_headers
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt

from qingdan.web import errors

MODE_COOKIE = "qd-mode"
MODES = ("normal", "large")
A_YEAR = 365 * 24 * 3600


class PreferencesMiddleware:
    """Turns the page to the chosen language, and says to caches what a page depends on."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        language = language_of(request)
        with translation.override(language):
            request.LANGUAGE_CODE = language  # type: ignore[attr-defined]  # where Django's own middleware puts it
            response = self.get_response(request)
        patch_vary_headers(response, ("Cookie",))
        response.headers.setdefault("Content-Language", language)
        return response


def language_of(request: HttpRequest) -> str:
    """The language chosen in this browser, else the house's own."""
    chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
    return chosen if chosen in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE


def mode_of(request: HttpRequest) -> str:
    """``large`` (big type, high contrast) or ``normal``."""
    return "large" if request.COOKIES.get(MODE_COOKIE) == "large" else "normal"


def way_back(request: HttpRequest) -> str:
    """The address in ``next``, if it is one of this house; else the front page."""
    address = request.POST.get("next") or request.GET.get("next") or ""
    ours = url_has_allowed_host_and_scheme(address, {request.get_host()}, require_https=request.is_secure())
    return address if ours else "/"


# Without a CSRF token on purpose: a plain link must do, and what it changes is how this browser shows pages.
@csrf_exempt
@login_not_required
@never_cache
def mode(request: HttpRequest) -> HttpResponse:
    """``?to=large&next=/…``: big type on or off."""
    return _keep(request, MODE_COOKIE, MODES)


@csrf_exempt
@login_not_required
@never_cache
def language(request: HttpRequest) -> HttpResponse:
    """``?to=en&next=/…``: the language of the pages."""
    return _keep(request, settings.LANGUAGE_COOKIE_NAME, tuple(dict(settings.LANGUAGES)))


def _keep(request: HttpRequest, cookie: str, known: tuple[str, ...]) -> HttpResponse:
    chosen = request.POST.get("to") or request.GET.get("to") or ""
    if chosen not in known:
        names = {"chosen": chosen[:20], "known": _("、").join(known)}
        message = _("没有“%(chosen)s”这一种。可以选：%(known)s。") % names
        return errors.refused(request, message, status=400)
    response = HttpResponseRedirect(way_back(request))
    response.set_cookie(cookie, chosen, max_age=A_YEAR, samesite="Lax", secure=request.is_secure(), httponly=True)
    return response
