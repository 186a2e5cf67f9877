"""查进度: following one's case by its number and code."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from qingdan.web.portal.following import Unknown, by_code, keep_following
from qingdan.web.portal.forms import TrackForm
from qingdan.web.portal.tracking import tracked
from qingdan.web.portal.village import chosen_village, page


@login_not_required
@never_cache
@sensitive_post_parameters("code")
@require_http_methods(["GET", "HEAD", "POST"])
def track(request: HttpRequest) -> HttpResponse:
    """The case behind number and code; ``?n=`` is the number on a receipt's QR code. Wrong tries are counted."""
    form = TrackForm(request.POST or None, initial={"number": request.GET.get("n", "")[:60].replace("\x00", "")})
    if request.method != "POST" or not form.is_valid():
        return _form(request, form, 422 if form.is_bound else 200)
    try:
        asked, root = by_code(request, form)
    except Unknown as unknown:
        return _form(request, form, unknown.status)
    request.village = root.village  # type: ignore[attr-defined]
    response = page(request, "portal/tracked.html", root.village, section="track", asked=asked, cases=tracked(root))
    return keep_following(request, response, root)


def _form(request: HttpRequest, form: TrackForm, status: int) -> HttpResponse:
    return page(request, "portal/track.html", chosen_village(request), status, section="track", form=form)
