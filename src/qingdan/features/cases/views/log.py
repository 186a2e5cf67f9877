"""The event log of the cases whose papers an official reads, as a file for an auditor or a mining tool."""

from __future__ import annotations

from django.http import Http404, HttpRequest, StreamingHttpResponse
from django.views.decorators.http import require_safe

from qingdan.features.cases.eventlog import officials_log
from qingdan.records.eventlogs import writing
from qingdan.records.people.gates import viewer_of

KINDS = {"csv": ("text/csv; charset=utf-8", writing.table), "xes": ("application/xml; charset=utf-8", writing.xes)}


@require_safe
def download(request: HttpRequest, kind: str) -> StreamingHttpResponse:
    """The log as CSV or XES, written as it is read; 404 for whoever reads no place's papers."""
    viewer = viewer_of(request)
    if not viewer.scopes:
        raise Http404
    content_type, write = KINDS[kind]
    answer = StreamingHttpResponse(write(officials_log(viewer)), content_type=content_type)
    answer["Content-Disposition"] = f'attachment; filename="qingdan-log.{kind}"'
    answer["Cache-Control"] = "private, no-store"
    return answer
