"""Signed cookies of a villager's own browser, for half an hour: the receipt just given, the case being followed."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

HALF_AN_HOUR = 30 * 60


def put(request: HttpRequest, response: HttpResponse, name: str, value: str, path: str) -> None:
    """Let this browser keep ``value`` for half an hour; scripts and other sites do not see it."""
    response.set_signed_cookie(
        name, value, salt=name + path, max_age=HALF_AN_HOUR, path=path, secure=request.is_secure(), httponly=True,
        samesite="Lax",
    )  # fmt: skip


def read(request: HttpRequest, name: str, path: str) -> str:
    """What this browser keeps under ``name`` for ``path``; "" when nothing, too old, or not written by this house."""
    return str(request.get_signed_cookie(name, "", salt=name + path, max_age=HALF_AN_HOUR))
