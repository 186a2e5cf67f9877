"""Set up and turn off the one-time code (TOTP)."""

from __future__ import annotations

import base64
import io
import secrets

import segno
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods
from django_otp import DEVICE_ID_SESSION_KEY
from django_otp.plugins.otp_totp.models import TOTPDevice

from qingdan.records.people import acts, gates
from qingdan.records.people.forms import CodeForm, RemoveSecondFactorForm
from qingdan.records.people.models import Account
from qingdan.records.people.sign_in import second_factor_of
from qingdan.records.register.acts import Refused

KEY = "people.second-factor-key"  # session: the key on the page, until the first code proves that it arrived
ISSUER = "Qingdan"


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def set_up(request: HttpRequest) -> HttpResponse:
    """Show the key as a QR code and as letters; the first right code binds it."""
    account = gates.viewer_of(request).account
    if second_factor_of(account) is not None:
        return redirect("people:second-factor-off")
    key = request.session.setdefault(KEY, secrets.token_hex(20))
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            device = acts.set_up_second_factor(
                acting=gates.acting_from(request), account=account, key=key, code=form.cleaned_data["code"]
            )
        except Refused as refusal:
            form.add_error("code", refusal.message)
        else:
            del request.session[KEY]
            request.session.cycle_key()
            request.session[DEVICE_ID_SESSION_KEY] = device.persistent_id
            messages.success(request, _("动态码开好了。下次登录，填完密码再填动态码。"))
            return redirect("people:me")
    context = {"section": "me", "form": form, "qr": _qr(account, key), "letters": _letters(key)}
    return render(request, "people/second_factor.html", context, status=422 if form.errors else 200)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def turn_off(request: HttpRequest) -> HttpResponse:
    """Turn the one-time code off, by a code: who only found the desk open cannot do it."""
    account = gates.viewer_of(request).account
    device = second_factor_of(account)
    if device is None:
        return redirect("people:second-factor")
    form = RemoveSecondFactorForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if device.verify_token(form.cleaned_data["code"].replace(" ", "")):
            acts.remove_second_factor(acting=gates.acting_from(request), account=account, why=_("本人关掉"))
            messages.success(request, _("动态码关掉了。"))
            return redirect("people:me")
        form.add_error("code", _("动态码不对或已经用过。请等手机上换了新的再填，连着填错要多等一会儿。"))
    context = {"section": "me", "form": form}
    return render(request, "people/second_factor_off.html", context, status=422 if form.errors else 200)


def _qr(account: Account, key: str) -> SafeString:
    """The key as an inline SVG, drawn by segno from our own text alone."""
    device = TOTPDevice(user=account, key=key)
    address = f"{device.config_url}&issuer={ISSUER}"
    picture = io.BytesIO()
    segno.make(address, error="m").save(
        picture, kind="svg", scale=5, border=2, xmldecl=False, svgns=True, omitsize=True
    )
    return mark_safe(picture.getvalue().decode())  # noqa: S308


def _letters(key: str) -> str:
    """The key in base32, in groups of four, for who cannot scan."""
    letters = base64.b32encode(bytes.fromhex(key)).decode()
    return " ".join(letters[i : i + 4] for i in range(0, len(letters), 4))
