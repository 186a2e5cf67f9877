"""A temporary password opens one page only: the one where it is changed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect


class FirstPasswordMiddleware:
    """Sends an account that still has its temporary password to people:password, from every page behind the sign-in."""

    OPEN = frozenset({"people:password", "people:sign-out"})

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponse], args: Any, kwargs: Any
    ) -> HttpResponse | None:
        """Open pages are left alone, so that reading the portal costs no look at the session."""
        if not getattr(view, "login_required", True):
            return None
        match = request.resolver_match
        if match is not None and match.view_name in self.OPEN:
            return None
        if getattr(request.user, "must_change_password", False):
            return redirect("people:password")
        return None
