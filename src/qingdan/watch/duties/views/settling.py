"""What a village has settled: how often it publishes something, where the list leaves it open."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from qingdan.domain.catalogue.disclosure import PublicDuty
from qingdan.domain.rules.audience import Audience
from qingdan.domain.rules.rhythm import Rhythm, period_of
from qingdan.features.cases.messages import local
from qingdan.records.people.gates import acting_from
from qingdan.records.register.acts import AlreadyDone, Refused
from qingdan.watch.duties import acts, presenting, queries
from qingdan.watch.duties.finding import occasions_of
from qingdan.watch.duties.forms import SettleForm
from qingdan.watch.duties.gates import Speaker, speaker_gate

NONE = "none"


@require_http_methods(["GET", "HEAD", "POST"])
def settle(request: HttpRequest, pk: int, duty: str) -> HttpResponse:
    """Record what the village has settled about one duty."""
    speaker = speaker_gate(request, pk)
    found = speaker.duties.duties.get(duty)
    if found is None or not found.settled or not speaker.settles:
        raise Http404
    days = [(day.isoformat(), presenting.day(day)) for day in open_days(speaker, found)]
    form = SettleForm(
        _choices(found), days, request.POST or None, initial={"since": days[0][0]}, village=speaker.village,
        audience=Audience.INTERNET,
    )  # fmt: skip
    status = 200
    if form.is_bound:
        status = 422
        if form.is_valid():
            try:
                return _settled(request, speaker, found, form)
            except AlreadyDone:
                return redirect("duties:desk", pk=speaker.village.pk)
            except Refused as fault:
                form.add_error(None, fault.message)
                status = 409
    context = {
        "section": "boards",
        "village": speaker.village,
        "demo": speaker.village.is_demo,
        "duty": found,
        "form": form,
        "setting": local(found.setting) if found.setting else "",
        "earlier": [row for row in queries.settlements_in([speaker.village]).get(speaker.village.pk, [])
                    if row.duty == duty],
    }  # fmt: skip
    return render(request, "duties/settle.html", context, status=status)


def _choices(duty: PublicDuty) -> list[tuple[str, str]]:
    found = [(str(rhythm), local(rhythm.words)) for rhythm in duty.choices or (duty.rhythm,)]
    return [*found, (NONE, _("不用公开：%(why)s") % {"why": local(duty.unless)})] if duty.unless else found


def open_days(speaker: Speaker, duty: PublicDuty) -> Iterator[date]:
    """The first days of quarters from which it may be settled: of this one, while nothing of it is past its last day,
    and of the next."""
    now = period_of(Rhythm.QUARTERLY, speaker.viewer.day)
    mine = [o for o in occasions_of(speaker.village, speaker.viewer.day) if o.slug == duty.slug and o.case is None]
    if not any(o.ran_on >= now.begins and (o.due < speaker.viewer.day or o.lapse) for o in mine):
        yield now.begins
    yield now.last + timedelta(days=1)


def _settled(request: HttpRequest, speaker: Speaker, duty: PublicDuty, form: SettleForm) -> HttpResponse:
    typed = form.cleaned_data
    rhythm = "" if typed["rhythm"] == NONE else typed["rhythm"]
    settled = acts.Settled(
        rhythm=rhythm,
        since=date.fromisoformat(typed["since"]),
        decided_by=typed["decided_by"],
        document=typed["document"],
        words=(Rhythm(rhythm).words if rhythm else duty.unless or duty.title).zh,
        leaks_why=form.leaks_why,
    )
    acting = acting_from(request, roles=speaker.settles, division=speaker.village)
    acts.settle(acting=acting, village=speaker.village, duty=duty.slug, title=duty.title.zh, settled=settled)
    messages.success(request, _("记下了，村民在公开任务页上看得到是谁定的。"))
    return redirect("duties:desk", pk=speaker.village.pk)
