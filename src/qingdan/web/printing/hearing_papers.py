"""Papers of a hearing as files, for those who keep its records."""

from __future__ import annotations

from collections.abc import Callable

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from qingdan.features.cases.running import edition_of
from qingdan.watch.hearings import queries
from qingdan.watch.hearings.gates import Hall, hall_gate
from qingdan.web.printing.making.hearing import Heard, attendance_sheet, minutes
from qingdan.web.printing.paper import Place, document
from qingdan.web.printing.serving import answer, place_of, private
from qingdan.web.printing.sheet import Sheet
from qingdan.web.printing.views import PDF, WORD, Kind


@require_safe
def attendance(request: HttpRequest, pk: int, key: str) -> HttpResponse:
    """The sheet to sign in on, with its code; who came so far stands on it."""
    return _paper(hall_gate(request, pk, key), attendance_sheet, PDF)


@require_safe
def minutes_pdf(request: HttpRequest, pk: int, key: str) -> HttpResponse:
    """The minutes, as far as they are written."""
    return _paper(hall_gate(request, pk, key), minutes, PDF)


@require_safe
def minutes_word(request: HttpRequest, pk: int, key: str) -> HttpResponse:
    """The same for Word."""
    return _paper(hall_gate(request, pk, key), minutes, WORD)


def _paper(hall: Hall, make: Callable[[Hall, Place, Heard], Sheet], kind: Kind) -> HttpResponse:
    if hall.sheet is None:
        raise Http404
    heard = Heard(
        queries.came_to(hall.sheet), queries.opinions_of(hall.sheet), queries.questions_to(hall.case, hall.key)
    )
    sheet = make(hall, place_of(hall.case.village), heard)
    made = document(f"{hall.case.number} {sheet.title}", edition_of(hall.case), [sheet], hall.viewer.day)
    return private(answer(kind, kind.make(made.plain()), made.title))
