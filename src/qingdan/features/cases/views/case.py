"""The page of one case: the rule, the drawing with "you are here", the form; and everything that happened."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from qingdan.domain.flow import draw
from qingdan.domain.flow.state import base
from qingdan.domain.rules.standing_in import WORDS
from qingdan.features.cases import presenting, queries
from qingdan.features.cases.channels import RECORDED
from qingdan.features.cases.doing import form_of
from qingdan.features.cases.explaining import next_steps, why_nots
from qingdan.features.cases.forms import StepForm
from qingdan.features.cases.gates import SeenCase, case_gate
from qingdan.features.cases.leaking import subject_of
from qingdan.features.cases.messages import local
from qingdan.features.cases.models import Case, Deadline, Draft
from qingdan.features.cases.receipts import lacking
from qingdan.features.cases.reckoning import Reckoned
from qingdan.features.cases.running import edition_of
from qingdan.features.cases.sitting import next_forms
from qingdan.features.cases.timing import clocks_shown
from qingdan.records.leaks.showing import stands_shown


@require_safe
def show(request: HttpRequest, pk: int) -> HttpResponse:
    """The case, with the form of the step asked for (``?step=``) or of the first that I may do."""
    seen = case_gate(request, pk)
    return render_case(request, seen, request.GET.get("step"))


@require_safe
def drawing(request: HttpRequest, pk: int) -> HttpResponse:
    """The whole drawing of a case, with where it stands, on a page of its own."""
    seen = case_gate(request, pk)
    power = edition_of(seen.case).powers[seen.case.power]
    context = {
        "section": "cases",
        "demo": seen.case.village.is_demo,
        "case": seen.case,
        "power": power,
        "flow": seen.running.flow,  # its times as they were when it began
        "lexicon": presenting.lexicon_of(seen.case),
        "progress": presenting.progress_of(seen.case, queries.timeline(seen.case)),
    }
    return render(request, "cases/drawing.html", context)


def render_case(
    request: HttpRequest,
    seen: SeenCase,
    key: str | None = None,
    form: StepForm | None = None,
    following: list[StepForm] | None = None,
    status: int = 200,
    reckoned: Reckoned | None = None,
) -> HttpResponse:
    """Answer with the case page; ``form`` is a form that was refused, shown again with what was typed, ``reckoned``
    what its numbers come to."""
    case = seen.case
    mine = [k for k in case.state["open"] if seen.capacities(k)]
    key = key if key in case.state["open"] else next(iter(mine), next(iter(case.state["open"]), None))
    form = form or _form(seen, key, mine, request.GET.get("body", ""))
    context = {
        "section": "cases",
        "demo": case.village.is_demo,
        "case": case,
        "key": key,
        "form": form,
        "reckoned": reckoned,
        "following": _following(seen, key, form) if following is None else following,
        "hand_to": queries.who_else(seen, key) if key in mine else [],
        "stands_in": _stands_in(seen, key, form),
        "stand_ins": queries.stand_ins_at(case, key) if form is None else [],
        **_of_step(seen, key),
        **_of_case(seen, key),
        **_asked(seen),
    }
    return render(request, "cases/case.html", context, status=status)


def _following(seen: SeenCase, key: str | None, form: StepForm | None) -> list[StepForm]:
    return next_forms(seen, key) if form is not None and key is not None and not form.context.confirming else []


def _stands_in(seen: SeenCase, key: str | None, form: StepForm | None) -> str:
    """For whom and why this person would sign here; "" when it is his own to do."""
    ways = form.context.capacities if form is not None and key is not None else ()
    if not ways or not all(way.stand_in for way in ways):
        return ""
    edition = edition_of(seen.case)
    said = [(local(edition.role_words(w.role)), local(WORDS[w.stand_in.why])) for w in ways if w.stand_in]
    return _("；").join(_("您是代%(post)s办，因为%(why)s。") % {"post": post, "why": why} for post, why in said)


def _of_step(seen: SeenCase, key: str | None) -> dict[str, Any]:
    """What the page says of the step shown."""
    case, running, edition = seen.case, seen.running, edition_of(seen.case)
    step = running.step(key) if key else None
    progress = case.state["open"][key] if key else {}
    return {
        "step": step,
        "number": draw.numbers(running.flow).get(base(key)) if key else None,
        "steps": max(draw.numbers(running.flow).values(), default=0),
        "rules": presenting.rules_of(step, edition, running.flow) if step else [],
        "bodies": presenting.body_choices(step, edition, "") if step else [],
        "others": [{"key": k, "name": local(running.step(k).name)} for k in case.state["open"] if k != key],
        "waiting": bool(progress.get("posted")),
        "signed": progress.get("signed", []),
        "wanted": _wanted(seen, key),
    }


def _asked(seen: SeenCase) -> dict[str, Any]:
    """Whose request it is, for those who handle it."""
    asked = queries.request_of(seen.case) if seen.handles else None
    if asked is None:
        return {}
    return {
        "asked": asked,
        "asked_role": local(edition_of(seen.case).role_words(asked.role)),
        "asked_name": queries.party_names(seen.case, asked.role),
        "lacking": lacking(seen.case),
        "may_verify": bool(seen.who.posts) and not seen.who.conflicts,
    }


def _of_case(seen: SeenCase, key: str | None) -> dict[str, Any]:
    """What the page says of the whole case: the drawing, the facts, the record."""
    case, edition = seen.case, edition_of(seen.case)
    power = edition.powers[case.power]
    events = queries.timeline(case)
    personal = queries.personal_facts_of(case)
    reasons = {n: str(f.value) for n, f in personal.items() if n.startswith("reason:")} if seen.handles else {}
    deadlines = queries.deadlines_of(case)
    answers_for = seen.who.posts if seen.handles and not seen.who.conflicts else ()
    clocks = clocks_shown(case, deadlines, answers_for)
    return {
        "power": power,
        "flow": seen.running.flow,  # its times as they were when it began
        "lexicon": presenting.lexicon_of(case),
        "progress": presenting.progress_of(case, events),
        "ahead": next_steps(case),
        "whys": why_nots(case, seen.who, deadlines, timezone.now()),
        "red_lines": _red_lines(edition, power),
        "facts": presenting.facts_shown(seen, personal),
        "deadline": presenting.next_deadline(deadlines),
        "clocks": [clock for clock in clocks if clock.row.judged != "done"],
        "clocks_met": [clock for clock in clocks if clock.row.judged == "done"],
        "told": presenting.told(case, events, reasons),
        "meeting": presenting.meeting_on_record(case, events, key),
        "files": queries.files_of(case) if seen.handles else [],
        "stands": stands_shown(subject_of(case)) if seen.viewer.sees_officials_papers(case.place) else [],
        "stops": _stops(seen),
        "channels": RECORDED,
        "duties": _duties(seen, deadlines),
        "children": [_child(child) for child in case.children.order_by("pk")],
        "outcome": local(power.flow.outcomes[case.outcome]) if case.outcome else "",
    }


def _duties(seen: SeenCase, deadlines: list[Deadline]) -> list[dict[str, Any]]:
    """What the case leaves owed: until when, by whom, and whether this person may do it now."""
    edition = edition_of(seen.case)
    due = {d.key: d for d in deadlines if d.state == Deadline.RUNNING and d.name.startswith("owed:")}
    rows = []
    for key in seen.case.state["owed"]:
        duty = seen.running.duty(key)
        power = edition.powers[duty.power].title if duty.power else None
        who = _("、").join(local(edition.role_words(r)) for r in duty.by)
        mine = seen.signer_for(duty.by) is not None
        rows.append({"key": key, "duty": duty, "due": due.get(key), "who": who, "mine": mine, "power": power})
    return rows


def _child(child: Case) -> dict[str, Any]:
    return {"case": child, "power": local(edition_of(child).powers[child.power].plain)}


def _form(seen: SeenCase, key: str | None, mine: list[str], body: str) -> StepForm | None:
    if key is None or key not in mine or seen.case.state["open"][key].get("posted"):
        return None
    draft = Draft.objects.filter(case=seen.case, key=key, person=seen.viewer.person).first()
    return form_of(seen, key, body=body, initial=draft.data if draft else None)


def _red_lines(edition: Any, power: Any) -> list[dict[str, str]]:
    rows = []
    for line in power.red_lines:
        prohibition = edition.prohibitions[line.prohibition]
        note = local(line.note) if line.note else _("负面清单 %(id)s") % {"id": prohibition.id}
        rows.append({"title": local(prohibition.title), "note": note, "id": prohibition.id})
    return rows


def _wanted(seen: SeenCase, key: str | None) -> str:
    if key is None:
        return ""
    roles = seen.running.wanted(seen.case.state, key) or seen.running.step(key).by
    return _("、").join(local(edition_of(seen.case).role_words(r)) for r in roles)


def _stops(seen: SeenCase) -> list[dict[str, Any]]:
    """What may end this case at any time, if this person may say so (or may record that a party said so)."""
    if seen.case.phase != "running":
        return []
    return [
        {"name": rule.id, "words": local(rule.name), "recorded": signer[1] != seen.viewer.person.pk}
        for rule in seen.running.flow.any_time.values()
        if (signer := seen.signer_for(rule.by)) and not (rule.until and rule.until in seen.case.state["results"])
    ]
