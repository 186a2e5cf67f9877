"""查进度: following one's case by its number and code."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from qingdan.watch.boards.tries import Tries, source_of
from qingdan.web.portal.forms import TrackForm
from qingdan.web.portal.tracking import find_case, tracked
from qingdan.web.portal.village import chosen_village, page

TRYING = Tries("track", most=10, minutes=15)


@login_not_required
@never_cache
@sensitive_post_parameters("code")
@require_http_methods(["GET", "HEAD", "POST"])
def track(request: HttpRequest) -> HttpResponse:
    """The case behind number and code. A wrong number and a wrong code get one answer; ten in a quarter of an hour."""
    form = TrackForm(request.POST or None)
    if request.method != "POST" or not form.is_valid():
        return _form(request, form, 422 if form.is_bound else 200)
    number, code = form.cleaned_data["number"], form.cleaned_data["code"]
    sources = (source_of(request), f"number:{number}")
    if TRYING.used_up(*sources):
        form.add_error(None, _("填错的次数太多了。请过15分钟再试，或者拿着回单到村委会查。"))
        return _form(request, form, 429)
    found = find_case(number, code)
    if found is None:
        TRYING.count(*sources)
        form.add_error(None, _("编号和查询码对不上。请对照回单再填一遍；查询码里没有0、1和字母O、I、L。"))
        return _form(request, form, 422)
    asked, root = found
    request.village = root.village  # type: ignore[attr-defined]
    return page(request, "portal/tracked.html", root.village, section="track", asked=asked, cases=tracked(root))


def _form(request: HttpRequest, form: TrackForm, status: int) -> HttpResponse:
    return page(request, "portal/track.html", chosen_village(request), status, section="track", form=form)
