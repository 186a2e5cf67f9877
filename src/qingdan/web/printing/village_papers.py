"""Papers of a village as pages: the sheet of a handover, and the rule of deputies for the board."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from qingdan.features.handovers.gates import handover_gate
from qingdan.records.editions.queries import current_edition, edition_of
from qingdan.web.places.gates import village_gate
from qingdan.web.places.queries import posts_of_village
from qingdan.web.printing import engine
from qingdan.web.printing.making.village import deputies_sheet, handover_sheet
from qingdan.web.printing.paper import document
from qingdan.web.printing.views import answer_pdf, place_of, private


@require_safe
def handover(request: HttpRequest, pk: int) -> HttpResponse:
    """The sheet of a handover, as far as it is filled in; for those who may open it."""
    seen = handover_gate(request, pk)
    edition = edition_of(seen.handover.edition)
    sheet = handover_sheet(seen, place_of(seen.handover.village), edition)
    made = document(sheet.title, edition, [sheet], seen.viewer.day)
    return private(answer_pdf(engine.pdf(made.plain()), made.title))


@require_safe
def deputies(request: HttpRequest, pk: int) -> HttpResponse:
    """Who signs for whom in a village, to be put on its board; printed by its officials, for it names them."""
    seen = village_gate(request, pk)
    edition = current_edition(seen.viewer.day)
    rows = posts_of_village(seen.village, seen.viewer.day)
    sheet = deputies_sheet(rows, place_of(seen.village), edition, seen.viewer.day)
    made = document(sheet.title, edition, [sheet], seen.viewer.day)
    return private(answer_pdf(engine.pdf(made.plain()), made.title))
