"""What of boards stands under the public log: notices and objections, from putting up to the answer."""

from __future__ import annotations

from typing import Any

from qingdan.records.register.models import Entry
from qingdan.records.transparency.covers import Cover, Telling, register_cover
from qingdan.watch.boards.kinds import OBJECTION_LODGED, OBJECTION_SETTLED, PUT_UP, TAKEN_DOWN
from qingdan.watch.boards.models import Notice, Objection

MOVES = "follows when villages merge; each leaf names the village of its day"
NOTICE = (
    "code", "case_id", "key", "seq", "board", "audience", "title", "body", "basis", "posted_at", "objections_until",
    "stands_until",
)  # fmt: skip


def register() -> None:
    """Called when the app is ready."""
    register_cover(
        Cover(
            Notice,
            "notice",
            (Telling((PUT_UP,), {"notice": NOTICE}), Telling((TAKEN_DOWN,), {"down": ("taken_down_at",)})),
            village=lambda notice: notice.village,
            related=("village",),
            left_out={"village_id": MOVES, "place": MOVES},
        )
    )
    register_cover(
        Cover(
            Objection,
            "objection",
            (
                Telling(
                    (OBJECTION_LODGED,),
                    {
                        "receipt": ("notice_id", "number", "receipt_hash", "lodged_at"),
                        "words": ("words",),
                        "contact": ("contact",),
                    },
                    row=_numbered,
                    refers=_notice,
                ),
                Telling(
                    (OBJECTION_SETTLED,), {"answer": ("answered_at", "upheld", "answer")}, row=_numbered, refers=_notice
                ),
            ),
            village=lambda objection: objection.notice.village,
            related=("notice__village",),
        )
    )


def _numbered(entry: Entry) -> int:
    return Objection.objects.values_list("pk", flat=True).get(number=entry.data["number"])


def _notice(objection: Any) -> str:
    return f"notice/{objection.notice_id}"
