"""``/healthz``: does the house work? For machines that watch it; numbers only, nothing of any village or person."""

from __future__ import annotations

import time
from datetime import datetime
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError
from django.http import HttpRequest, JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from qingdan.records.register.queries import last_seal, waiting_messages
from qingdan.web.models import Heartbeat

SILENT_AFTER = 60  # seconds without a sign of life from the worker
STARTING = 60  # seconds that a web process which has just begun waits for its worker's first sign
_began = time.monotonic()


@login_not_required
@never_cache
@require_safe
def healthz(request: HttpRequest) -> JsonResponse:
    """200 when database and worker are well (or just starting), else 503; the body says which is not."""
    try:
        found = look(timezone.now())
    except DatabaseError:
        found = {"state": "failing", "database": "failing"}
    response = JsonResponse(found, status=503 if found["state"] == "failing" else 200)
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response


def look(now: datetime) -> dict[str, Any]:
    """Three queries: the worker's sign of life (age in seconds), how much waits, and the last seal."""
    beat = Heartbeat.objects.filter(name="worker").first()
    age = round((now - beat.at).total_seconds(), 1) if beat else None
    seal = last_seal()
    return {
        "state": _state(age, beat.failing if beat else []),
        "database": "ok",
        "worker": {"age_seconds": age, "failing": beat.failing if beat else []},
        "outbox": {"waiting": waiting_messages()},
        "seal": {"number": seal.pk, "at": seal.at.isoformat(), "entries": seal.count} if seal else None,
    }


def _state(age: float | None, failing: list[str]) -> str:
    silent = age is None or age > SILENT_AFTER
    if silent and time.monotonic() - _began < STARTING:
        return "starting"
    return "failing" if silent or failing else "ok"
