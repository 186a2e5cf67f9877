"""What of boards stands under the public log: notices with their corrections, objections with their answers."""

from __future__ import annotations

from typing import Any

from qingdan.domain.rules.audience import Audience, wider
from qingdan.records.register.models import Entry
from qingdan.records.transparency.covers import Cover, Telling, cells, register_cover
from qingdan.watch.boards.content import audience_of
from qingdan.watch.boards.kinds import (
    ANSWER_RELEASED,
    CORRECTED,
    OBJECTION_LODGED,
    OBJECTION_SETTLED,
    PUBLISHED,
    PUT_UP,
    TAKEN_DOWN,
)
from qingdan.watch.boards.models import Notice, Objection

MOVES = "follows when villages merge; each leaf names the village of its day"
WORDING = "how the public wording came about, before it was released"
HEAD = (
    "code", "case_id", "key", "seq", "edition", "board", "mark", "audience", "title", "basis", "posted_at",
    "objections_until", "stands_until", "corrects_id", "why", "slip",
)  # fmt: skip
SHEET = "sheet-"


def register() -> None:
    """Called when the app is ready."""
    register_cover(_notices())
    register_cover(_objections())


def _notices() -> Cover:
    return Cover(
        Notice,
        "notice",
        (
            Telling(
                (PUT_UP, PUBLISHED, CORRECTED),
                "posted_at",
                {"wall": ("wall_code",)},
                split={(*HEAD, "body"): sheets},
                refers=_corrected,
            ),
            Telling((TAKEN_DOWN,), "taken_down_at", {"down": ("taken_down_at",)}),
        ),
        village=lambda notice: notice.village,
        related=("village",),
        left_out={"village_id": MOVES, "place": MOVES},
    )


def _objections() -> Cover:
    lodged = {
        "receipt": ("notice_id", "number", "receipt_hash", "lodged_at"),
        "words": ("words",),
        "contact": ("contact",),
    }
    answered = {"answer": ("answered_at", "upheld", "answer"), "answered-by": ("answered_by_id",)}
    released = {"public": ("gist", "public_answer", "released_at")}
    return Cover(
        Objection,
        "objection",
        (
            Telling((OBJECTION_LODGED,), "lodged_at", lodged, row=_numbered, refers=_notice),
            Telling((OBJECTION_SETTLED,), "answered_at", answered, row=_numbered, refers=_notice),
            Telling((ANSWER_RELEASED,), "released_at", released, row=_numbered, refers=_notice),
        ),
        village=lambda objection: objection.notice.village,
        related=("notice__village",),
        left_out=dict.fromkeys(("worded_by_id", "checked_at", "checked_by_id", "held_why"), WORDING),
    )


def sheets(notice: Notice) -> dict[str, Any]:
    """The sheet as each audience sees it: for the whole audience, and for each narrower one that sees more."""
    files = list(notice.files.order_by("pk").values_list("name", "file__digest", "audience"))
    whole = Audience(notice.audience)
    told = {whole, *(audience_of(row, whole) for row in notice.body), *(Audience(a) for _n, _d, a in files)}
    head = cells(notice, HEAD)
    return {
        f"{SHEET}{one}": {
            **head,
            "body": [row for row in notice.body if _reaches(audience_of(row, whole), one)],
            "files": [[name, digest] for name, digest, audience in files if _reaches(Audience(audience), one)],
        }
        for one in told
    }


def _reaches(what: Audience, reader: Audience) -> bool:
    return what == reader or wider(what, reader)


def _corrected(notice: Any) -> str:
    return f"notice/{notice.corrects_id}" if notice.corrects_id else ""


def _numbered(entry: Entry) -> int:
    return Objection.objects.values_list("pk", flat=True).get(number=entry.data["number"])


def _notice(objection: Any) -> str:
    return f"notice/{objection.notice_id}"
