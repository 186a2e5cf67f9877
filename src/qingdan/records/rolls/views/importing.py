"""Handing in a spreadsheet: read, previewed, and taken over at its keeper's word, all of it or nothing."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from qingdan.domain.catalogue.rolls import Keeping
from qingdan.domain.rules.identity import mask_id
from qingdan.records.register.acts import AlreadyDone, Refused
from qingdan.records.rolls import acts
from qingdan.records.rolls.catalogue import why_words
from qingdan.records.rolls.drafts import drop_draft, keep_draft
from qingdan.records.rolls.forms import ImportForm
from qingdan.records.rolls.gates import SeenRoll, draft_gate, roll_gate
from qingdan.records.rolls.models import HouseholdMember, ImportDraft
from qingdan.records.rolls.planning.building import build_plan
from qingdan.records.rolls.planning.plan import Item, Options, Plan
from qingdan.records.rolls.sheets.faults import SheetFaults
from qingdan.records.rolls.sheets.rows import PersonRow, read_rows
from qingdan.records.rolls.sheets.tables import read_table
from qingdan.records.rolls.views.common import PARTS, SEXES, acting_as
from qingdan.records.rolls.views.overview import KEEPERS

MOST_SHOWN = 100  # of each kind; the numbers say how many there are


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def upload(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    """Choose a file for a roll that I keep. What is refused leaves nothing behind."""
    seen = roll_gate(request, pk, kind, keep=True)
    form = ImportForm(seen.roll, seen.viewer.day, request.POST or None, request.FILES or None)
    faults: SheetFaults | None = None
    if request.method == "POST" and form.is_valid():
        try:
            return redirect("rolls:preview", _keep(seen, form).pk)
        except SheetFaults as refusal:
            faults = refusal
            form.add_error("file", _("这个文件有%(n)d处要改，列在上面。什么都没有登记。") % {"n": _all(refusal)})
        except Refused as refusal:
            form.add_error("file", refusal.message)
    context = {
        "section": KEEPERS,
        "seen": seen,
        "village": seen.village,
        "demo": seen.village.is_demo,
        "roll": seen.roll,
        "form": form,
        "faults": faults,
    }
    return render(request, "rolls/import.html", context, status=422 if form.errors else 200)


def _all(refusal: SheetFaults) -> int:
    return len(refusal.faults) + refusal.more


def _keep(seen: SeenRoll, form: ImportForm) -> ImportDraft:
    """Read the file and try its plan; only then it is kept. :raises Refused: and then it is not."""
    words = form.cleaned_data
    options = Options(words["effective"], words["why"], words["whole"] == "yes", words["why_off"])
    table = read_table(words["file"])
    read = read_rows(table)
    build_plan(
        seen.village, seen.roll, _households(seen), read.rows, options, file_name=table.name, called=read.called
    )  # fmt: skip
    return keep_draft(
        owner=seen.viewer.person, village=seen.village, roll=seen.roll, table=table, read=read, options=options,
        at=timezone.now(),
    )  # fmt: skip


def _households(seen: SeenRoll) -> Keeping | None:
    """Households are written too when the person keeps them."""
    return seen.rolls.households if seen.keeps_households else None


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def preview(request: HttpRequest, draft: int) -> HttpResponse:
    """What the file would add, change and strike; POST does it."""
    seen, found = draft_gate(request, draft)
    if request.method == "POST":
        return _take_over(request, seen, found)
    try:
        plan = _plan(seen, found)
    except SheetFaults as refusal:
        drop_draft(found)
        messages.error(
            request, _("名册刚才有人改过，这个文件对不上了，请重新选一次。%(why)s") % {"why": refusal.faults[0]}
        )
        return redirect("rolls:import", seen.village.pk, seen.roll.slug)
    context = {
        "section": KEEPERS,
        "seen": seen,
        "village": seen.village,
        "demo": seen.village.is_demo,
        "roll": seen.roll,
        "draft": found,
        "plan": plan,
        "options": plan.options,
        "counts": plan.counts(),
        "parts": [_part(seen, plan, outcome) for outcome in ("added", "changed", "struck")],
        "groups": _("、").join(plan.groups),
        "merged": _("、").join(item.name for item in plan.items if item.merged),
        "ahead": sum(1 for i in plan.items if i.entry and i.entry.op == "enter" and i.entry.starts > seen.viewer.day),
        "expected": plan.digest(),
    }
    return render(request, "rolls/preview.html", context)


def _plan(seen: SeenRoll, draft: ImportDraft) -> Plan:
    rows = [PersonRow.from_json(kept) for kept in draft.rows]
    options = Options.from_json(draft.options)
    return build_plan(seen.village, seen.roll, _households(seen), rows, options, file_name=draft.file_name)


def _take_over(request: HttpRequest, seen: SeenRoll, draft: ImportDraft) -> HttpResponse:
    try:
        counts: dict[str, int] | None = acts.import_roll(
            acting=acting_as(request, seen, seen.roll.keeping),
            draft=draft,
            roll=seen.roll,
            keeping=_households(seen),
            expected=request.POST.get("expected", ""),
        )
    except AlreadyDone:
        counts = None
    except Refused as refusal:
        messages.error(request, str(refusal.message))
        return redirect("rolls:preview", draft.pk)
    if counts:
        said = _("导入好了：列入%(added)d人，更改%(changed)d人，划掉%(struck)d人。")
        messages.success(request, said % counts)
    return redirect("rolls:roll", seen.village.pk, seen.roll.slug)


@require_POST
def cancel(request: HttpRequest, draft: int) -> HttpResponse:
    """Do not take it over: what was read of the file is forgotten."""
    seen, found = draft_gate(request, draft)
    drop_draft(found)
    messages.success(request, _("没有导入，读过的内容也删掉了。"))
    return redirect("rolls:import", seen.village.pk, seen.roll.slug)


# -- words -----------------------------------------------------------------------------------------------------------
def _part(seen: SeenRoll, plan: Plan, outcome: str) -> dict[str, Any]:
    items = plan.of(outcome)
    shown = [_said(seen, item) for item in items[:MOST_SHOWN]]
    return {"outcome": outcome, "rows": shown, "count": len(items), "more": len(items) - len(shown)}


def _said(seen: SeenRoll, item: Item) -> dict[str, Any]:
    row = item.row
    number = mask_id(row.id_number) if row and row.id_number else ""
    words = [*_person_words(item), *_house_words(item), *_entry_words(seen, item)]
    return {"line": row.line if row else None, "name": item.name, "number": number, "words": words}


def _person_words(item: Item) -> list[str]:
    words = []
    for part, (before, after) in item.changes.items():
        if part == "id_number":
            words.append(_("补上或改了身份证号"))
        else:
            pair = [str(SEXES.get(v, v)) if part == "sex" else (v or "—") for v in (before, after)]
            words.append(
                _("%(part)s：%(before)s → %(after)s") % {"part": PARTS[part], "before": pair[0], "after": pair[1]}
            )
    return words


def _house_words(item: Item) -> list[str]:
    if item.member is None:
        return []
    relation = str(dict(HouseholdMember.Relation.choices)[item.member.relation])
    words = {"house": item.member.household, "relation": relation}
    if item.member.op == "relation":
        return [_("与户主关系改为%(relation)s") % words]
    if item.member.op == "move" and item.member.member:
        before = item.member.member.household.number
        return [_("从%(before)s户转到%(house)s户（%(relation)s）") % {**words, "before": before}]
    return [_("%(house)s户 · %(relation)s") % words]


def _entry_words(seen: SeenRoll, item: Item) -> list[str]:
    plan = item.entry
    if plan is None:
        return []
    keeping = seen.roll.keeping
    if plan.op == "enter":
        starts = _("从 %(day)s 起") % {"day": plan.starts.isoformat()}
        ends = [_("到 %(day)s 为止") % {"day": plan.ends.isoformat()}] if plan.ends else []
        return [starts, *ends, why_words(keeping, plan.why_on)]
    if plan.op == "void":
        return [_("还没有起算，作废"), why_words(keeping, plan.why_off)]
    if plan.op == "strike" and plan.ends:
        return [_("到 %(day)s 为止") % {"day": plan.ends.isoformat()}, why_words(keeping, plan.why_off)]
    return [_("名册上的日期或原因改成：从 %(day)s 起，%(why)s") % {
        "day": plan.starts.isoformat(), "why": why_words(keeping, plan.why_on)
    }]  # fmt: skip
