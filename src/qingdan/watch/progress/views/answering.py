"""What every page of this app has around it, and what may be kept of it."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import add_never_cache_headers

from qingdan.domain.rules.audience import ANYONE, Viewer
from qingdan.records.regions.models import Division


def answer(
    request: HttpRequest, where: Division, reader: Viewer, template: str, public: bool = True, **context: Any
) -> HttpResponse:
    """A page about a village. What is not for everybody is kept by no cache and listed by no robot."""
    request.village = where  # type: ignore[attr-defined]  # whose telephones stand at the foot
    town = where.parent.short_name if where.parent else ""
    context |= {"section": "boards", "village": where, "demo": where.is_demo, "public": public}
    response = render(request, template, {**context, "village_name": f"{town} {where.short_name}".strip()})
    if reader != ANYONE or not public:
        add_never_cache_headers(response)
    if not public:
        response.headers["X-Robots-Tag"] = "noindex, nofollow, noarchive"
    return response
