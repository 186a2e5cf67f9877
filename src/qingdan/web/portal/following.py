"""Who follows a case: by the pass of the last half hour, or by number and code given again with what was typed."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from qingdan.features.cases.models import Case
from qingdan.watch.boards.tries import Tries, source_of
from qingdan.web.portal import cookies
from qingdan.web.portal.forms import TrackForm
from qingdan.web.portal.tracking import find_case
from qingdan.web.portal.village import chosen_village, page

FOLLOWING = "qd-follow"
TRYING = Tries("track", most=10, minutes=15)
NOT_TYPED = ("csrfmiddlewaretoken", "number", "code")


class Unknown(Exception):
    """This browser has not given number and code lately, or what it gave was wrong."""

    def __init__(self, form: TrackForm | None = None, status: int = 422) -> None:
        super().__init__("number and code are wanted")
        self.form, self.status = form or TrackForm(), status

    def answer(self, request: HttpRequest) -> HttpResponse:
        """Ask for number and code once more; what was typed into the form that came without them is not lost."""
        if request.method != "POST":
            return redirect("portal:track")
        typed = [(name, value) for name, value in request.POST.items() if name not in NOT_TYPED]
        return page(
            request, "portal/again.html", chosen_village(request), self.status, section="track", form=self.form,
            typed=typed, files=bool(request.FILES), action=request.path,
        )  # fmt: skip


def by_code(request: HttpRequest, form: TrackForm) -> tuple[Case, Case]:
    """The case of a valid form and the one that its code belongs to. A wrong number and a wrong code get one answer;
    ten in a quarter of an hour. :raises Unknown: with the form that says so."""
    number, code = form.cleaned_data["number"], form.cleaned_data["code"]
    sources = (source_of(request), f"number:{number}")
    if TRYING.used_up(*sources):
        form.add_error(None, _("填错的次数太多了。请过15分钟再试，或者拿着回单到村委会查。"))
        raise Unknown(form, 429)
    found = find_case(number, code)
    if found is None:
        TRYING.count(*sources)
        form.add_error(None, _("编号和查询码对不上。请对照回单再填一遍；查询码里没有0、1和字母O、I、L。"))
        raise Unknown(form)
    return found


def followed(request: HttpRequest) -> Case:
    """The case that this browser follows. :raises Unknown: when it does not."""
    kept, _space, mark = cookies.read(request, FOLLOWING, _path()).partition(" ")
    if kept.isdecimal():
        root = Case.objects.select_related("village", "village__parent").filter(pk=int(kept)).first()
        if root is not None and root.track_hash and root.track_hash[:16] == mark:
            return root
    if request.method == "POST" and "code" in request.POST:
        form = TrackForm(request.POST)
        if not form.is_valid():
            raise Unknown(form)
        return by_code(request, form)[1]
    raise Unknown


def keep_following(request: HttpRequest, response: HttpResponse, root: Case) -> HttpResponse:
    """Let this browser go on following the case for half an hour from now."""
    cookies.put(request, response, FOLLOWING, f"{root.pk} {(root.track_hash or '')[:16]}", _path())
    return response


def _path() -> str:
    return reverse("portal:track")
