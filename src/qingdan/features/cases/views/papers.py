"""The papers of a case: evidence, for those who handle it."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from qingdan.features.cases.gates import case_gate
from qingdan.features.cases.models import CaseFile
from qingdan.records.files.serving import answer


@require_safe
def evidence(request: HttpRequest, pk: int, file: int) -> HttpResponse:
    """A file of a case, or its preview (``?preview=thumb`` or ``large``); only for those who handle the case."""
    seen = case_gate(request, pk)
    row = CaseFile.objects.select_related("file").filter(pk=file, case=seen.case).first()
    if row is None or not seen.handles:
        raise Http404
    preview = request.GET.get("preview")
    return answer(row.file, row.name, preview=preview if preview in ("thumb", "large") else None, request=request)
