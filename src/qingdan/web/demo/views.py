"""One-click sign-in as one of the cast; to everybody else, and everywhere else, the page does not exist."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, resolve_url
from django.views.decorators.http import require_POST

from qingdan.records.people.models import Account
from qingdan.records.people.sign_in import finish, safe_next
from qingdan.web.demo.mark import may_sign_in_as_anybody


@login_not_required
@require_POST
def sign_in_as(request: HttpRequest) -> HttpResponse:
    """Sign in as the account ``person`` (its number); only invented persons, only in a demonstration, only here."""
    wanted = request.POST.get("person", "")
    if not (may_sign_in_as_anybody(request) and wanted.isascii() and wanted.isdigit()):
        raise Http404
    found = Account.objects.filter(pk=int(wanted[:18]), is_active=True, person__is_demo=True)
    account = found.select_related("person").first()
    if account is None:
        raise Http404
    finish(request, account)
    return redirect(safe_next(request, resolve_url(settings.LOGIN_REDIRECT_URL)))
