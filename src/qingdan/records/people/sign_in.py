"""Signing in: what the pages of views/sign_in.py rest on.

A password alone signs in an account without a second factor; with one, the account waits in the session (for
``PENDING_SECONDS``) until the one-time code is right. Lock-out per name and address is django-axes'; a lock-out per
address over all names stands here.
"""

from __future__ import annotations

import math
import time
from datetime import datetime, timedelta

from axes.helpers import get_client_ip_address, get_cool_off
from axes.models import AccessAttempt
from django.contrib.auth import authenticate, login
from django.db.models import Sum
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django_otp import DEVICE_ID_SESSION_KEY
from django_otp.plugins.otp_totp.models import TOTPDevice

from qingdan.records.people import acts
from qingdan.records.people.models import Account
from qingdan.records.register.acts import Acting

MODEL_BACKEND = "django.contrib.auth.backends.ModelBackend"
PENDING = "people.pending"
PENDING_SECONDS = 300
FAILURES_PER_ADDRESS = (
    50  # over all names, within the cool-off: a village hall shares one address, a guesser needs more
)
SOMEBODY = "未登录的人"


def sign_in_as(request: HttpRequest, account: Account) -> None:
    """Make this request and session the account's, under a new session key. Writes no entry and asks for nothing."""
    login(request, account, backend=MODEL_BACKEND)


def check_password(request: HttpRequest, username: str, password: str) -> Account | None:
    """The account, when name and password fit and nothing is locked; a failure is recorded.

    Unknown name, wrong password and closed account are one answer, and take the same time.
    """
    if too_many_from(request):
        request.axes_locked_out = True  # type: ignore[attr-defined]  # the middleware answers with locked_out()
        return None
    account = authenticate(request, username=username, password=password)
    if isinstance(account, Account):
        return account
    _record_failure(request, username)
    return None


def _record_failure(request: HttpRequest, username: str) -> None:
    known = Account.objects.filter(username=username).first()
    stranger = Acting.system(SOMEBODY, timezone.now())
    locked = getattr(request, "axes_locked_out", False)
    if not locked:
        acts.record_failed_sign_in(acting=stranger, account=known, stage="password")
    elif getattr(request, "axes_failures_since_start", None):  # locked by this very failure, not by an earlier one
        acts.record_lock_out(acting=stranger, account=known)


def too_many_from(request: HttpRequest) -> bool:
    """Whether this address failed too often, whatever names it tried."""
    since = timezone.now() - (get_cool_off(request) or timedelta())
    found = AccessAttempt.objects.filter(ip_address=get_client_ip_address(request), attempt_time__gte=since)
    return (found.aggregate(n=Sum("failures_since_start"))["n"] or 0) >= FAILURES_PER_ADDRESS


def second_factor_of(account: Account) -> TOTPDevice | None:
    """The account's confirmed authenticator, if it has one."""
    return TOTPDevice.objects.filter(user=account, confirmed=True).first()


def hold_for_code(request: HttpRequest, account: Account) -> None:
    """Keep the account that gave its password until its one-time code comes; nobody is signed in yet."""
    request.session.cycle_key()
    request.session[PENDING] = [account.pk, account.get_session_auth_hash(), time.time()]


def pending_account(request: HttpRequest) -> Account | None:
    """The account that waits for its code; None when there is none or it waited too long."""
    pk, auth_hash, since = request.session.get(PENDING, (None, "", 0))
    if pk is None or time.time() - since > PENDING_SECONDS:
        return None
    account = Account.objects.filter(pk=pk, is_active=True).first()
    return account if account and account.get_session_auth_hash() == auth_hash else None


def check_code(request: HttpRequest, account: Account, code: str) -> bool:
    """Verify a one-time code and sign in when it is right. django-otp slows repeats; a wrong one is recorded."""
    device = second_factor_of(account)
    if device is None or not device.verify_token(code.replace(" ", "")):
        stranger = Acting.system(SOMEBODY, timezone.now())
        acts.record_failed_sign_in(acting=stranger, account=account, stage="second-factor")
        return False
    request.session.pop(PENDING, None)
    finish(request, account, device)
    return True


def finish(request: HttpRequest, account: Account, device: TOTPDevice | None = None) -> None:
    """Sign in and record it."""
    sign_in_as(request, account)
    if device is not None:
        request.session[DEVICE_ID_SESSION_KEY] = device.persistent_id
    acting = Acting(person_id=account.person_id, name=account.person.name, at=timezone.now())
    acts.record_sign_in(acting=acting, account=account, second_factor=device is not None)


def safe_next(request: HttpRequest, fallback: str) -> str:
    """Where to go after the sign-in: the ``next`` of the form if it is a page of this house, else ``fallback``."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    safe = url_has_allowed_host_and_scheme(
        wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return wanted if safe and wanted.startswith("/") else fallback  # a bare word would be taken for a page's name


def locked_out(request: HttpRequest, response: HttpResponse | None = None, credentials: object = None) -> HttpResponse:
    """The page of a locked-out sign-in (429): says how long to wait. Named by AXES_LOCKOUT_CALLABLE."""
    minutes = _minutes_left(request, timezone.now())
    context = {"base": "base_portal.html", "status": 429, "minutes": minutes}
    page = render(request, "429.html", context, status=429)
    page["Retry-After"] = str(minutes * 60)
    return page


def _minutes_left(request: HttpRequest, now: datetime) -> int:
    cool_off = get_cool_off(request)
    last = (
        AccessAttempt.objects.filter(ip_address=get_client_ip_address(request))
        .order_by("-attempt_time")
        .values_list("attempt_time", flat=True)
        .first()
    )
    if cool_off is None or last is None:
        return 1
    return max(1, math.ceil((last + cool_off - now).total_seconds() / 60))
