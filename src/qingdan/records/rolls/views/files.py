"""Workbooks to take away: the empty one to fill in, and a roll."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from qingdan.records.files.allowed import XLSX
from qingdan.records.files.serving import attachment
from qingdan.records.people.wording import said
from qingdan.records.regions.queries import groups_of
from qingdan.records.rolls import acts
from qingdan.records.rolls.forms import ExportForm
from qingdan.records.rolls.gates import roll_gate
from qingdan.records.rolls.models import RollEntry
from qingdan.records.rolls.sheets.blank import blank_workbook
from qingdan.records.rolls.sheets.export import roll_workbook
from qingdan.records.rolls.views.common import acting_as, attempt, day_asked
from qingdan.records.rolls.views.roll import roll_page


@require_safe
def blank(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    """The workbook to fill in for a roll that I keep."""
    seen = roll_gate(request, pk, kind, keep=True)
    content = blank_workbook(seen.roll, groups_of(seen.village))
    return _file(content, _("%(roll)s模板.xlsx") % {"roll": said(seen.roll.title)})


@never_cache
@require_POST
def export(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    """A roll that I keep as a workbook, for a purpose that is recorded; ``?day=``."""
    seen = roll_gate(request, pk, kind, keep=True)
    day = day_asked(request, seen.day)
    form = ExportForm(request.POST, auto_id="export_%s")
    if form.is_valid():
        words = form.cleaned_data
        take = acts.export_roll_with_numbers if words["with_numbers"] else acts.export_roll
        entries: list[RollEntry] | None = None
        done, entries = attempt(
            form,
            lambda: take(
                acting=acting_as(request, seen, seen.roll.keeping),
                village=seen.village,
                roll=seen.roll,
                day=day,
                purpose=words["purpose"],
            ),
        )
        if done and entries is not None:
            groups = {group.pk: group.short_name for group in groups_of(seen.village)}
            content = roll_workbook(
                seen.roll, seen.village.short_name, day, entries, groups, with_numbers=words["with_numbers"]
            )
            return _file(content, f"{seen.village.short_name}{said(seen.roll.title)}{day:%Y%m%d}.xlsx")
        if done:
            form.add_error(None, _("这张表已经交过了。还要导出，请再写一次用途。"))
    return roll_page(request, seen, export=form)


def _file(content: bytes, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=XLSX.mime)
    response.headers["Content-Disposition"] = attachment(name)
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cache-Control"] = "private, no-store"
    return response
