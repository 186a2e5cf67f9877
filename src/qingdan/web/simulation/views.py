"""The powers to simulate, one of them with its charts and its report, and a village's separation of duties."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from qingdan.domain.catalogue.model import Edition
from qingdan.domain.flow.simulate.montecarlo import Setting
from qingdan.features.cases.durations import villages_with_cases
from qingdan.records.editions.queries import current_edition, limits_for, work_calendar
from qingdan.records.people.gates import Viewer
from qingdan.records.people.wording import said
from qingdan.records.regions.models import Division
from qingdan.web.simulation.gates import separation_gate, simulated_village
from qingdan.web.simulation.in_village import run_in
from qingdan.web.simulation.report import Report, as_html
from qingdan.web.simulation.running import prover_of
from qingdan.web.simulation.telling import report_of
from qingdan.web.simulation.village import groups_of

MOST_CASES = 2000  # on a page; the command simulates as many as one likes
USUAL_CASES = 500
MOST_SEED = 1_000_000
MOST_VILLAGES = 50  # to choose from; others by their own page


@require_safe
def powers(request: HttpRequest) -> HttpResponse:
    """Every power of the list in force, by norm; ``?village=`` is taken along to each."""
    viewer, village = simulated_village(request)
    edition = current_edition(viewer.day)
    norms = [(said(norm.title), edition.powers_of(slug)) for slug, norm in edition.norms.items()]
    context = {"section": "simulation", "edition": edition, "norms": [pair for pair in norms if pair[1]]}
    context["village"] = village
    return render(request, "simulation/list.html", context)


@require_safe
def power(request: HttpRequest, slug: str) -> HttpResponse:
    """One power: ``?cases=`` and ``?seed=`` say how it is simulated, ``?village=`` with whose persons and times; the
    same numbers give the same page."""
    viewer, edition, village = _asked(request, slug)
    cases, seed, too_many = _numbers(request)
    context: dict[str, Any] = {
        "section": "simulation",
        "power": edition.powers[slug],
        "report": _report(viewer, edition, slug, cases, seed, village),
        "cases": cases,
        "seed": seed,
        "most": MOST_CASES,
        "too_many": too_many,
        "village": village,
        "villages": _villages(viewer, slug, village),
        "demo": village is not None and village.is_demo,
    }
    return render(request, "simulation/power.html", context)


@require_safe
def attachment(request: HttpRequest, slug: str) -> HttpResponse:
    """The same as a file to attach to a revision of the list."""
    viewer, edition, village = _asked(request, slug)
    cases, seed, _too_many = _numbers(request)
    report = _report(viewer, edition, slug, cases, seed, village)
    answer = HttpResponse(as_html(report), content_type="text/html; charset=utf-8")
    where = f"-{village.pk}" if village else ""
    answer["Content-Disposition"] = f'attachment; filename="simulation-{slug}-{cases}-{seed}{where}.html"'
    return answer


def _asked(request: HttpRequest, slug: str) -> tuple[Viewer, Edition, Division | None]:
    viewer, village = simulated_village(request)
    edition = current_edition(viewer.day)
    if slug not in edition.powers:
        raise Http404
    return viewer, edition, village


def _villages(viewer: Viewer, slug: str, village: Division | None) -> list[tuple[Division, int]]:
    """The villages that may be chosen: those with finished cases of the power, and the one chosen."""
    found = villages_with_cases(slug, viewer.scopes, MOST_VILLAGES)
    if village is not None and village not in [one for one, _count in found]:
        found.append((village, 0))
    return found


def _numbers(request: HttpRequest) -> tuple[int, int, bool]:
    """Cases and seed as asked for, within bounds; whether more were asked for than a page simulates."""
    asked, seed = (_number(request.GET.get(name, ""), usual) for name, usual in (("cases", USUAL_CASES), ("seed", 1)))
    return max(1, min(asked, MOST_CASES)), min(seed, MOST_SEED), asked > MOST_CASES


def _number(text: str, usual: int) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else usual


def _report(viewer: Viewer, edition: Edition, slug: str, cases: int, seed: int, village: Division | None) -> Report:
    prover = prover_of(edition, limits_for(village, viewer.day, edition) if village else None)
    setting = Setting(cases, seed, viewer.day)
    found = run_in(prover, slug, setting, work_calendar().is_working_day, village)
    return report_of(edition, prover.exhausted(slug), viewer.day, found, place=village.short_name if village else "")


@require_safe
def separation(request: HttpRequest, pk: int) -> HttpResponse:
    """Which steps of which powers nobody can do, or lose their check, with the persons that the village has."""
    viewer, village = separation_gate(request, pk)
    edition = current_edition(viewer.day)
    prover = prover_of(edition, limits_for(village, viewer.day, edition))
    groups = groups_of(village, prover, viewer.day)
    context = {
        "section": "villages",
        "demo": village.is_demo,
        "village": village,
        "now": [group for group in groups if not group.general],
        "would": [group for group in groups if group.general],
        "why": _("规定不让同一个人既办又查；村里人手少的时候，看哪几步会落到一个人手里。"),
    }
    return render(request, "simulation/separation.html", context)
