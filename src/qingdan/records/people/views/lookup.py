"""The one page on which another's kin declarations can be read: by the town's discipline inspector, for a purpose."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from qingdan.records.people import acts, gates, queries
from qingdan.records.people.forms import LookupForm
from qingdan.records.people.models import KinTie, Person
from qingdan.records.regions.models import Division
from qingdan.records.register.acts import Refused

LOOKS_UP = "town-discipline"  # the one post that may


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def kin_lookup(request: HttpRequest) -> HttpResponse:
    """Name a person of a village of one's town and say why; the answer is shown once and the reading is recorded."""
    viewer, holding = gates.post_gate(request, LOOKS_UP)
    villages = Division.objects.filter(parent_id=holding.division_id, level="village").order_by("path")
    form = LookupForm(villages, request.POST or None)
    person: Person | None = None
    ties: list[KinTie] = []
    if request.method == "POST" and form.is_valid():
        words = form.cleaned_data
        found = queries.holders_named(words["name"].strip(), words["village"])
        if len(found) != 1:
            form.add_error("name", _none_or_many(len(found)))
        else:
            try:
                acting = gates.acting_from(request, LOOKS_UP)
                ties = acts.look_up_kin(acting=acting, person=found[0], purpose=words["purpose"])
                person = found[0]
            except Refused as refusal:
                form.add_error("purpose", refusal.message)
    context = {"section": "more", "form": form, "person": person, "ties": ties, "viewer": viewer}
    return render(request, "people/kin_lookup.html", context, status=422 if form.errors else 200)


def _none_or_many(count: int) -> str:
    if count == 0:
        return _("这个村没有任过职的人叫这个名字。请核对村名和姓名，姓名要写全。")
    return _("这个村有%(n)d个任过职的人叫这个名字，分不清是谁。请到镇里当面核对。") % {"n": count}
