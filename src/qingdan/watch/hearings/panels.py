"""What this app shows on the pages of others."""

from __future__ import annotations

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from qingdan.records.editions.queries import NoEdition, current_edition
from qingdan.records.people.gates import Viewer
from qingdan.watch.hearings.gates import halls_of, mine_of
from qingdan.watch.hearings.queries import waiting_for
from qingdan.watch.progress.gatherings import hearing_steps


def desk_panel(request: HttpRequest, viewer: Viewer) -> SafeString | None:
    """The hearings whose records the person keeps, and how many questions put to meetings wait for him; nothing where
    there is neither. A few queries, however many."""
    if not viewer.scopes:
        return None
    try:
        powers = hearing_steps(current_edition(viewer.day))
    except NoEdition:
        return None
    halls, waiting = halls_of(viewer, powers), mine_of(viewer, waiting_for(viewer))
    if not halls and not waiting:
        return None
    return render_to_string("hearings/_panel.html", {"n": len(waiting), "halls": halls}, request)
