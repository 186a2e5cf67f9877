"""What of cases stands under the public log: what meetings and elections decided, with their numbers."""

from __future__ import annotations

from django.db.models import Q

from qingdan.features.cases.kinds import ELECTION_COUNTED, MEETING_CONFIRMED, MEETING_RECORDED
from qingdan.features.cases.models import CaseEvent
from qingdan.records.register.models import Entry
from qingdan.records.transparency.covers import Cover, Telling, register_cover

DECIDED = (MEETING_RECORDED, ELECTION_COUNTED, MEETING_CONFIRMED)
VOTE = (
    "case_id", "seq", "type", "key", "payload", "happened_at", "recorded_at", "recorded_by_id", "backdated",
)  # fmt: skip


def register() -> None:
    """Called when the app is ready."""
    register_cover(
        Cover(
            CaseEvent,
            "vote",
            (
                Telling(
                    (MEETING_RECORDED, ELECTION_COUNTED, MEETING_CONFIRMED),
                    "recorded_at",
                    {"vote": VOTE},
                    row=_last_meeting,
                ),
            ),
            village=lambda event: event.case.village,
            only=Q(type="meet"),
            related=("case__village",),
        )
    )


def _last_meeting(entry: Entry) -> int:
    """The event that the act has just written."""
    events = CaseEvent.objects.filter(case_id=entry.subject_id, type="meet").order_by("-seq")
    return events.values_list("pk", flat=True)[0]
