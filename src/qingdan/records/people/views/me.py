"""My page: my posts, what I declare of myself, my password."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.hashers import make_password
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from qingdan.records.people import acts, gates, queries
from qingdan.records.people.forms import AbsenceForm, InterestForm, KinForm, PasswordForm
from qingdan.records.people.posts import post_name
from qingdan.records.people.sign_in import second_factor_of
from qingdan.records.register.acts import AlreadyDone, Refused


def _my_page(
    request: HttpRequest,
    kin_form: KinForm | None = None,
    interest_form: InterestForm | None = None,
    absence_form: AbsenceForm | None = None,
) -> HttpResponse:
    viewer = gates.viewer_of(request)
    kin, interests = queries.declarations_of(viewer.person, viewer.day)
    failed = any(form is not None for form in (kin_form, interest_form, absence_form))
    context = {
        "section": "me",
        "viewer": viewer,
        "terms": [(post_name(t.post), t, t.runs_on(viewer.day)) for t in queries.terms_of(viewer.person)],
        "acting_holding": request.session.get(gates.ACTING_POST),
        "absences": queries.absences_from([viewer.person.pk], viewer.day),
        "absence_form": absence_form or AbsenceForm(auto_id="absence_%s", initial={"starts": viewer.day}),
        "kin": kin,
        "interests": interests,
        "lookups": queries.lookups_of(viewer.person),
        "kin_form": kin_form or KinForm(auto_id="kin_%s"),
        "interest_form": interest_form or InterestForm(auto_id="interest_%s"),
        "second_factor": second_factor_of(viewer.account),
    }
    return render(request, "people/me.html", context, status=422 if failed else 200)


@never_cache
@require_safe
def me(request: HttpRequest) -> HttpResponse:
    """My posts with their terms, my declarations, who looked at them, and the settings of my account."""
    return _my_page(request)


@require_POST
def choose_post(request: HttpRequest) -> HttpResponse:
    """Which of several posts I act in, until I choose another."""
    viewer = gates.viewer_of(request)
    chosen = request.POST.get("holding", "")
    if chosen not in {str(h.pk) for h in viewer.holdings}:
        raise Http404
    request.session[gates.ACTING_POST] = int(chosen)
    return redirect("people:me")


def _do(request: HttpRequest, act: Callable[[], object], done: str) -> str | None:
    """Run an act and tell of it. Returns the words of a refusal; a repeated form is told of as done."""
    try:
        act()
    except AlreadyDone:
        pass
    except Refused as refusal:
        return str(refusal.message)
    messages.success(request, done)
    return None


@require_POST
def declare_kin(request: HttpRequest) -> HttpResponse:
    """Declare a near relative of mine."""
    viewer = gates.viewer_of(request)
    form = KinForm(request.POST, auto_id="kin_%s")
    if form.is_valid():
        words = form.cleaned_data
        relative = queries.find_relative(viewer.person, words["relative_name"], words["mobile"], viewer.day)
        name = None if relative else words["relative_name"]
        refusal = _do(
            request,
            lambda: acts.declare_kin(
                acting=gates.acting_from(request),
                person=viewer.person,
                relation=words["relation"],
                relative=relative,
                relative_name=name,
            ),
            _("申报好了。涉及这名亲属的事，系统会请您回避。"),
        )
        if refusal is None:
            return redirect("people:me")
        form.add_error(None, refusal)
    return _my_page(request, kin_form=form)


@require_POST
def end_kin(request: HttpRequest, pk: int) -> HttpResponse:
    """Take back a declaration of mine."""
    tie = gates.my_kin_gate(request, pk)
    refusal = _do(request, lambda: acts.end_kin(acting=gates.acting_from(request), tie=tie), _("这条申报撤销了。"))
    if refusal:
        messages.error(request, refusal)
    return redirect("people:me")


@require_POST
def declare_interest(request: HttpRequest) -> HttpResponse:
    """Declare my stake in an organisation."""
    viewer = gates.viewer_of(request)
    form = InterestForm(request.POST, auto_id="interest_%s")
    if form.is_valid():
        words = {k: form.cleaned_data[k] for k in ("organisation", "role", "credit_code")}
        refusal = _do(
            request,
            lambda: acts.declare_interest(acting=gates.acting_from(request), person=viewer.person, **words),
            _("申报好了。涉及这个单位的事，系统会请您回避。"),
        )
        if refusal is None:
            return redirect("people:me")
        form.add_error(None, refusal)
    return _my_page(request, interest_form=form)


@require_POST
def end_interest(request: HttpRequest, pk: int) -> HttpResponse:
    """End a declared interest of mine."""
    interest = gates.my_interest_gate(request, pk)
    refusal = _do(
        request,
        lambda: acts.end_interest(acting=gates.acting_from(request), interest=interest),
        _("这条申报结束了。"),
    )
    if refusal:
        messages.error(request, refusal)
    return redirect("people:me")


@require_POST
def declare_absence(request: HttpRequest) -> HttpResponse:
    """I am away for some days."""
    viewer = gates.viewer_of(request)
    form = AbsenceForm(request.POST, auto_id="absence_%s")
    if form.is_valid():
        refusal = _do(
            request,
            lambda: acts.declare_absence(acting=gates.acting_from(request), person=viewer.person, **form.cleaned_data),
            _("登记好了。这几天等您办的步骤，按村里的代签规则转给别人；您来了照样能办。"),
        )
        if refusal is None:
            return redirect("people:me")
        form.add_error(None, refusal)
    return _my_page(request, absence_form=form)


@require_POST
def end_absence(request: HttpRequest, pk: int) -> HttpResponse:
    """I am back."""
    absence = gates.my_absence_gate(request, pk)
    refusal = _do(
        request,
        lambda: acts.end_absence(acting=gates.acting_from(request), absence=absence),
        _("登记好了，您的待办回来了。"),
    )
    if refusal:
        messages.error(request, refusal)
    return redirect("people:me")


@never_cache
@sensitive_post_parameters("present", "new", "again")
@require_http_methods(["GET", "HEAD", "POST"])
def password(request: HttpRequest) -> HttpResponse:
    """Change my password; other sessions of mine end, this one stays under a new key."""
    account = gates.viewer_of(request).account
    form = PasswordForm(account, request.POST or None)
    if request.method == "POST" and form.is_valid():
        acts.change_password(
            acting=gates.acting_from(request), account=account, password_hash=make_password(form.cleaned_data["new"])
        )
        update_session_auth_hash(request, account)
        messages.success(request, _("密码改好了。"))
        return redirect("people:me")
    context = {"section": "me", "form": form}
    return render(request, "people/password.html", context, status=422 if form.errors else 200)
