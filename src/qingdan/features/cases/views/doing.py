"""Handing in, disputing, handing over, urging, stopping: each a form, an act and an answer."""

from __future__ import annotations

from itertools import takewhile

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from qingdan.features.cases.acts import begin_duty, discharge, dispute_step, hand_over, interrupt, urge
from qingdan.features.cases.acts.asking import verify_request
from qingdan.features.cases.acts.clocks import extend_clock
from qingdan.features.cases.channels import RECORDED, Channel
from qingdan.features.cases.doing import form_of
from qingdan.features.cases.drafts import keep_draft
from qingdan.features.cases.forms import StepForm
from qingdan.features.cases.gates import SeenCase, case_gate
from qingdan.features.cases.meeting_forms import GatheringForm
from qingdan.features.cases.models import Request
from qingdan.features.cases.running import Handed
from qingdan.features.cases.sitting import do_sitting, next_forms
from qingdan.features.cases.views.case import render_case
from qingdan.records.people.gates import acting_from
from qingdan.records.register.acts import Acting, AlreadyDone, Refused

MOST_REASON = 2000


@require_POST
def do(request: HttpRequest, pk: int, key: str) -> HttpResponse:
    """Hand in a step. What is wrong is said beside the form, with everything typed still there."""
    seen = case_gate(request, pk)
    ways = seen.capacities(key)
    if key not in seen.running.steps and key.partition("#")[0] not in seen.running.steps:
        raise Http404
    if not ways:
        return _refused_at(request, seen, key)
    form = form_of(seen, key, request.POST, request.FILES)
    following = _chosen(request, next_forms(seen, key, request.POST, request.FILES))
    if not all([form.is_valid(), *(f.is_valid() for f in following)]):
        return render_case(request, seen, key, form, following, status=422)
    try:
        case = do_sitting(seen, form, following, _acting(request, seen, form.capacity().role))
    except AlreadyDone:
        messages.info(request, _("这份表刚才已经交过了，没有重复记录。"))
        return redirect("cases:case", pk=pk)
    except Refused as fault:
        form.add_error(None, fault.message)
        return render_case(request, case_gate(request, pk), key, form, following, status=409)
    messages.success(request, _("办好了，已经记入登记簿。"))
    if isinstance(form, GatheringForm):
        recorded = case.events.filter(type="meet", key=key).order_by("-seq").values_list("seq", flat=True)
        return redirect("cases:meeting", pk=case.pk, seq=recorded[0])
    return redirect("cases:case", pk=case.pk)


def _chosen(request: HttpRequest, forms: list[StepForm]) -> list[StepForm]:
    """The following steps that the person has ticked; a step cannot be done without those before it."""
    return list(takewhile(lambda f: request.POST.get(f"{f.prefix}-also"), forms))


def _acting(request: HttpRequest, seen: SeenCase, role: str) -> Acting:
    posts = (role,) if role in seen.who.posts else ()
    return acting_from(request, roles=posts, division=seen.case.village)


def _reason(request: HttpRequest) -> str:
    return _text(request, "reason")


def _text(request: HttpRequest, name: str) -> str:
    return request.POST.get(name, "").replace("\x00", "").strip()[:MOST_REASON]


def _refused_at(request: HttpRequest, seen: SeenCase, key: str) -> HttpResponse:
    """Somebody was quicker, or this person may not: say which, on the page as it is now."""
    if key in seen.case.state["open"]:
        said = _("这一步现在不能由您来办。请看“这一步的规矩”里由谁办。")
    else:
        said = _("这一步刚才已经有人办完了，您不用再办。下面是最新的进度。")
    messages.error(request, said)
    return render_case(request, seen, status=409)


@require_POST
def draft(request: HttpRequest, pk: int, key: str) -> HttpResponse:
    """Keep what is typed, unchecked, for this person only."""
    seen = case_gate(request, pk)
    if seen.capacities(key):
        keep_draft(seen, key, request.POST)
        messages.success(request, _("先存下了，只有您看得到。"))
    return redirect(f"{reverse('cases:case', args=[pk])}?step={key.replace('#', '%23')}")


def _answer(request: HttpRequest, pk: int, said: str) -> HttpResponse:
    messages.success(request, said)
    return redirect("cases:case", pk=pk)


def _refused(request: HttpRequest, pk: int, fault: Refused) -> HttpResponse:
    messages.error(request, str(fault.message))
    return render_case(request, case_gate(request, pk), status=409)


@require_POST
def dispute(request: HttpRequest, pk: int, key: str) -> HttpResponse:
    """The second person sends the first one's paper back."""
    seen = case_gate(request, pk)
    ways = seen.capacities(key)
    if not ways:
        return _refused_at(request, seen, key)
    acting = _acting(request, seen, ways[0].role)
    handed = Handed(acting.at, reason=_reason(request))
    try:
        dispute_step(acting=acting, case_id=pk, key=key, role=ways[0].role, handed=handed)
    except Refused as fault:
        return _refused(request, pk, fault)
    return _answer(request, pk, _("已退回，请前一位重新填写。"))


