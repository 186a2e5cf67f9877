"""Subscribing without an account: asking, saying yes from the letter, and ending it with one press."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from qingdan.records.people.gates import form_token
from qingdan.records.regions.models import Division
from qingdan.records.register.acts import Acting, AlreadyDone, Refused
from qingdan.watch.boards.gates import village_gate
from qingdan.watch.boards.tries import Tries, source_of
from qingdan.watch.reach import presenting
from qingdan.watch.reach.acts import ask_subscription, confirm_subscription, end_subscription
from qingdan.watch.reach.forms import SubscribeForm
from qingdan.watch.reach.gates import subscription_gate
from qingdan.watch.reach.models import Subscription
from qingdan.watch.reach.reading import edition_today
from qingdan.watch.reach.sealing import known_by

ASKING = Tries("subscribe", most=6, minutes=60)  # by one source
WRITING = Tries("letter", most=3, minutes=24 * 60)  # to one receiver: nobody fills somebody else's mailbox


@login_not_required
@never_cache
@sensitive_post_parameters("receiver")
@require_http_methods(["GET", "HEAD", "POST"])
def subscribe(request: HttpRequest, pk: int) -> HttpResponse:
    """The form, with the feeds beside it; what is wrong is said beside the field."""
    village = village_gate(pk)
    if request.method == "POST" and not presenting.channels():
        return redirect("reach:subscribe", pk=village.pk)
    form = SubscribeForm(edition_today(), request.POST or None)
    if request.method != "POST" or not form.is_valid():
        return _form(request, village, form, 422 if form.is_bound else 200)
    if ASKING.used_up(source_of(request)):
        form.add_error(None, _("这里一小时内已经订阅了好几次。请过一会儿再试。"))
        return _form(request, village, form, 429)
    ASKING.count(source_of(request))
    _ask(request, village, form)
    return redirect("reach:asked", pk=village.pk)


def _ask(request: HttpRequest, village: Division, form: SubscribeForm) -> None:
    """Write the first letter. The answer is the same whoever the receiver is and whatever became of it, so that nobody
    learns here who subscribes."""
    receiver = form.cleaned_data["receiver"]
    known = known_by(form.channel, receiver)
    if WRITING.used_up(known):
        return
    WRITING.count(known)
    acting = Acting(person_id=None, name=_("一位读者"), at=timezone.now(), once=form_token(request))
    try:
        ask_subscription(
            acting=acting, village=village, channel=form.channel, receiver=receiver, chosen=form.chosen,
            language=get_language() or "zh-hans",
        )  # fmt: skip
    except AlreadyDone:
        return


def _form(request: HttpRequest, village: Division, form: SubscribeForm, status: int) -> HttpResponse:
    context = {
        **_about(request, village),
        "form": form,
        "channels": presenting.channels(),
        "feeds": presenting.feeds_of(village, edition_today()),
    }
    return render(request, "reach/subscribe.html", context, status=status)


def _about(request: HttpRequest, village: Division) -> dict[str, Any]:
    """What each of these pages shows of its village."""
    request.village = village  # type: ignore[attr-defined]  # whose telephones stand at the foot
    name = f"{village.parent.short_name} {village.short_name}"  # type: ignore[union-attr]
    return {"section": "boards", "village": village, "village_name": name, "demo": village.is_demo}


@login_not_required
@require_safe
def asked(request: HttpRequest, pk: int) -> HttpResponse:
    """A letter is on its way: what to do when it comes, and when it does not."""
    context = _about(request, village_gate(pk))
    return render(request, "reach/asked.html", context)


@login_not_required
@never_cache
@require_safe
def mine(request: HttpRequest, code: str) -> HttpResponse:
    """One subscription, by the code of its letters: say yes, see what it is, end it. Opening it changes nothing, for
    mail programs open what stands in a letter."""
    return _mine(request, subscription_gate(code))


def _mine(request: HttpRequest, found: Subscription, status: int = 200, said: str = "") -> HttpResponse:
    context = {
        **_about(request, found.village),
        "subscription": found,
        "what": presenting.what_of(found.boards, found.areas, edition_today()),
        "said": said,
    }
    response = render(request, "reach/mine.html", context, status=status)
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    return response


@login_not_required
@never_cache
@require_POST
def confirm(request: HttpRequest, code: str) -> HttpResponse:
    """The receiver says yes; a second time changes nothing."""
    found = subscription_gate(code)
    try:
        confirm_subscription(acting=_reader(), subscription=found)
    except Refused as fault:
        if found.ended_at is not None:
            return _mine(request, found, 409, str(fault.message))
    return redirect("reach:mine", code=found.code)


# Without a CSRF token: mail programs send this for the button that they show (RFC 8058), and the code is the key.
@csrf_exempt
@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def stop(request: HttpRequest, code: str) -> HttpResponse:
    """End it, and forget the receiver. Opened instead of sent, it leads to the page with the button."""
    found = subscription_gate(code)
    if request.method == "POST":
        with suppress(Refused):  # ended already: what was wanted is so
            end_subscription(acting=_reader(), subscription=found, why=Subscription.Why.STOPPED)
    return redirect("reach:mine", code=found.code)


def _reader() -> Acting:
    return Acting(person_id=None, name=_("一位读者"), at=timezone.now())
