"""When somebody leaves a post: which apps say what he leaves behind there, and which want to hear of it.

Records know nothing of features, so apps register in their ``AppConfig.ready``; everything runs inside the act by which
the term ends, or inside that of the clock when it ended by its date.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from qingdan.records.people.models import Holding
from qingdan.records.register.acts import Acting


@dataclass(frozen=True, slots=True)
class Held:
    """Something unfinished that a post leaves to whoever comes after.

    ``kind`` is ``step``, ``duty`` or ``draft``; ``subject`` names it for ever within its kind; ``words`` are those of
    the handover sheet (Chinese, without names of villagers); ``url`` is its page.
    """

    kind: str
    subject: str
    words: str
    url: str


@dataclass(frozen=True, slots=True)
class Keeper:
    """An app that keeps work for people: ``held`` says what a term leaves behind on a day; ``pass_on`` gives what was
    the person's own (drafts) to the one who takes over, or drops it."""

    held: Callable[[Holding, date], Sequence[Held]]
    pass_on: Callable[[Holding, int, date], None]


_KEEPERS: dict[str, Keeper] = {}
_HOOKS: dict[str, Callable[[Acting, Holding], None]] = {}


def register_keeper(name: str, keeper: Keeper) -> None:
    """Called once by each app that keeps work for people."""
    _KEEPERS[name] = keeper


def on_leaving(name: str, hook: Callable[[Acting, Holding], None]) -> None:
    """Called once by each app that wants to hear when a term has ended by an act."""
    _HOOKS[name] = hook


def left_behind(holding: Holding, day: date) -> list[Held]:
    """What a term leaves behind, app by app."""
    return [held for keeper in _KEEPERS.values() for held in keeper.held(holding, day)]


def pass_on(holding: Holding, taker: int, day: date) -> None:
    """Give what was the person's own to who takes over."""
    for keeper in _KEEPERS.values():
        keeper.pass_on(holding, taker, day)


def left(acting: Acting, holding: Holding) -> None:
    """Tell every app that a term is over; called before its work finds another owner."""
    for hook in _HOOKS.values():
        hook(acting, holding)
