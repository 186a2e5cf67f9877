"""Villages become one: chosen on a first page, shown with all that would move on a second, and then done."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from qingdan.records.people.acts.moving import CARRY, NAME, held_in
from qingdan.records.people.gates import acting_from
from qingdan.records.people.models import Holding
from qingdan.records.people.posts import all_posts, post_name
from qingdan.records.regions import queries as regions
from qingdan.records.regions.acts import NewVillage, merge_villages
from qingdan.records.regions.models import Division
from qingdan.records.regions.rebasing import Move, preview
from qingdan.records.register.acts import AlreadyDone, Refused
from qingdan.web.places.forms import MergeForm
from qingdan.web.places.gates import MANAGERS, managed_cities


@dataclass(frozen=True)
class Plan:
    """What a valid form asks for: the villages that end, and what they become."""

    form: MergeForm

    @property
    def kept(self) -> Division | None:
        """The village that goes on; None when a new one is made."""
        into = self.form.cleaned_data["into"]
        return None if into == MergeForm.NEW else Division.objects.select_related("parent").get(pk=int(into))

    @property
    def into(self) -> Division | NewVillage:
        words = self.form.cleaned_data
        return self.kept or NewVillage(words["name"].strip(), words["code"].strip())

    @property
    def ending(self) -> list[Division]:
        kept = self.kept
        return [v for v in self.form.cleaned_data["villages"] if kept is None or v.pk != kept.pk]

    def move(self, carried: set[int]) -> Move:
        """What would move, for the preview: nothing of it is written."""
        words, kept = self.form.cleaned_data, self.kept
        successor = kept or Division(level="village", name=words["name"], short_name=words["name"])
        return Move(
            day=words["on"],
            paths=tuple((village.path, kept.path if kept else village.path) for village in self.ending),
            successors={village.pk: successor for village in self.ending},
            choices={NAME: {CARRY: carried}},
        )


@require_http_methods(["GET", "HEAD", "POST"])
def merge(request: HttpRequest) -> HttpResponse:
    """Choose, look, and do it: ``step`` says which."""
    _viewer, cities = managed_cities(request)
    towns = [town for city in cities for town in regions.towns_of(city)]
    asked = request.GET.get("town", "")
    town = next((t for t in towns if str(t.pk) == asked), None)
    if asked and town is None:
        raise Http404
    villages = list(Division.objects.filter(parent=town, level="village").standing().order_by("path")) if town else []
    form = MergeForm(villages, request.POST or None)
    context = {"section": "villages", "towns": towns, "town": town, "villages": villages, "form": form}
    context["demo"] = any(village.is_demo for village in villages)
    if request.method != "POST" or town is None or not form.is_valid():
        return render(request, "places/merge.html", context, status=422 if form.is_bound else 200)
    plan = Plan(form)
    carried = {int(pk) for pk in request.POST.getlist("carry") if pk.isascii() and pk.isdigit()}
    if request.POST.get("step") == "confirm":
        try:
            return _merge(request, plan, carried, town)
        except Refused as refusal:
            return _preview(request, plan, carried, context, str(refusal.message))
    return _preview(request, plan, _may_go_on(plan), context)


def _merge(request: HttpRequest, plan: Plan, carried: set[int], town: Division) -> HttpResponse:
    words = plan.form.cleaned_data
    held = {h.post for h in managed_cities(request)[0].holdings}
    acting = acting_from(request, roles=held & set(MANAGERS), division=town)
    try:
        village = merge_villages(
            acting=acting, villages=plan.ending, into=plan.into, on=words["on"], document=words["document"],
            choices={NAME: {CARRY: carried}},
        )  # fmt: skip
    except AlreadyDone as before:
        return redirect("places:village", pk=before.entry.subject_id or 0)
    messages.success(request, _("合并登记好了。请接着登记还空着的职务，办好离任人员的移交。"))
    return redirect("places:village", pk=village.pk)


def _terms(plan: Plan) -> list[Holding]:
    return list(held_in([village.pk for village in plan.ending], plan.form.cleaned_data["on"]))


def _may_go_on(plan: Plan) -> set[int]:
    """The terms that fit into the new village without anybody having to choose: what the preview begins with."""
    terms, kept = _terms(plan), plan.kept
    there = list(held_in([kept.pk], plan.form.cleaned_data["on"])) if kept else []
    counts = Counter(term.post for term in (*terms, *there))
    most = {slug: post.max for slug, post in all_posts().items()}
    return {t.pk for t in terms if most.get(t.post) is None or counts[t.post] <= most[t.post]}  # type: ignore[operator]


def _preview(
    request: HttpRequest, plan: Plan, carried: set[int], context: dict[str, Any], refused: str = ""
) -> HttpResponse:
    kept = plan.kept
    terms = [(term, post_name(term.post), term.pk in carried) for term in _terms(plan)]
    try:
        counts = preview(plan.move(carried))
    except Refused as refusal:
        counts, refused = [], str(refusal.message)
    context |= {
        "ending": plan.ending,
        "into": kept.short_name if kept else plan.form.cleaned_data["name"],
        "counts": counts,
        "terms": terms,
        "refused": refused,
        "too_few": len(plan.ending) + (kept is not None) < 2,
    }
    return render(request, "places/merge_preview.html", context, status=409 if refused else 200)
