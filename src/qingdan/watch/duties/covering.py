"""What of duties to publish stands under the public log: that something was overdue and when it was made good, and what
was said of it. An overdue that can be quietly lifted would be none."""

from __future__ import annotations

from qingdan.records.transparency.covers import Cover, Telling, register_cover
from qingdan.watch.duties.kinds import EXPLAINED, MADE_GOOD, ON_PAPER, ORDERED, OVERDUE
from qingdan.watch.duties.models import Lapse, Statement

FOLLOWS = dict.fromkeys(("village_id", "place"), "follows when villages merge; each leaf names the village of its day")
OF = ("origin_id", "duty", "occasion")


def register() -> None:
    """Called when the app is ready."""
    register_cover(_lapses())
    register_cover(_statements())


def _lapses() -> Cover:
    overdue = (*OF, "title", "board", "audience", "due_on", "reckoned", "case_id", "step", "found_at")
    return Cover(
        Lapse,
        "lapse",
        (
            Telling((OVERDUE,), "found_at", {"overdue": overdue}),
            Telling((MADE_GOOD,), "good_at", {"good": ("good_at", "good_on", "good_how", "notice_id")}),
        ),
        village=lambda lapse: lapse.village,
        related=("village",),
        left_out=FOLLOWS,
    )


def _statements() -> Cover:
    said = (*OF, "kind", "day", "photo_id", "said_at")
    return Cover(
        Statement,
        "statement",
        (
            Telling(
                (EXPLAINED, ON_PAPER, ORDERED),
                "said_at",
                {"said": said, "words": ("words",), "by": ("by_id", "post")},
            ),
        ),
        village=lambda statement: statement.village,
        related=("village",),
        left_out=FOLLOWS,
    )
