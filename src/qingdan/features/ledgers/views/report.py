"""A ledger as it was judged: on a page, as a table to take away; and removing it."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from qingdan.features.ledgers import acts, presenting, queries
from qingdan.features.ledgers.gates import SeenLedger, ledger_gate
from qingdan.features.ledgers.models import Finding, Ledger
from qingdan.features.ledgers.queries import PAGE
from qingdan.features.ledgers.views.overview import SECTION, number_asked
from qingdan.records.editions.queries import edition_of
from qingdan.records.eventlogs.cells import as_text
from qingdan.records.people.gates import acting_from
from qingdan.records.register.acts import AlreadyDone, Refused


@never_cache
@require_safe
def ledger(request: HttpRequest, pk: int) -> HttpResponse:
    """What was found in a ledger: the headline, by kind, by step, and each case that does not fit."""
    return _page(request, ledger_gate(request, pk))


def _page(request: HttpRequest, seen: SeenLedger, status: int = 200) -> HttpResponse:
    found, edition = seen.ledger, edition_of(seen.ledger.edition)
    after = number_asked(request, "after")
    cases, undecided = queries.deviating(found, after), queries.undecided(found)
    page = cases[:PAGE]
    context = {
        "section": SECTION,
        "seen": seen,
        "ledger": found,
        "village": found.village,
        "demo": found.village.is_demo,
        "title": presenting.title_of(edition, found.power),
        "headline": presenting.headline(found),
        "share": presenting.percent(found.fitting / found.cases if found.cases else 1.0),
        "deviating": found.cases - found.fitting - undecided,
        "undecided": undecided,
        "matrix": presenting.matrix(queries.matrix_of(found), presenting.names_of(edition, found.power)),
        "standard": presenting.standard_words(found),
        "rows": presenting.case_rows(page, _english()),
        "after": page[-1].seq if len(cases) > PAGE else None,
        "first_page": after is None,
    }
    return render(request, "ledgers/ledger.html", context, status=status)


def _english() -> bool:
    return (get_language() or "").startswith("en")


class _Echo:
    """What a csv.writer writes into, and gives back at once."""

    def write(self, text: str) -> str:
        return text


@require_safe
def download(request: HttpRequest, pk: int) -> StreamingHttpResponse:
    """Every deviation as CSV, to be opened in any spreadsheet; no cell of it is ever a formula."""
    found = ledger_gate(request, pk).ledger
    answer = StreamingHttpResponse(_lines(found), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="ledger-{found.pk}.csv"'
    return answer


def _lines(ledger: Ledger) -> Iterator[str]:
    writer, english = csv.writer(_Echo()), _english()
    names = presenting.names_of(edition_of(ledger.edition), ledger.power)
    head = [_("案号"), _("事项"), _("哪一种"), _("步骤"), _("行"), _("说明")]
    yield "\ufeff" + writer.writerow(head)
    findings = Finding.objects.filter(ledger=ledger).select_related("case").order_by("case__seq", "pk")
    for finding in findings.iterator(chunk_size=500):
        cells: list[Any] = [
            finding.case.number, finding.case.name, presenting.kind_words(finding.kind),
            presenting.step_words(names, finding.step), finding.line, finding.en if english else finding.zh,
        ]  # fmt: skip
        yield writer.writerow([as_text(cell) for cell in cells])


@require_POST
def remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Remove a ledger, with the reason that the register keeps."""
    seen = ledger_gate(request, pk, remove=True)
    why = request.POST.get("why", "").replace("\x00", "")
    try:
        acts.remove_ledger(acting=acting_from(request, division=seen.ledger.village), ledger=seen.ledger, why=why)
    except AlreadyDone:
        pass
    except Refused as fault:
        messages.error(request, str(fault.message))
        return _page(request, seen, status=409)
    messages.success(request, _("台账删掉了，登记簿里留着这件事和原因。"))
    return redirect("ledgers:list")
