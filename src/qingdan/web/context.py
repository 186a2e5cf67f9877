"""What every page knows of the house."""

from __future__ import annotations

from django.http import HttpRequest


def house(request: HttpRequest) -> dict[str, object]:
    """Values for the base templates."""
    return {}
