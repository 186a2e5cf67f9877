"""For who lost password or phone: the catalogue editor resets it, with a reason, and the register says so."""

from __future__ import annotations

from django.contrib.auth.hashers import make_password
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from qingdan.records.people import acts, gates
from qingdan.records.people.forms import RecoveryForm
from qingdan.records.people.models import Account
from qingdan.records.register.acts import AlreadyDone, Refused

RECOVERS = "catalogue-editor"  # the one post that may


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def recovery(request: HttpRequest) -> HttpResponse:
    """Reset a password to a temporary one (shown once) or turn a second factor off."""
    gates.post_gate(request, RECOVERS)
    form = RecoveryForm(request.POST or None)
    done: str | None = None
    temporary: str | None = None
    if request.method == "POST" and form.is_valid():
        account = Account.objects.filter(username=form.cleaned_data["username"]).first()
        if account is None:
            form.add_error("username", _("没有这个登录名。请核对。"))
        else:
            try:
                temporary = _recover(request, form, account)
                done = account.person.name
            except AlreadyDone:
                form.add_error(None, _("这张表已经交过了。临时密码只显示一次，没记下就再重设一次。"))
            except Refused as refusal:
                form.add_error(None, refusal.message)
    context = {"section": "more", "form": form, "done": done, "temporary": temporary}
    return render(request, "people/recovery.html", context, status=422 if form.errors else 200)


def _recover(request: HttpRequest, form: RecoveryForm, account: Account) -> str | None:
    acting = gates.acting_from(request, RECOVERS)
    why = form.cleaned_data["why"]
    if form.cleaned_data["what"] == RecoveryForm.What.SECOND_FACTOR:
        acts.remove_second_factor(acting=acting, account=account, why=why)
        return None
    temporary = acts.new_temporary_password()
    acts.reset_password(acting=acting, account=account, password_hash=make_password(temporary), why=why)
    return temporary
