"""Handing in a ledger: read, looked at column by column, and judged at its writer's word."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from qingdan.features.ledgers import acts
from qingdan.features.ledgers.choosing import asked_keys, choices_for, taken_for
from qingdan.features.ledgers.drafts import drop_draft, keep_draft, set_layout
from qingdan.features.ledgers.forms import LedgerForm
from qingdan.features.ledgers.gates import draft_gate, reader_gate
from qingdan.features.ledgers.judging import judge_draft, standard_for
from qingdan.features.ledgers.models import Draft
from qingdan.features.ledgers.presenting import names_of, title_of
from qingdan.features.ledgers.previewing import first_cases
from qingdan.features.ledgers.reading import (
    corrected,
    layout_as_json,
    layout_found,
    layout_from_json,
    packed,
    read,
    sheets_of,
    unpacked,
)
from qingdan.features.ledgers.rules import importable
from qingdan.features.ledgers.views.overview import SECTION
from qingdan.records.editions.queries import current_edition
from qingdan.records.people.gates import Viewer, acting_from
from qingdan.records.people.wording import said
from qingdan.records.register.acts import AlreadyDone, Refused
from qingdan.records.rolls.sheets.tables import read_table

MOST_UNKNOWN = 12  # words that name no step, shown


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def upload(request: HttpRequest) -> HttpResponse:
    """Choose village, power and file. What is refused leaves nothing behind."""
    viewer = reader_gate(request)
    edition = current_edition(viewer.day)
    offered = importable(viewer, edition)
    if not offered:
        raise Http404
    form = LedgerForm(offered, edition, request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            return redirect("ledgers:preview", _keep(viewer, form.cleaned_data).pk)
        except Refused as refusal:
            form.add_error("file", refusal.message)
    context = {"section": SECTION, "form": form, "demo": any(v.is_demo for v in offered)}
    return render(request, "ledgers/import.html", context, status=422 if form.errors else 200)


def _keep(viewer: Viewer, words: dict[str, Any]) -> Draft:
    """Read the file; only when it has a header it is kept. :raises Refused: and then it is not."""
    village, power = words["village"], words["power"]
    table = read_table(words["file"])
    sheets = sheets_of(table)
    layout = layout_found(table.name, sheets, standard_for(village, power, viewer.day).steps())
    return keep_draft(
        owner=viewer.person, village=village, power=power, table=table, sheets=packed(sheets),
        layout=layout_as_json(layout), at=timezone.now(),
    )  # fmt: skip


@never_cache
@require_safe
def preview(request: HttpRequest, pk: int) -> HttpResponse:
    """What each column is taken for, the first cases as they are understood, and everything that cannot be read."""
    viewer, draft = draft_gate(request, pk)
    return _preview(request, viewer, draft)


def _preview(request: HttpRequest, viewer: Viewer, draft: Draft, status: int = 200) -> HttpResponse:
    standard = standard_for(draft.village, draft.power, viewer.day)
    edition, layout, sheets = standard.edition, layout_from_json(draft.layout), unpacked(draft.sheets)
    steps, names = standard.steps(), names_of(standard.edition, draft.power)
    titles = draft.power not in edition.askings
    reading = read(draft.file_name, sheets, layout, steps, titles=titles)
    context = {
        "section": SECTION,
        "draft": draft,
        "village": draft.village,
        "demo": draft.village.is_demo,
        "title": title_of(edition, draft.power),
        "reading": reading,
        "faults": [(fault.file, said(fault.what), said(fault.remedy)) for fault in reading.faults],
        "columns": [taken_for(column, layout, names, steps) for column in layout.columns],
        "choices": choices_for(names, steps),
        "guessed": any(column.guessed for column in layout.columns),
        "cases": first_cases(reading, names) if not reading.faults else [],
        "unrecorded": _("、").join(names.get(step, step) for step in reading.unrecorded),
        "unknown": reading.unknown.most_common(MOST_UNKNOWN),
        "titles": titles,
        "edition": said(edition.title),
        "expected": draft.digest,
    }
    return render(request, "ledgers/preview.html", context, status=status)


@require_POST
def columns(request: HttpRequest, pk: int) -> HttpResponse:
    """Take columns for something else, and look again."""
    viewer, draft = draft_gate(request, pk)
    layout = layout_from_json(draft.layout)
    steps = standard_for(draft.village, draft.power, viewer.day).steps()
    set_layout(draft, layout_as_json(corrected(layout, asked_keys(request.POST, layout, steps), steps)))
    return redirect("ledgers:preview", pk)


@require_POST
def confirm(request: HttpRequest, pk: int) -> HttpResponse:
    """Judge it and keep the result."""
    viewer, draft = draft_gate(request, pk)
    standard = standard_for(draft.village, draft.power, viewer.day)
    try:
        ledger = acts.import_ledger(
            acting=acting_from(request, division=draft.village),
            draft=draft,
            standard=standard,
            verdicts=judge_draft(draft, standard),
            expected=request.POST.get("expected", ""),
        )
    except AlreadyDone as before:
        return redirect("ledgers:ledger", before.entry.subject_id)
    except Refused as refusal:
        messages.error(request, str(refusal.message))
        return _preview(request, viewer, draft, status=409)
    messages.success(request, _("导入好了，结果在下面。表格和里面的人名没有留下。"))
    return redirect("ledgers:ledger", ledger.pk)


@require_POST
def cancel(request: HttpRequest, pk: int) -> HttpResponse:
    """Do not import it: what was read of the file is forgotten."""
    _viewer, draft = draft_gate(request, pk)
    drop_draft(draft)
    messages.success(request, _("没有导入，读过的内容也删掉了。"))
    return redirect("ledgers:import")
