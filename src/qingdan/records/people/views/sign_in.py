"""Sign in, give the one-time code, and sign out."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render, resolve_url
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from qingdan.records.people import sign_in as rules
from qingdan.records.people.forms import CodeForm, SignInForm
from qingdan.records.people.models import Account


@login_not_required
@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    """Name and password. One answer for every failure, so that nobody learns which names exist."""
    onward = rules.safe_next(request, resolve_url(settings.LOGIN_REDIRECT_URL))
    if request.user.is_authenticated and request.method != "POST":
        return redirect(onward)
    form = SignInForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        account = rules.check_password(request, form.cleaned_data["username"], form.cleaned_data["password"])
        if account is not None:
            return _welcome(request, account, onward)
        form.add_error(None, _("登录名或密码不对。请再填一遍；忘了密码请找镇里或市里的清单编制员重设。"))
    return render(request, "people/sign_in.html", {"form": form, "next": onward}, status=_status(form))


def _welcome(request: HttpRequest, account: Account, onward: str) -> HttpResponse:
    if rules.second_factor_of(account) is None:
        rules.finish(request, account)
        return redirect(onward)
    rules.hold_for_code(request, account)
    request.session["people.next"] = onward
    return redirect("people:sign-in-code")


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def sign_in_code(request: HttpRequest) -> HttpResponse:
    """The one-time code, for who has set it up; without a password given shortly before, back to the beginning."""
    account = rules.pending_account(request)
    if account is None:
        return redirect("people:sign-in")
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        onward = request.session.get("people.next") or resolve_url(settings.LOGIN_REDIRECT_URL)
        if rules.check_code(request, account, form.cleaned_data["code"]):
            return redirect(onward)
        form.add_error("code", _("动态码不对或已经用过。请等手机上换了新的再填，连着填错要多等一会儿。"))
    return render(request, "people/sign_in_code.html", {"form": form}, status=_status(form))


@login_not_required
@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """End the session; only by POST, so that no link can sign anybody out."""
    logout(request)
    return redirect(settings.LOGOUT_REDIRECT_URL)


def _status(form: SignInForm | CodeForm) -> int:
    # An error page that answers 200 would be kept by a browser's back button as if it had succeeded.
    return 422 if form.errors else 200
