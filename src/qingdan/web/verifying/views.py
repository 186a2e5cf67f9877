"""The page that verifies receipts, with its style and scripts in it and the log's public keys filled in."""

from __future__ import annotations

import functools
from pathlib import Path

from django.contrib.auth.decorators import login_not_required
from django.contrib.staticfiles import finders
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.safestring import SafeString, mark_safe
from django.views.decorators.http import require_safe

from qingdan.domain.transparency import policies
from qingdan.records.transparency import folder

_INSIDE = ("vendor/noble.js", "qingdan/verify.js", "qingdan/verify_page.js")


@login_not_required
@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """For everybody; ``?save`` hands it over as a file to keep."""
    context = {"style": inlined("qingdan/verify.css"), "scripts": [inlined(name) for name in _INSIDE], "keys": keys()}
    answer = render(request, "verifying/page.html", context)
    if "save" in request.GET:
        answer["Content-Disposition"] = 'attachment; filename="qingdan-verify.html"'
    return answer


def keys() -> str:
    """What the log says of its keys and witnesses; empty before it was set up."""
    return (folder.read(policies.PATH) or b"").decode()


@functools.cache
def inlined(name: str) -> SafeString:
    """A static file of ours as it stands, for inside a page. :raises FileNotFoundError: set-up has not brought it."""
    found = finders.find(name)
    if not found:
        raise FileNotFoundError(f"{name}: run scripts/set_up.py")
    text = Path(str(found)).read_text(encoding="utf-8")
    if "</script" in text or "</style" in text:
        raise ValueError(f"{name} would end the element that it stands in")
    return mark_safe(text)  # noqa: S308 — a file of the house, not anybody's words
