"""A village joins, leaves as a pilot, gets another name, code or town, or some of its groups become a new one."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from qingdan.records.editions.adopting import adopted, decision_of
from qingdan.records.editions.queries import current_edition
from qingdan.records.people.forms import DeskForm
from qingdan.records.people.gates import acting_from
from qingdan.records.regions import acts
from qingdan.records.regions.acts import Decision, NewVillage
from qingdan.records.regions.models import Division
from qingdan.records.regions.queries import adoptions_of
from qingdan.records.regions.wording import state_of
from qingdan.records.register.acts import Acting
from qingdan.web.places import answers
from qingdan.web.places.forms import ChangeForm, JoinForm, LeaveForm, SplitForm
from qingdan.web.places.gates import MANAGERS, SeenVillage, manager_gate

GET_POST = ["GET", "HEAD", "POST"]


def acting_as_manager(request: HttpRequest, seen: SeenVillage) -> Acting:
    """Who registers it, in the post by which he may."""
    return acting_from(request, roles=seen.viewer.posts_for(seen.village) & set(MANAGERS), division=seen.village)


@require_http_methods(GET_POST)
def join(request: HttpRequest, pk: int) -> HttpResponse:
    """Register that a village begins, as a pilot or fully, or that it adopts the edition in force today."""
    seen = manager_gate(request, pk)
    edition = current_edition(seen.viewer.day)
    form = JoinForm(edition, request.POST or None)

    def act() -> Division:
        words = form.cleaned_data
        if words["body"] == JoinForm.DOCUMENT:
            decision = Decision(words["office"], words["decided_on"], words["minutes"])
        else:
            decision = decision_of(edition, words["body"], words["decided_on"], words["minutes"])
        return acts.join_village(
            acting=acting_as_manager(request, seen), village=seen.village, state=words["state"],
            joined_on=words["joined_on"], decision=decision, edition=adopted(edition),
        )  # fmt: skip

    more = {"edition": edition, "leave_form": LeaveForm() if seen.village.state == "pilot" else None}
    return _page(request, seen, form, act, _("登记好了。"), "places/join.html", more)


@require_http_methods(["POST"])
def leave(request: HttpRequest, pk: int) -> HttpResponse:
    """Register that a pilot ends."""
    seen = manager_gate(request, pk)
    edition = current_edition(seen.viewer.day)
    form = LeaveForm(request.POST)

    def act() -> Division:
        return acts.leave_pilot(acting=acting_as_manager(request, seen), village=seen.village, **form.cleaned_data)

    more = {"edition": edition, "leave_form": form}
    answer = _done(request, seen, form, act, _("登记好了：试点结束。"))
    return answer or _shown(request, seen, JoinForm(edition), "places/join.html", more, 422)


@require_http_methods(GET_POST)
def change(request: HttpRequest, pk: int) -> HttpResponse:
    """Register another name, another code or another town."""
    seen = manager_gate(request, pk)
    town = seen.village.parent
    assert town is not None
    towns = Division.objects.filter(parent_id=town.parent_id, level="town").exclude(pk=town.pk).order_by("path")
    form = ChangeForm(towns, request.POST or None)

    def act() -> Division:
        words = form.cleaned_data
        common: dict[str, Any] = {
            "acting": acting_as_manager(request, seen), "village": seen.village, "on": words["on"],
            "document": words["document"],
        }  # fmt: skip
        if words["what"] == ChangeForm.RENAME:
            return acts.rename_village(**common, name=words["name"])
        if words["what"] == ChangeForm.RECODE:
            return acts.recode_village(**common, code=words["code"])
        return acts.move_village(**common, town=words["town"], code=words["code"])

    return _page(request, seen, form, act, _("登记好了，以前的名称和代码都留着。"), "places/change.html", {})


@require_http_methods(GET_POST)
def split(request: HttpRequest, pk: int) -> HttpResponse:
    """Register that some groups become a village of their own."""
    seen = manager_gate(request, pk)
    form = SplitForm(seen.village, request.POST or None)

    def act() -> Division:
        words = form.cleaned_data
        return acts.split_village(
            acting=acting_as_manager(request, seen), village=seen.village,
            new=NewVillage(words["name"], words["code"].strip()), groups=list(words["groups"]), on=words["on"],
            document=words["document"],
        )  # fmt: skip

    return _page(request, seen, form, act, _("登记好了。请接着登记新村的职务和代签规则。"), "places/split.html", {})


def _page(
    request: HttpRequest,
    seen: SeenVillage,
    form: DeskForm,
    act: Callable[[], Division],
    words: str,
    template: str,
    more: dict[str, Any],
) -> HttpResponse:
    answer = _done(request, seen, form, act, words) if request.method == "POST" else None
    return answer or _shown(request, seen, form, template, more, 422 if form.is_bound else 200)


def _done(
    request: HttpRequest, seen: SeenVillage, form: DeskForm, act: Callable[[], Division], words: str
) -> HttpResponse | None:
    return answers.done(request, form, act, words, seen.village) if form.is_valid() else None


def _shown(
    request: HttpRequest, seen: SeenVillage, form: DeskForm, template: str, more: dict[str, Any], status: int
) -> HttpResponse:
    place = seen.village
    context = {
        "section": "villages",
        "demo": place.is_demo,
        "village": place,
        "form": form,
        "state": state_of(place, adoptions_of(place)),
        **more,
    }
    return render(request, template, context, status=status)
