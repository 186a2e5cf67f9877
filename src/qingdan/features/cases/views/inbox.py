"""What is mine to do, by deadline; and the cases within my reach."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_safe

from qingdan.domain.flow.model import StepKind
from qingdan.domain.flow.signing import distinct
from qingdan.domain.flow.vocabulary import KINDS
from qingdan.features.cases import queries
from qingdan.features.cases.messages import local
from qingdan.features.cases.models import Case, Task
from qingdan.features.cases.presenting import stand_in_words
from qingdan.features.cases.recusals import recused_from
from qingdan.features.cases.running import edition_of, machine_of
from qingdan.features.cases.tasks import OWED
from qingdan.features.cases.views.opening import may_begin
from qingdan.records.people.gates import viewer_of
from qingdan.records.regions.days import local_date

# What the list of cases can be narrowed to. A case that only closes still has steps to be done.
PHASES = {
    "running": (gettext_lazy("还在办"), ("running", "closing")),
    "over": (gettext_lazy("已办结"), ("over",)),
    "all": (gettext_lazy("全部"), ()),
}


@require_safe
def inbox(request: HttpRequest) -> HttpResponse:
    """Open steps that I may do: overdue, today, this week, later; those without a deadline last."""
    viewer, now = viewer_of(request), timezone.now()
    kind = request.GET.get("kind") if request.GET.get("kind") in {*KINDS, OWED} else None
    parts = queries.tasks_for(viewer)
    page = queries.inbox(parts, after=request.GET.get("after"), kind=kind)
    recused = recused_from(viewer, [task.case for task in page.tasks])
    signed = [task for task in page.tasks if _has_signed(task, viewer.person.pk)]
    rows = [_row(task, now) for task in page.tasks if task.case_id not in recused and task not in signed]
    counts = Counter(queries.inbox_counts(parts)) - Counter(task.kind for task in signed)
    context = {
        "section": "inbox",
        "groups": _grouped(rows),
        "week": _week(rows, now),
        "recused": sorted({task.case.number for task in page.tasks if task.case_id in recused}),
        "kinds": _kinds(counts, kind),
        "all": sum(counts.values()),
        "may_begin": may_begin(viewer),
        "after": page.after,
        "today": now,
        "demo": any(task.case.village.is_demo for task in page.tasks),
    }
    return render(request, "cases/inbox.html", context)


def _kind_words(kind: str) -> str:
    return _("后续") if kind == OWED else local(KINDS[StepKind(kind)])


def _kinds(counts: Counter[str], chosen: str | None) -> list[dict[str, Any]]:
    """The kinds of steps that wait, as filters; none where there is nothing to narrow."""
    here = reverse("cases:inbox")
    everything = {"url": here, "word": _("全部"), "count": sum(counts.values()), "on": chosen is None}
    kinds = [
        {"url": f"{here}?kind={kind}", "word": _kind_words(kind), "count": count, "on": kind == chosen}
        for kind, count in counts.items()
    ]
    return [everything, *kinds] if len(kinds) > 1 or chosen else []


def _has_signed(task: Task, person_id: int) -> bool:
    """Whether this person gave one of the signatures that the step wants, and another has to give the next."""
    signed = task.case.state["open"].get(task.key, {}).get("signed", ())
    return (
        bool(signed)
        and any(person == person_id for person, _role in signed)
        and distinct(machine_of(task.case).step(task.key))
    )


def _row(task: Task, now: datetime) -> dict[str, Any]:
    running, edition = machine_of(task.case), edition_of(task.case)
    post = local(edition.role_words(task.role))
    left = (local_date(task.due_at) - local_date(now)).days if task.due_at else None
    return {
        "task": task,
        "stand_in": stand_in_words(post, task.stand_in) if task.stand_in else "",
        "title": task.case.title,
        "step": local(running.words(task.key)),
        "power": local(edition.powers[task.case.power].title),
        "village": task.case.village.short_name,
        "outcome": outcome_words(task.case),
        "kind": task.kind,
        "kind_word": _kind_words(task.kind),
        "left": left,
        "late": -left if left is not None and left < 0 else 0,
        "group": _group(left),
    }


def _week(rows: Sequence[dict[str, Any]], now: datetime) -> list[dict[str, Any]]:
    """The next seven days, today first, each with how many of these steps are due on it."""
    today = local_date(now)
    due = [sum(row["left"] == n for row in rows) for n in range(7)]
    return [
        {
            "day": today + timedelta(days=n),
            "state": "" if n else "today",
            "word": ngettext("%(n)s件", "%(n)s件", count) % {"n": count} if count else _("无"),
        }
        for n, count in enumerate(due)
    ]


def _group(left: int | None) -> str:
    if left is None:
        return "none"
    return "over" if left < 0 else "today" if left == 0 else "week" if left <= timedelta(days=7).days else "later"


def _grouped(rows: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    names = {
        "over": _("已超期"), "today": _("今天到期"), "week": _("这一周"), "later": _("以后"), "none": _("没有期限"),
    }  # fmt: skip
    found = [{"key": key, "name": name, "rows": [r for r in rows if r["group"] == key]} for key, name in names.items()]
    return [group for group in found if group["rows"]]


@require_safe
def case_list(request: HttpRequest) -> HttpResponse:
    """Cases below the places I read officials' papers of, newest first; or, for a villager, those I am a party of.

    ``?phase=over`` those that are over, ``?phase=all`` both; without it, what is still being done.
    """
    viewer, now = viewer_of(request), timezone.now()
    before = request.GET.get("before", "")[:18]
    number = int(before) if before.isascii() and before.isdigit() else None
    asked = request.GET.get("phase", "")
    asked = asked if asked in PHASES else "running"
    cases = queries.cases_for(viewer, before=number, phases=PHASES[asked][1])
    page = cases[: queries.PAGE]
    recused, due = recused_from(viewer, page), queries.next_due(page)
    context = {
        "section": "cases",
        "rows": [_listed(c, recused=c.pk in recused, due=due.get(c.pk), now=now) for c in page],
        "phases": _phases(asked),
        "may_begin": may_begin(viewer),
        "may_export": bool(viewer.scopes),
        "older": page[-1].pk if len(cases) > queries.PAGE else None,
        "demo": any(c.village.is_demo for c in cases),
    }
    return render(request, "cases/list.html", context)


def _phases(asked: str) -> list[dict[str, Any]]:
    here = reverse("cases:list")
    return [
        {"url": here if name == "running" else f"{here}?phase={name}", "word": word, "on": name == asked}
        for name, (word, _phases) in PHASES.items()
    ]


def _listed(case: Case, *, recused: bool, due: datetime | None, now: datetime) -> dict[str, Any]:
    """A case as a row: who must stand aside from it learns its number only."""
    if recused:
        return {"recused": True, "case": case}
    running = machine_of(case)
    left = (local_date(due) - local_date(now)).days if due else None
    return {
        "recused": False,
        "case": case,
        "power": local(edition_of(case).powers[case.power].title),
        "steps": [local(running.words(key)) for key in case.state["open"]],
        "outcome": outcome_words(case),
        "due": due,
        "left": left,
        "late": -left if left is not None and left < 0 else 0,
    }


def outcome_words(case: Any) -> str:
    """How a case ended, in the words of its definition; empty while it runs."""
    return local(machine_of(case).flow.outcomes[case.outcome]) if case.outcome else ""
