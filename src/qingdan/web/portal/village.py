"""Which village a reader has chosen: a signed cookie for a year, set by the picker or by the village's QR code."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from qingdan.records.regions.models import Division
from qingdan.records.regions.queries import village_by_id

COOKIE = "qd-village"
A_YEAR = 365 * 24 * 3600


def chosen_village(request: HttpRequest) -> Division | None:
    """The village of this browser, with its town; None before one is chosen, or when the cookie is not ours."""
    kept = request.get_signed_cookie(COOKIE, "", salt=COOKIE, max_age=A_YEAR)
    return village_by_id(int(kept)) if kept.isdecimal() else None


def remember_village(request: HttpRequest, response: HttpResponse, village: Division) -> None:
    """Let this browser come back to the village."""
    response.set_signed_cookie(
        COOKIE,
        str(village.pk),
        salt=COOKIE,
        max_age=A_YEAR,
        secure=request.is_secure(),
        httponly=True,
        samesite="Lax",
    )


def page(
    request: HttpRequest, template: str, village: Division | None, status: int = 200, **context: Any
) -> HttpResponse:
    """A page of the portal, with the village's name and telephones around it."""
    request.village = village  # type: ignore[attr-defined]  # whose telephones stand at the foot
    if village is not None:
        context.setdefault("demo", village.is_demo)
        context["village_name"] = f"{village.parent.short_name} {village.short_name}"  # type: ignore[union-attr]
    return render(request, template, {**context, "village": village}, status=status)
