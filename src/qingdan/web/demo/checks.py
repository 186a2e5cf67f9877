"""Django's system check that a demonstration is not served to others; `qingdan serve` and every command run it."""

from __future__ import annotations

from typing import Any

from django.core.checks import CheckMessage, Error, Tags, register

from qingdan.web.demo import mark


@register(Tags.security)
def demonstration_stays_here(app_configs: Any, **options: Any) -> list[CheckMessage]:
    """qingdan.E001"""
    said = mark.complaint()
    return [Error(said, hint=mark.REMEDY, id="qingdan.E001")] if said else []
