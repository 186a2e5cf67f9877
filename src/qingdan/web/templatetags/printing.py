"""Links to what prints: ``{% case_forms case as papers %}``, ``{% power_forms edition power as papers %}``."""

from __future__ import annotations

from typing import Any

from django import template
from django.urls import reverse
from django.utils import timezone

from qingdan.domain.catalogue.model import Edition, Power
from qingdan.domain.flow.model import StepKind
from qingdan.domain.flow.state import base
from qingdan.features.cases.messages import local
from qingdan.features.cases.models import Case
from qingdan.features.cases.running import edition_of, machine_of
from qingdan.records.editions.queries import NoEdition, current_edition
from qingdan.records.regions.days import local_date
from qingdan.records.regions.models import Division
from qingdan.web.printing.listing import forms_of, title_of

register = template.Library()


@register.simple_tag
def case_forms(case: Case) -> list[dict[str, Any]]:
    """The forms of a case that can be printed now, open steps first: title, step, address, and whether it is done.
    No query."""
    edition, steps = edition_of(case), machine_of(case).flow.steps()
    keys = [*case.state["open"], *(k for k in case.state["results"] if k not in case.state["open"])]
    return [
        {
            "title": title_of(edition, step),
            "step": local(step.name),
            "url": reverse("forms:filled", args=[case.pk, key]),
            "word": reverse("forms:filled-word", args=[case.pk, key]),
            "done": key not in case.state["open"],
        }
        for key in keys
        if (step := steps.get(base(key))) and step.kind is not StepKind.START
    ]


@register.simple_tag
def norm_sets(village: Division) -> list[dict[str, str]]:
    """The eight norms of the list in force, each with the address of its blank forms for a village. At most a query."""
    try:
        edition = current_edition(local_date(timezone.now()))
    except NoEdition:
        return []
    return [
        {"title": local(norm.title), "url": reverse("forms:norm-forms", args=[village.pk, slug])}
        for slug, norm in edition.norms.items()
        if edition.powers_of(slug)
    ]


@register.simple_tag
def count_done(papers: list[dict[str, Any]]) -> int:
    """How many of :func:`case_forms` belong to steps that are done."""
    return sum(paper["done"] for paper in papers)


@register.simple_tag
def power_forms(edition: Edition, power: Power) -> list[dict[str, Any]]:
    """Every blank form of a power: title, step, address. No query."""
    return [{"title": t, "step": local(step.name), "url": url} for step, t, url in forms_of(edition, power)]
