"""One time at which a duty is due, and how it stands: not yet, due, put up, late, hung on paper, or overdue."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from django.utils.crypto import salted_hmac

from qingdan.domain.catalogue.disclosure import PublicDuty
from qingdan.domain.rules.audience import Audience
from qingdan.domain.words import Words
from qingdan.records.regions.days import local_date
from qingdan.records.regions.models import Division
from qingdan.watch.boards.models import Notice
from qingdan.watch.duties.models import OCCASION, Lapse, Statement


class State(StrEnum):
    """How an occasion stands on a day."""

    COMING = "coming"  # its period is not over
    DUE = "due"
    PUT_UP = "put-up"
    LATE = "late"  # put up after its last day
    PAPER = "paper"  # not put up here; the village has recorded that the paper hung
    GONE = "gone"  # the matter ended before it was published
    OVERDUE = "overdue"


@dataclass(frozen=True, slots=True)
class Put:
    """The notice that did a duty: its code for who may read it, and the day on which it was put up."""

    on: date
    code: str
    notice: int
    audience: str


def put_of(notice: Notice) -> Put:
    """What of a notice counts here."""
    return Put(local_date(notice.posted_at), notice.code, notice.pk, notice.audience)


@dataclass
class Occasion:
    """``duty`` is None when the edition of today knows it no more. ``ran_on`` is a day on which the lists applied: the
    last of the period, or that of the event. ``earliest`` is the first day on which putting it up counts. ``how`` says
    how the last day was reckoned.

    ``case`` and ``step`` name the open step of an event, for officials.
    """

    village: Division
    origin: int
    duty: PublicDuty | None
    slug: str
    key: str
    title: Words
    board: str
    audience: str
    due: date
    ran_on: date
    earliest: date
    how: tuple[Words, ...]
    today: date
    provisional: bool = False
    case: int | None = None
    step: str = ""
    put: Put | None = None
    lapse: Lapse | None = None
    statements: list[Statement] = field(default_factory=list)

    @property
    def paper(self) -> Statement | None:
        """The first record that the paper hung."""
        return next((s for s in self.statements if s.kind == Statement.Kind.PAPER), None)

    @property
    def done_on(self) -> date | None:
        """The day on which it was put up: as a notice, else on paper."""
        if self.put is not None:
            return self.put.on
        if self.lapse is not None and self.lapse.good_on is not None:
            return self.lapse.good_on
        return self.paper.day if self.paper else None

    @property
    def state(self) -> State:
        if self.put is not None:
            return State.LATE if self.late else State.PUT_UP
        if self.lapse is not None and self.lapse.good_how == Lapse.How.GONE:
            return State.GONE
        if self.lapse is not None and self.lapse.good_how == Lapse.How.NOTICE:
            return State.LATE if self.late else State.PUT_UP
        if self.paper is not None:
            return State.PAPER
        if self.today > self.due:
            return State.OVERDUE
        return State.COMING if self.case is None and self.today <= self.ran_on else State.DUE

    @property
    def late(self) -> int:
        """How many days late it was put up, or is by today; 0 when it is not."""
        return max(0, ((self.done_on or self.today) - self.due).days)

    @property
    def left(self) -> int:
        """How many days are left after today."""
        return (self.due - self.today).days

    @property
    def entered_late(self) -> bool:
        """It was put up in time, and the house did not know it on the last day."""
        return self.lapse is not None and self.done_on is not None and self.done_on <= self.due

    @property
    def is_public(self) -> bool:
        """Whether anybody may know of it: what is for members of the Party alone is not told to others."""
        return self.audience in (Audience.INTERNET, Audience.VILLAGE)


def event_key(case: int, step: str) -> str:
    """The key of an event: a digest, so that addresses do not tell how many matters there are."""
    return salted_hmac("qingdan.duties", f"{case}/{step}", algorithm="sha256").hexdigest()[:OCCASION]
