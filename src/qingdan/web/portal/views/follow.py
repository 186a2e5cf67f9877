"""What a party does by number and code: hand in a step (补材料), withdraw. No account; a pass of half an hour."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from qingdan.features.cases.acts import interrupt
from qingdan.features.cases.channels import Channel
from qingdan.features.cases.doing import do_as_party, party_context
from qingdan.features.cases.messages import local
from qingdan.features.cases.models import Case
from qingdan.features.cases.request_forms import PartyStepForm
from qingdan.features.cases.running import Handed, edition_of, machine_of
from qingdan.records.people.gates import form_token
from qingdan.records.register.acts import Acting, AlreadyDone, Refused
from qingdan.watch.boards.tries import Tries
from qingdan.web.portal import queries
from qingdan.web.portal.following import Unknown, followed, keep_following
from qingdan.web.portal.todo import parties_of
from qingdan.web.portal.tracking import tracked
from qingdan.web.portal.village import page

HANDING_IN = Tries("party-step", most=20, minutes=60)  # for one case: whoever has the code may not fill the disk
MOST_REASON = 2000


@login_not_required
@never_cache
@require_safe
def case(request: HttpRequest) -> HttpResponse:
    """The case whose number and code this browser gave within the last half hour; else the page that asks for them."""
    try:
        root = followed(request)
    except Unknown:
        return redirect("portal:track")
    return page(request, "portal/tracked.html", root.village, section="track", asked=root, cases=tracked(root))


@login_not_required
@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def do(request: HttpRequest, pk: int, key: str) -> HttpResponse:
    """A step that is the party's: the list of what is wanted, the form, the photos."""
    try:
        root = followed(request)
    except Unknown as unknown:
        return unknown.answer(request)
    one, party = _case(root, pk)
    if not _is_theirs(one, key):
        return _too_late(request, root)
    context = party_context(one, key, party)
    if not context.capacities:
        return _too_late(request, root)
    given = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    form = PartyStepForm(context, *given)
    if not form.is_bound:
        return _step_page(request, root, one, form)
    if not form.is_valid():
        return _step_page(request, root, one, form, 422)
    return _handed_in(request, root, one, form, party)


def _case(root: Case, pk: int) -> tuple[Case, int]:
    """A case of the tree, and the person for whom whoever has the code acts. :raises Http404: when it is of no such."""
    one = next((c for c in queries.cases_below(root) if c.pk == pk), None)
    party = next(iter(parties_of(root).values()), None)
    if one is None or party is None:
        raise Http404
    return one, party


def _is_theirs(one: Case, key: str) -> bool:
    asking = edition_of(one).head.asking
    return key in one.state["open"] and bool(asking & set(machine_of(one).step(key).by))


def _too_late(request: HttpRequest, root: Case) -> HttpResponse:
    messages.error(request, _("这一步已经办完、过了期，或者这件事已经办结，不用再交。下面是最新的进度。"))
    return keep_following(request, redirect("portal:followed"), root)


def _step_page(request: HttpRequest, root: Case, one: Case, form: PartyStepForm, status: int = 200) -> HttpResponse:
    shown = next(t for t in tracked(root) if t.case.pk == one.pk)
    response = page(
        request, "portal/follow_do.html", root.village, status, section="track", case=one, form=form,
        step=form.context.step, key=form.context.key, todo=shown.todo,
        due_at=next((do.due_at for do in shown.todo.mine if do.key == form.context.key), None),
    )  # fmt: skip
    return keep_following(request, response, root)


def _handed_in(request: HttpRequest, root: Case, one: Case, form: PartyStepForm, party: int) -> HttpResponse:
    source = f"case:{root.pk}"
    if HANDING_IN.used_up(source):
        form.add_error(None, _("这一小时里交的次数太多了。请过一会儿再交，或者拿着材料到村委会交。"))
        return _step_page(request, root, one, form, 429)
    HANDING_IN.count(source)
    acting = Acting(person_id=None, name=_party_words(one), at=timezone.now(), once=form_token(request))
    try:
        do_as_party(one, form, acting, party)
    except AlreadyDone:
        messages.info(request, _("刚才已经交过了，没有重复记录。"))
    except Refused as fault:
        form.add_error(None, fault.message)
        return _step_page(request, root, one, form, 409)
    else:
        messages.success(request, _("收到了，已经转给经办人。"))
    return keep_following(request, redirect("portal:followed"), root)


def _party_words(one: Case) -> str:
    edition = edition_of(one)
    return _("、").join(local(edition.role_words(role)) for role in parties_of(one)) or _("一位村民")


# -- withdrawing ---------------------------------------------------------------------------------------------------
@login_not_required
@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def stop(request: HttpRequest, pk: int, name: str) -> HttpResponse:
    """End the case by one of the definition's events that are the party's, after asking whether that is meant."""
    try:
        root = followed(request)
    except Unknown as unknown:
        return unknown.answer(request)
    one, party = _case(root, pk)
    rule = machine_of(one).flow.any_time.get(name)
    roles = [role for role in rule.by if role in parties_of(one)] if rule else []
    if rule is None or not roles:
        raise Http404
    if request.method != "POST":
        return _stop_page(request, root, one, name)
    acting = Acting(person_id=None, name=_party_words(one), at=timezone.now(), once=form_token(request))
    reason = request.POST.get("reason", "").replace("\x00", "").strip()[:MOST_REASON]
    handed = Handed(acting.at, reason=reason, channel=Channel.ONLINE)
    try:
        interrupt(acting=acting, case_id=one.pk, name=name, role=roles[0], handed=handed, signer_id=party)
    except AlreadyDone:
        messages.info(request, _("刚才已经撤过了，没有重复记录。"))
    except Refused as fault:
        messages.error(request, str(fault.message))
    else:
        messages.success(request, _("已经撤回。过程都留着，以后要办可以再申请。"))
    return keep_following(request, redirect("portal:followed"), root)


def _stop_page(request: HttpRequest, root: Case, one: Case, name: str) -> HttpResponse:
    rule = machine_of(one).flow.any_time[name]
    response = page(
        request, "portal/follow_stop.html", root.village, section="track", case=one, name=name,
        words=local(rule.name), plain=local(edition_of(one).powers[one.power].plain), back=reverse("portal:followed"),
    )  # fmt: skip
    return keep_following(request, response, root)
