"""Paper as pages: a blank form for anybody, a case's own forms for those who may open it, the sheet for the board."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from qingdan.domain.catalogue.settled import power_under
from qingdan.domain.flow.model import StepKind
from qingdan.features.cases.gates import case_gate
from qingdan.records.editions.queries import current_edition, limits_for
from qingdan.records.regions.days import local_date
from qingdan.watch.boards.answering import edition_for
from qingdan.watch.boards.gates import notice_gate
from qingdan.web.printing import engine, word
from qingdan.web.printing.bundle import case_sheets
from qingdan.web.printing.making import sheet_of
from qingdan.web.printing.making.posting import posting
from qingdan.web.printing.paper import Paper, digest_of, document
from qingdan.web.printing.reading import CaseReading
from qingdan.web.printing.serving import FileType, answer, asked_place, open_file, place_of, private

HANGS_FOR = 300  # seconds that the sheet of a notice may be kept: not long, for it may be taken down


@dataclass(frozen=True)
class Kind(FileType):
    """A kind of file that a document is set as."""

    make: Callable[[Mapping[str, Any]], bytes] = engine.pdf


PDF = Kind("pdf", "application/pdf", "inline")
WORD = Kind("docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", make=word.docx)


@login_not_required
@require_safe
def blank(request: HttpRequest, power: str, step: str) -> HttpResponse:
    """The blank form of a power's step under the edition of today; ``?village=ID`` puts a village's name and
    telephones on it."""
    return _blank(request, power, step, PDF)


@login_not_required
@require_safe
def blank_word(request: HttpRequest, power: str, step: str) -> HttpResponse:
    """The same for Word."""
    return _blank(request, power, step, WORD)


def _blank(request: HttpRequest, power: str, step: str, kind: Kind) -> HttpResponse:
    today = local_date(timezone.now())
    edition = current_edition(today)
    if power not in edition.powers:
        raise Http404
    place = asked_place(request)
    limits = limits_for(place.village, today, edition) if place else edition.limits
    found = power_under(edition.powers[power], limits)
    wanted = found.flow.steps().get(step)
    if wanted is None or wanted.kind is StepKind.START:
        raise Http404
    paper = Paper(edition, found, wanted, place)
    made = document(paper.title, edition, [sheet_of(paper)])
    digest = digest_of(made, engine.standard_digest() + kind.ending)
    return open_file(request, kind, digest, paper.title, lambda: kind.make(made.plain()))


@require_safe
def filled(request: HttpRequest, pk: int, key: str) -> HttpResponse:
    """The form of one step of a case, with what is known so far: done or open, for those who may open the case."""
    return _filled(request, pk, key, PDF)


@require_safe
def filled_word(request: HttpRequest, pk: int, key: str) -> HttpResponse:
    """The same for Word."""
    return _filled(request, pk, key, WORD)


def _filled(request: HttpRequest, pk: int, key: str, kind: Kind) -> HttpResponse:
    seen = case_gate(request, pk)
    reading = CaseReading(seen)
    step = reading.step(key)
    if step is None or (key not in seen.case.state["results"] and key not in seen.case.state["open"]):
        raise Http404
    paper = Paper(reading.edition, reading.power, step, place_of(seen.case.village), reading, reading.at(key))
    made = document(f"{seen.case.number} {paper.title}", reading.edition, [sheet_of(paper)], seen.viewer.day)
    return private(answer(kind, kind.make(made.plain()), made.title))


@require_safe
def case(request: HttpRequest, pk: int) -> HttpResponse:
    """The whole file of a case: cover, the form of each step done so far, and the record of what happened."""
    seen = case_gate(request, pk)
    reading = CaseReading(seen)
    title = _("%(number)s 案卷") % {"number": seen.case.number}
    made = document(title, reading.edition, case_sheets(reading, place_of(seen.case.village)), seen.viewer.day)
    return private(answer_pdf(engine.pdf(made.plain()), made.title))


@login_not_required
@require_safe
def notice(request: HttpRequest, code: str) -> HttpResponse:
    """The sheet of a notice for the board in the village; who may read the notice may print it."""
    return _notice(request, code, "a4")


@login_not_required
@require_safe
def notice_large(request: HttpRequest, code: str) -> HttpResponse:
    """The same twice as large, on A3: for a board on the street."""
    return _notice(request, code, "a3")


def _notice(request: HttpRequest, code: str, paper: str) -> HttpResponse:
    seen = notice_gate(request, code)
    sheet = replace(posting(seen, place_of(seen.notice.village)), paper=paper)
    made = document(sheet.title, edition_for(seen.notice), [sheet], local_date(seen.notice.posted_at))
    if not seen.is_public:
        return private(answer_pdf(engine.pdf(made.plain()), made.title))
    digest = digest_of(made, engine.standard_digest() + PDF.ending)
    response = open_file(request, PDF, digest, made.title, lambda: engine.pdf(made.plain()))
    response.headers["Cache-Control"] = f"public, max-age={HANGS_FOR}"
    return response


def answer_pdf(content: bytes, title: str) -> HttpResponse:
    """A PDF to be shown, with a name for whoever keeps it."""
    return answer(PDF, content, title)
