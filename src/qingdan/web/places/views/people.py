"""Who stands in for whom, and who is away, as the village or the town registers it."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from qingdan.domain.rules.standing_in import Why
from qingdan.records.people import acts
from qingdan.records.people.gates import acting_from
from qingdan.records.people.models import Absence, Deputy, Person
from qingdan.records.people.queries import villages_of
from qingdan.records.register.acts import Acting
from qingdan.web.places import answers, queries
from qingdan.web.places.forms import AwayForm, DeputyForm
from qingdan.web.places.gates import RULERS, SAYERS, SeenVillage, ruler_gate, sayer_gate
from qingdan.web.places.views.pages import render_village


def _acting(request: HttpRequest, seen: SeenVillage, posts: tuple[str, ...]) -> Acting:
    held = seen.viewer.posts_for(seen.village) & set(posts)
    return acting_from(request, roles=held, division=seen.village)


def _persons(seen: SeenVillage) -> list[Person]:
    rows = queries.posts_of_village(seen.village, seen.viewer.day)
    return list({h.person.pk: h.person for row in rows for h in row.holders}.values())


@require_POST
def add_deputy(request: HttpRequest, pk: int) -> HttpResponse:
    """Add a line to the village's rule."""
    seen = ruler_gate(request, pk)
    persons = _persons(seen)
    form = DeputyForm(persons, request.POST)
    if form.is_valid():
        words, named = form.cleaned_data, form.named()
        answer = answers.done(
            request,
            form,
            lambda: acts.name_deputy(
                acting=_acting(request, seen, RULERS), village=seen.village, post=words["post"],
                deputy_post=named.get("post"), order=words["order"], why=words["why"],
                deputy_person=next((p for p in persons if p.pk == named.get("person")), None),
                reasons=[Why(reason) for reason in words["reasons"]],
            ),
            _("代签规则定好了，村页上看得到。"),
            seen.village,
        )  # fmt: skip
        if answer:
            return answer
    return render_village(request, seen, deputy_form=form)


@require_POST
def end_deputy(request: HttpRequest, pk: int, rule: int) -> HttpResponse:
    """End a line of the rule."""
    seen = ruler_gate(request, pk)
    found = Deputy.objects.select_related("village", "deputy_person").filter(pk=rule, village=seen.village).first()
    if found is None:
        raise Http404
    return answers.said(
        request,
        lambda: acts.end_deputy(acting=_acting(request, seen, RULERS), rule=found),
        _("这条代签规则取消了。"),
        seen.village,
    )


@require_POST
def say_away(request: HttpRequest, pk: int) -> HttpResponse:
    """Say of another official of the village that he is away."""
    seen = sayer_gate(request, pk)
    persons = [person for person in _persons(seen) if person != seen.viewer.person]
    form = AwayForm(persons, seen.viewer.day, request.POST)
    if form.is_valid():
        words = form.cleaned_data
        person = next(p for p in persons if str(p.pk) == words["person"])
        answer = answers.done(
            request,
            form,
            lambda: acts.declare_absence(
                acting=_acting(request, seen, SAYERS), person=person, starts=words["starts"], ends=words["ends"],
                why=words["why"],
            ),
            _("登记好了。等他办的步骤，按代签规则转给别人。"),
            seen.village,
        )  # fmt: skip
        if answer:
            return answer
    return render_village(request, seen, away_form=form)


@require_POST
def say_back(request: HttpRequest, pk: int, absence: int) -> HttpResponse:
    """Say that he is back."""
    seen = sayer_gate(request, pk)
    found = Absence.objects.select_related("person").filter(pk=absence).first()
    if found is None or seen.village not in villages_of(found.person, seen.viewer.day):
        raise Http404
    return answers.said(
        request,
        lambda: acts.end_absence(acting=_acting(request, seen, SAYERS), absence=found),
        _("登记好了，他的待办回到他那里。"),
        seen.village,
    )
