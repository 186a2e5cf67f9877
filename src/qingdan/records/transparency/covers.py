"""Which rows the log answers for: of each table, which kind of act makes which columns public.

Said once, by the app whose table it is. What an act stages and what an audit compares both follow from it, so that
nothing is covered in word only.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db.models import Model, Q

from qingdan.domain.transparency.leaves import canonical
from qingdan.records.regions.models import Division
from qingdan.records.register.digests import instant
from qingdan.records.register.kinds import Kind
from qingdan.records.register.models import Entry


def named_row(entry: Entry) -> int:
    """The row that an entry names as its subject."""
    assert entry.subject_id is not None
    return entry.subject_id


@dataclass(frozen=True)
class Telling:
    """What an act makes public of a row, whichever of ``kinds`` it is.

    ``parts``: name of a part → the columns in it. Each part has a digest and a salt of its own, so that what is
    personal can be erased by itself. ``split``: columns → what they are told in, by part, where one reader may see
    less of them than another. ``mark``: the column that is filled once the act is done. ``row``: the key of the row
    that an entry is about. ``refers``: the subject that the row corrects or answers, as ``notice/12``.
    """

    kinds: tuple[Kind, ...]
    mark: str
    parts: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    split: Mapping[tuple[str, ...], Callable[[Any], Mapping[str, Any]]] = field(default_factory=dict)
    row: Callable[[Entry], int] = named_row
    refers: Callable[[Any], str] = lambda row: ""

    @property
    def names(self) -> frozenset[str]:
        """The kinds by name."""
        return frozenset(kind.name for kind in self.kinds)

    def columns(self) -> Iterator[str]:
        """Every column that it tells."""
        for columns in (*self.parts.values(), *self.split):
            yield from columns

    def contents(self, row: Model) -> dict[str, bytes]:
        """What is told of a row, by part, as it is digested: canonical JSON, instants in UTC."""
        told: dict[str, Any] = {part: cells(row, columns) for part, columns in self.parts.items()}
        for several in self.split.values():
            told |= several(row)
        return {part: canonical(value) for part, value in told.items()}

    def has_happened(self, row: Model) -> bool:
        """Whether the row says that the act was done."""
        return getattr(row, self.mark) is not None


@dataclass(frozen=True)
class Cover:
    """One table under the log. ``noun``: what a row is called in a leaf. ``village``: where a row belongs.

    ``only``: the rows that are public acts; the others of the table are none of the log's business. ``related``: what
    ``village`` and ``refers`` read, fetched along. ``left_out``: columns that no act tells, with the reason.
    """

    model: type[Model]
    noun: str
    tellings: tuple[Telling, ...]
    village: Callable[[Any], Division]
    only: Q = field(default_factory=Q)
    related: tuple[str, ...] = ()
    left_out: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        told = {column for telling in self.tellings for column in telling.columns()}
        every = {column.attname for column in self.model._meta.concrete_fields} - {self.model._meta.pk.attname}
        if (said := told | set(self.left_out)) != every:
            raise ValueError(f"{self.model.__name__}: say of {sorted(said ^ every)} who tells it, or why nobody does")

    @property
    def table(self) -> str:
        """Its table's name."""
        return self.model._meta.db_table

    def telling(self, kind: str) -> Telling | None:
        """What a kind of act tells of its rows."""
        return next((telling for telling in self.tellings if kind in telling.names), None)


COVERS: dict[str, Cover] = {}  # by noun


def register_cover(cover: Cover) -> None:
    """Put a table under the log; a noun taken twice, or a kind told twice, is a programming error."""
    told = frozenset[str]().union(*(telling.names for other in COVERS.values() for telling in other.tellings))
    if cover.noun in COVERS or any(telling.names & told for telling in cover.tellings):
        raise ValueError(f"the log already covers {cover.noun!r} or one of its kinds")
    COVERS[cover.noun] = cover


def telling_of(kind: str) -> tuple[Cover, Telling] | None:
    """Which table a kind of entry is about, and what is told of it; None: the log has no business with it."""
    for cover in COVERS.values():
        telling = cover.telling(kind)
        if telling is not None:
            return cover, telling
    return None


def cells(row: Model, columns: Iterable[str]) -> dict[str, Any]:
    """Some columns of a row as they are digested: instants in UTC, days as ISO 8601 writes them."""
    return {column: _plain(getattr(row, column)) for column in columns}


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return instant(value)
    return value.isoformat() if isinstance(value, date) else value
