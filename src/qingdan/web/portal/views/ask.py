"""提出申请: a villager's request from a phone: a form, what was typed once more, a receipt. No account, no script."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import quote

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from qingdan.domain.catalogue.model import Edition, Power
from qingdan.features.cases.acts.asking import lodge_request
from qingdan.features.cases.acts.opening import code_of, new_code, track_hash
from qingdan.features.cases.channels import Channel
from qingdan.features.cases.forms import OTHER
from qingdan.features.cases.models import Case, Request
from qingdan.features.cases.receipts import receipt_of
from qingdan.features.cases.request_forms import LATER, MOBILE, RequestForm, request_context
from qingdan.records.people.gates import form_token
from qingdan.records.regions.days import local_date
from qingdan.records.regions.models import Division
from qingdan.records.regions.queries import contacts_for, village_by_id
from qingdan.records.register.acts import Acting, AlreadyDone, Refused
from qingdan.watch.boards.qr import address, qr_svg
from qingdan.watch.boards.tries import Tries, source_of
from qingdan.web.portal import cookies
from qingdan.web.portal.guide import phrases
from qingdan.web.portal.queries import edition_today
from qingdan.web.portal.village import chosen_village, page, remember_village

LODGING = Tries("request", most=20, minutes=60)  # a whole village may share one address of its telephone company
CALLING = Tries("request-mobile", most=5, minutes=24 * 60)
RECEIPT = "qd-request"
TOKEN = re.compile(r"[0-9a-f]{32}")  # as this house gives them out: nobody else knows it


@login_not_required
@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest, slug: str) -> HttpResponse:
    """The form of a request; then what was typed, with the photos; then it is taken in. What is wrong is said beside
    its field, with everything typed still there; nothing is kept here before it is handed in."""
    edition, power = _asked_for(slug)
    village = _village(request)
    if village is None or not village.runs_on(local_date(timezone.now())):
        return page(request, "portal/ask_where.html", village, section="powers", power=power)
    form = _form(request, edition, power, village)
    go = request.POST.get("go", "")
    if request.method != "POST":
        return _page(request, power, village, form)
    if go == "back":
        return _page(request, power, village, _form(request, edition, power, village, checked=False))
    if not form.is_valid():
        return _mend(request, power, village, form)
    return _send(request, edition, power, village, form) if go == "send" else _look(request, power, village, form)


def _asked_for(slug: str) -> tuple[Edition, Power]:
    edition = edition_today()
    if edition is None or slug not in edition.askings:
        raise Http404
    return edition, edition.powers[slug]


def _village(request: HttpRequest) -> Division | None:
    """The village that stood on the form, else the one that this browser remembers."""
    given = request.POST.get("village", "")
    found = village_by_id(int(given)) if given.isascii() and given.isdigit() and len(given) < 18 else None
    return found or chosen_village(request)


def _form(request: HttpRequest, edition: Edition, power: Power, village: Division, checked: bool = True) -> RequestForm:
    context, asking = request_context(edition, power.slug, village), edition.askings[power.slug]
    if request.method != "POST":
        return RequestForm(context, asking, papers=False)
    if not checked:
        typed = {name: value for name, value in request.POST.items() if isinstance(value, str)}
        return RequestForm(context, asking, papers=False, initial=typed)
    sent = request.POST.get("go") == "send"
    return RequestForm(context, asking, request.POST, request.FILES if sent else None, papers=sent)


def _mend(request: HttpRequest, power: Power, village: Division, form: RequestForm) -> HttpResponse:
    """Wrong words are mended where they were typed, wrong photos where they were chosen."""
    if form.papers and not form.errors.keys() - _of_papers(form):
        return _look(request, power, village, form, 422)
    typed = RequestForm(form.context, form.asking, request.POST, papers=False)
    typed.is_valid()
    return _page(request, power, village, typed, 422)


def _of_papers(form: RequestForm) -> set[str]:
    return {f"e-{kind}" for kind in (*form.context.step.evidence, OTHER)}


def _page(request: HttpRequest, power: Power, village: Division, form: RequestForm, status: int = 200) -> HttpResponse:
    return page(
        request, "portal/ask.html", village, status, section="powers", power=power, form=form,
        cost=phrases(power.guide.cost),
    )  # fmt: skip


def _look(request: HttpRequest, power: Power, village: Division, form: RequestForm, status: int = 200) -> HttpResponse:
    """The page on which everything typed is looked at once more, with the places for photos."""
    papers = form if form.papers else RequestForm(form.context, form.asking, papers=True)
    names = [name for name in papers.fields if name in _of_papers(form) or name == LATER]
    return page(
        request, "portal/ask_look.html", village, status, section="powers", power=power, form=form,
        papers=[papers[name] for name in names], rows=form.looked_at(), kept=list(form.kept()),
    )  # fmt: skip


# -- taking it in --------------------------------------------------------------------------------------------------
def _send(request: HttpRequest, edition: Edition, power: Power, village: Division, form: RequestForm) -> HttpResponse:
    mobile = str(form.cleaned_data[MOBILE])
    token = _token(request)
    code = code_of(token) if token else new_code()
    acting = Acting(person_id=None, name=_("一位村民"), at=timezone.now(), once=token)
    if LODGING.used_up(source_of(request)) or CALLING.used_up(f"mobile:{mobile}"):
        said = _("今天从这里交的申请太多了。请明天再交，或者到村委会请人帮您登记，也可以打监督电话。")
        form.add_error(None, said)
        return _look(request, power, village, form, 429)
    try:
        opened = lodge_request(
            acting=acting, edition=edition, power=power.slug, village=village,
            lodged=form.lodged(Channel.ONLINE), happened_at=acting.at, code=code,
        )  # fmt: skip
    except AlreadyDone as before:
        return _same(request, before, code, mobile)
    except Refused as fault:
        form.add_error(None, fault.message)
        return _look(request, power, village, form, 409)
    LODGING.count(source_of(request))
    CALLING.count(f"mobile:{mobile}")
    return _receipt(request, opened.case, code)


def _token(request: HttpRequest) -> str | None:
    token = form_token(request) or ""
    return token if TOKEN.fullmatch(token) else None


def _same(request: HttpRequest, before: AlreadyDone, code: str, mobile: str) -> HttpResponse:
    """The very form was handed in a moment ago: the same receipt, for the one who sent it."""
    case = Case.objects.filter(pk=before.entry.subject_id).first()
    asked = Request.objects.filter(case=case, mobile=mobile).exists()
    if case is None or not asked or not constant_time_compare(case.track_hash or "-", track_hash(case.number, code)):
        raise Http404
    return _receipt(request, case, code)


def _receipt(request: HttpRequest, case: Case, code: str) -> HttpResponse:
    path = reverse("portal:receipt", args=[case.pk])
    response = redirect(path)
    cookies.put(request, response, RECEIPT, f"{case.pk} {code}", path)
    remember_village(request, response, case.village)
    return response


@login_not_required
@never_cache
@require_safe
def receipt(request: HttpRequest, pk: int) -> HttpResponse:
    """Number, code and who must answer by when: in the browser that asked, for half an hour; elsewhere nothing."""
    kept, _space, code = cookies.read(request, RECEIPT, request.path).partition(" ")
    case = Case.objects.select_related("village", "village__parent").filter(pk=pk).first() if kept == str(pk) else None
    if case is None:
        return page(request, "portal/asked.html", chosen_village(request), section="powers")
    where = track_address(case.number, code)
    context: dict[str, Any] = {"receipt": receipt_of(case), "code": code, "contacts": contacts_for(case.village)}
    return page(
        request, "portal/asked.html", case.village, section="powers", **context,
        qr=qr_svg(where, _("查进度")),
    )  # fmt: skip


def track_address(number: str, code: str) -> str:
    """Where the QR code on a receipt leads: the number in the address, the secret behind ``#``, sent to no server."""
    return f"{address(reverse('portal:track'))}?n={quote(number)}#{code}"