@require_POST
def hand_over_to(request: HttpRequest, pk: int, key: str) -> HttpResponse:
    """Give an open step to somebody else who may do it."""
    seen = case_gate(request, pk)
    if not seen.capacities(key):
        return _refused_at(request, seen, key)
    to = request.POST.get("to", "")[:18]
    try:
        if not (to.isascii() and to.isdigit()):
            raise Refused(_("请选一位接手的人。"))
        hand_over(acting=_acting(request, seen, ""), case_id=pk, key=key, to_id=int(to))
    except Refused as fault:
        return _refused(request, pk, fault)
    return _answer(request, pk, _("已转交，对方的待办里会出现这一步。"))


@require_POST
def urge_step(request: HttpRequest, pk: int, key: str) -> HttpResponse:
    """Ask those who may do a step to do it."""
    seen = case_gate(request, pk)
    try:
        urge(acting=_acting(request, seen, ""), case_id=pk, key=key)
    except Refused as fault:
        return _refused(request, pk, fault)
    return _answer(request, pk, _("已催办，对方的待办里会标出来。"))


@require_POST
def stop(request: HttpRequest, pk: int, name: str) -> HttpResponse:
    """Withdraw the case, or another of its ways to be ended at any time."""
    seen = case_gate(request, pk)
    rule = seen.running.flow.any_time.get(name)
    signer = seen.signer_for(rule.by) if rule else None
    if rule is None or signer is None:
        raise Http404
    role, person = signer
    acting = _acting(request, seen, role)
    channel = _channel(request) if person != seen.viewer.person.pk else ""
    handed = Handed(acting.at, reason=_reason(request), channel=channel)
    try:
        interrupt(acting=acting, case_id=pk, name=name, role=role, handed=handed, signer_id=person)
    except Refused as fault:
        return _refused(request, pk, fault)
    return _answer(request, pk, _("这件事已经中止，过程都留着。"))


def _channel(request: HttpRequest) -> str:
    """On which way a party said what somebody else writes down."""
    given = request.POST.get("channel", "")
    return given if given in dict(RECORDED) else str(Channel.COUNTER)


@require_POST
def verify(request: HttpRequest, pk: int) -> HttpResponse:
    """Record that the party is who it says it is, and how somebody made sure."""
    seen = case_gate(request, pk)
    if not (seen.handles and seen.who.posts and Request.objects.filter(case=seen.case).exists()):
        raise Http404
    try:
        verify_request(acting=_acting(request, seen, ""), case_id=pk, how=_text(request, "how"))
    except Refused as fault:
        return _refused(request, pk, fault)
    return _answer(request, pk, _("已记下：申请人的身份核实过了。"))


@require_POST
def extend(request: HttpRequest, pk: int, clock: str) -> HttpResponse:
    """Let a legal time limit end later, with a reason and who approved it."""
    seen = case_gate(request, pk)
    rule = seen.running.flow.clocks.get(clock)
    if rule is None or rule.extend is None or not seen.handles:
        raise Http404
    try:
        extend_clock(
            acting=_acting(request, seen, ""), case_id=pk, clock=clock, reason=_reason(request),
            approved_by=_text(request, "approved_by"),
        )  # fmt: skip
    except Refused as fault:
        return _refused(request, pk, fault)
    return _answer(request, pk, _("期限已经延长，理由和批准的人都记下了。"))


@require_POST
def discharge_duty(request: HttpRequest, pk: int, key: str) -> HttpResponse:
    """Do a duty that the case left owed, begin the power that does it, or say that it need not come back."""
    seen = case_gate(request, pk)
    node = seen.running.owed.get(key.partition("#")[0])
    signer = seen.signer_for(node.block.by) if node else None  # type: ignore[union-attr]
    if signer is None:
        raise Http404
    acting = _acting(request, seen, signer[0])
    over = request.POST.get("over") == "yes"
    try:
        if node.block.power and not over:  # type: ignore[union-attr]
            child = begin_duty(acting=acting, case_id=pk, key=key, happened_at=acting.at)
            return _answer(request, child.pk, _("已经开始办，办结后自动销号。"))
        handed = Handed(acting.at, reason=_reason(request))
        discharge(acting=acting, case_id=pk, key=key, role=signer[0], handed=handed, over=over)
    except AlreadyDone:
        return _answer(request, pk, _("这件事刚才已经办过了，没有重复记录。"))
    except Refused as fault:
        return _refused(request, pk, fault)
    return _answer(request, pk, _("办好了，已经记入登记簿。"))
