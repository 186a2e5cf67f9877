"""What single kinds of steps have beside who does them: a notice, a meeting called again, what a hearing fills in."""

from __future__ import annotations

from dataclasses import dataclass

from qingdan.domain.rules.audience import Audience
from qingdan.domain.words import Words


@dataclass(frozen=True, slots=True)
class Recall:
    """A meeting without quorum is called again: after how long, and how often at most."""

    after: str
    at_most: int


@dataclass(frozen=True, slots=True)
class Disclosure:
    """What a ``disclose`` step puts on which board, for whom, and for how long.

    ``objections`` (a limit, or None) holds the case until it is over; ``answer`` is within what time each objection is
    answered; ``stands`` is how long the notice stays up.
    """

    board: str
    audience: Audience
    fields: tuple[str, ...]
    objections: str | None
    stands: str
    title: Words | None = None
    answer: str | None = None


@dataclass(frozen=True, slots=True)
class Hears:
    """A hearing (听证会) at a ``do`` step: which facts say its ``day``, ``hour``, ``place``, ``subject`` and who is
    ``invited``, and which its records fill: how many ``came``, how many ``spoke``, and the ``views`` with answers."""

    day: str
    place: str
    came: str
    hour: str | None = None
    subject: str | None = None
    invited: str | None = None
    spoke: str | None = None
    views: str | None = None
    line: int = 0

    @property
    def named(self) -> dict[str, str]:
        """The facts named, by what each is for."""
        every = {
            "day": self.day, "hour": self.hour, "place": self.place, "subject": self.subject, "invited": self.invited,
            "came": self.came, "spoke": self.spoke, "views": self.views,
        }  # fmt: skip
        return {use: fact for use, fact in every.items() if fact}
