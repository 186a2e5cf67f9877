"""The receipt of a notice and the content that it proves, as files to keep."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from qingdan.records.transparency.queries import receipt_of
from qingdan.watch.boards.gates import notice_gate
from qingdan.watch.boards.proof import Proof, proof_of
from qingdan.watch.boards.views.notice import guarded


@login_not_required
@require_safe
def receipt(request: HttpRequest, code: str) -> HttpResponse:
    """The receipt (C2SP tlog-proof): verifies without this house, for as long as it is kept."""
    seen = notice_gate(request, code)
    proof = _proof(proof_of(seen))
    try:
        data = receipt_of(proof.standing, [proof.part])
    except LookupError:
        raise Http404 from None  # it waits for the next round of the worker: the page says so
    return guarded(_file(data, "text/plain; charset=utf-8", f"{seen.code}.tlog-proof"), seen)


@login_not_required
@require_safe
def content(request: HttpRequest, code: str) -> HttpResponse:
    """The notice as this reader sees it, byte for byte as it was digested."""
    seen = notice_gate(request, code)
    return guarded(_file(_proof(proof_of(seen)).content, "application/json", f"{seen.code}.json"), seen)


def _proof(found: Proof | None) -> Proof:
    if found is None:
        raise Http404
    return found


def _file(data: bytes, kind: str, name: str) -> HttpResponse:
    return HttpResponse(data, content_type=kind, headers={"Content-Disposition": f'attachment; filename="{name}"'})
