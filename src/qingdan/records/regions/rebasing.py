"""When places merge, split or move, every row that names a place follows it in the same transaction.

Records know nothing of features, so each app says in its ``AppConfig.ready`` what it keeps by place: a
:class:`Rebaser` for what moves, ``stays`` with the reason for what does not. A column that is in neither fails
``tests/guards/test_rebasing.py``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import models
from django.db.models import Q, Value
from django.db.models.functions import Concat, Substr
from django.utils.translation import override

from qingdan.records.regions.models import Division
from qingdan.records.regions.paths import below
from qingdan.records.register.acts import Acting


@dataclass(frozen=True)
class Move:
    """What changes from ``day`` on.

    ``paths`` are (old, new) paths of villages or groups, everything below them among it; ``successors`` says by which
    village an ended one is followed (by its id). ``choices`` is what the person chose, by the name of the rebaser.
    """

    day: date
    paths: tuple[tuple[str, str], ...]
    successors: Mapping[int, Division] = field(default_factory=dict)
    choices: Mapping[str, Any] = field(default_factory=dict)

    def below(self, column: str) -> Q:
        """The rows whose path in ``column`` lies at or below one of the old paths."""
        return below(column, (old for old, _new in self.paths))


@dataclass(frozen=True, slots=True)
class Counted:
    """A line of the preview: what, how many, and what becomes of them."""

    what: str
    number: int
    becomes: str = ""


Columns = tuple[tuple[type[models.Model], str], ...]


@dataclass(frozen=True)
class Rebaser:
    """How an app follows. ``covers`` are the columns it answers for; every row of theirs moves, but for those whose
    days are over before the move (``over``: by model, the condition for a day), which stay with the village that was.

    ``count`` says before, and writes nothing, what would move. ``apply`` moves it. ``check`` looks, when every app has
    moved its rows, whether anything would be left in the air, and raises ``Refused`` in the person's words.
    """

    name: str
    covers: Columns
    count: Callable[[Move], Sequence[Counted]]
    apply: Callable[[Acting, Move], None]
    check: Callable[[Move], None] = lambda move: None
    over: Mapping[type[models.Model], Callable[[date], Q]] = field(default_factory=dict)


class LeftBehind(AssertionError):
    """A rebaser has not moved what it answers for: a defect, and the merger is undone."""


_REBASERS: dict[str, Rebaser] = {}
_STAYING: dict[tuple[str, str], str] = {}  # (model label, column) → why it does not move


def register_rebaser(rebaser: Rebaser) -> None:
    """Called once by each app that keeps rows by place; the same app again takes the place of the first."""
    _REBASERS[rebaser.name] = rebaser


def stays(model: type[models.Model], column: str, why: str) -> None:
    """Say that a column that names a place does not follow it, and why."""
    _STAYING[(model._meta.label, column)] = why


def rebasers() -> tuple[Rebaser, ...]:
    """Every app's, in the order of the installed apps: what stands lower moves first."""
    return tuple(_REBASERS.values())


def answered_for() -> set[tuple[str, str]]:
    """The columns (model label, name) that move or are said to stay."""
    moved = {(model._meta.label, column) for rebaser in rebasers() for model, column in rebaser.covers}
    return moved | set(_STAYING)


def move_rows(model: type[models.Model], move: Move, *, path: str | None = None, village: str | None = None) -> None:
    """Let the rows of ``model`` follow: the path in column ``path``, the foreign key ``village`` of ended villages."""
    if village is not None:
        for number, successor in move.successors.items():
            model._default_manager.filter(**{village: number}).update(**{village: successor})
    if path is not None:
        for old, new in move.paths:
            moved = model._default_manager.filter(below(path, [old]))
            moved.update(**{path: Concat(Value(new), Substr(path, len(old) + 1))})


def preview(move: Move) -> list[Counted]:
    """What would move, app by app."""
    return [counted for rebaser in rebasers() for counted in rebaser.count(move) if counted.number]


def rebase(acting: Acting, move: Move) -> list[Counted]:
    """Let every app follow, inside the act's transaction. Returns what moved. :raises Refused: see ``check``."""
    with override("zh-hans"):  # the words that the register keeps, whatever language the page is in
        moved = preview(move)
    for rebaser in rebasers():
        rebaser.apply(acting, move)
    for rebaser in rebasers():
        rebaser.check(move)
    left = list(left_behind(move))
    if left:
        raise LeftBehind(", ".join(left))
    return moved


def left_behind(move: Move) -> Iterator[str]:
    """Columns with rows that still name a village that is no more, or a path at which nothing stands any longer."""
    for rebaser in rebasers():
        for model, column in rebaser.covers:
            by_path = isinstance(model._meta.get_field(column), models.CharField)
            where = move.below(column) if by_path else Q(**{f"{column}__in": list(move.successors)})
            rows = model._default_manager.filter(where)
            if model in rebaser.over:
                rows = rows.exclude(rebaser.over[model](move.day))
            if rows.exists():
                yield f"{model._meta.label}.{column}"


def columns_of_places(all_models: Iterable[type[models.Model]]) -> list[tuple[str, str]]:
    """Every column (model label, name) that names a place: a path in ``place``, or a key to a division."""
    found = []
    for model in all_models:
        for column in model._meta.concrete_fields:
            names_place = column.name == "place" and isinstance(column, models.CharField)
            if names_place or column.related_model is Division:
                found.append((model._meta.label, column.name))
    return found
