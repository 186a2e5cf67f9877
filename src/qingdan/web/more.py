"""更多: every page of the desk that a phone's bar has no room for, and those that only one post may open."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from qingdan.records.people.gates import viewer_of
from qingdan.records.people.views.lookup import LOOKS_UP
from qingdan.records.people.views.recovery import RECOVERS
from qingdan.web.limits.gates import set_by
from qingdan.web.places.gates import manages_villages
from qingdan.web.simulation.gates import revises_lists


@require_safe
def more(request: HttpRequest) -> HttpResponse:
    """The rest of the desk for the person who is signed in. Asks nothing beyond the posts held."""
    viewer = viewer_of(request)
    posts = {holding.post for holding in viewer.holdings}
    context = {
        "section": "more",
        "reads_papers": bool(viewer.scopes),
        "sees_villages": bool(viewer.scopes) or manages_villages(viewer),
        "sets_limits": bool(set_by(viewer)),
        "revises_lists": revises_lists(viewer),
        "looks_up_kin": LOOKS_UP in posts,
        "recovers_accounts": RECOVERS in posts,
    }
    return render(request, "web/more.html", context)
