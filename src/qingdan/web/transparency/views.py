"""The page of the public log, and its files."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from qingdan.domain.transparency.checkpoints import PATH, Opened
from qingdan.domain.transparency.keys import encoded
from qingdan.records.transparency import folder, policy, queries
from qingdan.watch.boards.qr import address

SHORT = 5  # seconds that a copy of what changes may be shown
YEAR = 31_536_000


@login_not_required
@require_safe
def log(request: HttpRequest) -> HttpResponse:
    """What the log is, how far it has come, whose key signs it, who bears witness, and how anybody verifies it."""
    newest = policy.newest()
    where = address(reverse("transparency:log"))
    shown = _shown(newest) if newest else None
    return render(request, "transparency/log.html", {"log": shown, "address": where})


def _shown(newest: Opened) -> dict[str, Any]:
    checkpoint = newest.checkpoint
    return {
        "name": checkpoint.origin,
        "size": checkpoint.size,
        "root": encoded(checkpoint.root),
        "at": datetime.fromtimestamp((folder.public() / PATH).stat().st_mtime, UTC),
        "keys": [str(key) for key in newest.logs],
        "witnesses": [
            {"name": seen.key.name, "key": str(seen.key), "at": datetime.fromtimestamp(seen.time, UTC)}
            for seen in newest.witnesses
        ],
        "asked": len(policy.witnesses()),
    }


@login_not_required
@require_safe
def file(request: HttpRequest, file: str) -> HttpResponse:
    """A file of the log, byte for byte. Tiles never change, so that any cache between may keep them."""
    data = queries.served(file)
    if data is None:
        raise Http404
    is_tile = file.startswith("tile/")
    answer = HttpResponse(data, content_type="application/octet-stream" if is_tile else "text/plain; charset=utf-8")
    answer.headers["Cache-Control"] = f"public, max-age={YEAR}, immutable" if is_tile else f"public, max-age={SHORT}"
    answer.headers["Access-Control-Allow-Origin"] = "*"  # a page that verifies may stand anywhere
    answer.headers["X-Content-Type-Options"] = "nosniff"
    return answer
