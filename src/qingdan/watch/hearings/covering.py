"""What of hearings stands under the public log: the question and the answer that a second person has let out."""

from __future__ import annotations

from qingdan.records.transparency.covers import Cover, Telling, register_cover
from qingdan.watch.hearings.kinds import CHECKED
from qingdan.watch.hearings.models import Question

ASKERS = "the asker's own: only his receipt opens it"
SAID = ("case_id", "key", "held_on", "number", "words", "answer", "answered_at", "checked_at", "public")


def register() -> None:
    """Called when the app is ready."""
    register_cover(
        Cover(
            Question,
            "question",
            (Telling((CHECKED,), "checked_at", {"answer": SAID, "by": ("answered_by_id", "checked_by_id")}),),
            village=lambda question: question.case.village,
            related=("case__village",),
            left_out={**dict.fromkeys(("receipt_hash", "contact", "asked_at"), ASKERS), "sent_back": "a draft's fate"},
        )
    )
