"""What is ready to be passed on of a notice: a text and a picture for the group, a script for the loudspeaker."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from qingdan.records.regions.queries import contacts_for
from qingdan.watch.reach import presenting
from qingdan.watch.reach.gates import shared_gate
from qingdan.watch.reach.reading import edition_today, posted_of


@login_not_required
@require_safe
def share(request: HttpRequest, code: str) -> HttpResponse:
    """Texts to copy, the picture to take; of notices for everybody alone."""
    seen = shared_gate(request, code)
    village = seen.notice.village
    request.village = village  # type: ignore[attr-defined]  # whose telephones stand at the foot
    posted = posted_of(seen.notice, edition_today(), contacts_for(village))
    context = {
        "section": "boards",
        "village": village,
        "village_name": f"{village.parent.short_name} {village.short_name}",  # type: ignore[union-attr]
        "demo": village.is_demo,
        "notice": seen.notice,
        "posted": posted,
        "texts": presenting.texts_of(posted),
    }
    return render(request, "reach/share.html", context)
