"""From a form to an act and its answer, the same for every page of villages."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from qingdan.records.regions.models import Division
from qingdan.records.register.acts import AlreadyDone, Refused


def done(
    request: HttpRequest, form: BaseForm, act: Callable[[], Division | object], words: str, village: Division
) -> HttpResponse | None:
    """Run an act and go on to the village's page; None when it was refused, with the words on the form.

    A form handed in twice is told of as done: the first time did it.
    """
    try:
        value = act()
    except AlreadyDone:
        value = village
    except Refused as refusal:
        form.add_error(None, refusal.message)
        return None
    messages.success(request, words)
    to = value if isinstance(value, Division) else village
    return redirect("places:village", pk=to.pk)


def said(request: HttpRequest, act: Callable[[], object], words: str, village: Division) -> HttpResponse:
    """Run an act of one button, and say on the village's page what came of it."""
    try:
        act()
    except AlreadyDone:
        messages.success(request, words)
    except Refused as refusal:
        messages.error(request, str(refusal.message))
    else:
        messages.success(request, words)
    return redirect("places:village", pk=village.pk)
