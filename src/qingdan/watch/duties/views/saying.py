"""What the village and the town say of a duty: an explanation, that the paper hung, which notice it is, an order."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from qingdan.domain.rules.audience import Audience
from qingdan.features.cases.messages import local
from qingdan.records.leaks.forms import WHY
from qingdan.records.people.gates import acting_from
from qingdan.records.regions.days import local_date
from qingdan.records.register.acts import Acting, AlreadyDone, Refused
from qingdan.watch.boards.presenting import side
from qingdan.watch.duties import acts, presenting, queries
from qingdan.watch.duties.forms import ExplainForm, NameForm, OrderForm, PaperForm
from qingdan.watch.duties.gates import Speaker, spoken_gate
from qingdan.watch.duties.occasions import Occasion

Do = Callable[[Acting, Occasion, dict[str, Any]], object]
_BOTH = require_http_methods(["GET", "HEAD", "POST"])


@_BOTH
def explain(request: HttpRequest, pk: int, duty: str, occasion: str) -> HttpResponse:
    """Say why it was not put up in time."""
    speaker, found = spoken_gate(request, pk, duty, occasion)
    form = ExplainForm(request.POST or None, **_readers(found))
    words = _("说明为什么逾期"), _("说明记下了，公开栏上逾期旁边看得到。逾期的记录还在。")
    return _answer(request, speaker, found, speaker.speaks, form, words, _explained)


def _explained(acting: Acting, found: Occasion, typed: dict[str, Any]) -> object:
    return acts.explain(acting=acting, occasion=found, words=typed["words"], leaks_why=typed.get(WHY, ""))


@_BOTH
def paper(request: HttpRequest, pk: int, duty: str, occasion: str) -> HttpResponse:
    """Record that the paper hung on a day."""
    speaker, found = spoken_gate(request, pk, duty, occasion)
    form = PaperForm(request.POST or None, request.FILES or None, **_readers(found))
    words = _("补录：贴过纸质公示"), _("补录好了，写明是今天由您补的。要是贴晚了，晚了几天也写着。")
    return _answer(request, speaker, found, speaker.speaks, form, words, _on_paper)


def _on_paper(acting: Acting, found: Occasion, typed: dict[str, Any]) -> object:
    return acts.record_paper(
        acting=acting, occasion=found, day=typed["day"], words=typed["words"], photo=typed.get("photo"),
        leaks_why=typed.get(WHY, ""),
    )  # fmt: skip


@_BOTH
def order(request: HttpRequest, pk: int, duty: str, occasion: str) -> HttpResponse:
    """Order that it be published until a day."""
    speaker, found = spoken_gate(request, pk, duty, occasion)
    form = OrderForm(request.POST or None, **_readers(found))
    words = _("责令公布"), _("责令公布记下了，公开栏上看得到。")
    return _answer(request, speaker, found, speaker.orders, form, words, _ordered)


def _ordered(acting: Acting, found: Occasion, typed: dict[str, Any]) -> object:
    return acts.order(
        acting=acting, occasion=found, until=typed["until"], words=typed["words"], leaks_why=typed.get(WHY, "")
    )


@_BOTH
def name(request: HttpRequest, pk: int, duty: str, occasion: str) -> HttpResponse:
    """Say which notice of the village it is."""
    speaker, found = spoken_gate(request, pk, duty, occasion)
    notices = {str(n.pk): n for n in queries.nameable(found.village, found.board, found.earliest)}
    choices = [(pk, f"{side(n.title)} · {presenting.day(local_date(n.posted_at))}") for pk, n in notices.items()]
    form = NameForm(choices, request.POST or None)
    words = _("哪份公示就是这一期的公开"), _("认定好了，写明是您认定的。")

    def done(acting: Acting, found: Occasion, typed: dict[str, Any]) -> object:
        return acts.name_notice(acting=acting, occasion=found, notice=notices[typed["notice"]])

    return _answer(request, speaker, found, speaker.speaks, form, words, done)


def _readers(found: Occasion) -> dict[str, Any]:
    """Who comes to read what is said of an occasion."""
    return {"village": found.village, "audience": Audience(found.audience)}


def _answer(
    request: HttpRequest, speaker: Speaker, found: Occasion, roles: frozenset[str], form: forms.Form,
    words: tuple[Promise | str, Promise | str], do: Do,
) -> HttpResponse:  # fmt: skip
    """The form, or what it did; a refusal is said on the form, with everything still there."""
    if not roles:
        raise Http404
    status = 200
    if form.is_bound:
        status = 422
        if form.is_valid():
            try:
                do(acting_from(request, roles=roles, division=found.village), found, form.cleaned_data)
            except AlreadyDone:
                return redirect("duties:desk", pk=found.village.pk)
            except Refused as fault:
                form.add_error(None, fault.message)
                status = 409
            else:
                messages.success(request, str(words[1]))
                return redirect("duties:desk", pk=found.village.pk)
    context = {
        "section": "boards",
        "village": found.village,
        "demo": found.village.is_demo,
        "row": presenting.row_of(found),
        "how": [local(part) for part in found.how],
        "title": words[0],
        "form": form,
        "empty": isinstance(form, NameForm) and not form.fields["notice"].choices,  # type: ignore[attr-defined]
    }
    return render(request, "duties/say.html", context, status=status)
