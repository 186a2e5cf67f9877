"""Papers of a village as pages: the sheet of a handover, and the rule of deputies for the board."""

from __future__ import annotations

from urllib.parse import quote

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from qingdan.features.cases.messages import local
from qingdan.features.handovers.gates import handover_gate
from qingdan.records.editions.queries import current_edition, edition_of, limits_for
from qingdan.web.places.gates import village_gate
from qingdan.web.places.queries import posts_of_village
from qingdan.web.printing import engine
from qingdan.web.printing.making.village import deputies_sheet, handover_sheet
from qingdan.web.printing.paper import document
from qingdan.web.printing.serving import place_of, private
from qingdan.web.printing.views import answer_pdf
from qingdan.web.printing.whole_set import archive


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


@require_safe
def norm_forms(request: HttpRequest, pk: int, norm: str) -> HttpResponse:
    """Every blank form of a norm with the village's name on it, in one archive. A norm takes some seconds; the whole
    list is for ``qingdan forms``, which shows how far it is."""
    seen = village_gate(request, pk)
    edition = current_edition(seen.viewer.day)
    if norm not in edition.norms:
        raise Http404
    limits = limits_for(seen.village, seen.viewer.day, edition)
    content = archive(edition, edition.powers_of(norm), place_of(seen.village), limits)
    response = HttpResponse(content, content_type="application/zip")
    name = quote(f"{seen.village.short_name} {local(edition.norms[norm].title)}.zip", safe="")
    response.headers["Content-Disposition"] = f"attachment; filename=\"forms.zip\"; filename*=UTF-8''{name}"
    return private(response)
