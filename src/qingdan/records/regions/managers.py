"""Reading and numbering divisions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.management.color import no_style
from django.db import connection, models, transaction
from django.db.models import OuterRef, Subquery
from django.utils.translation import gettext as _

from qingdan.records.regions.names import initials
from qingdan.records.regions.paths import DEPTH, LARGEST_ID, LEVELS, path_after, path_of
from qingdan.records.register.acts import Refused

if TYPE_CHECKING:
    from qingdan.records.regions.models import Division


class DivisionQuerySet(models.QuerySet["Division"]):
    """Divisions by place and level."""

    def below(self, division: Division) -> DivisionQuerySet:
        """The division itself and everything below it: one range of the path's index."""
        return self.filter(path__gte=division.path, path__lt=path_after(division.path))

    def villages(self) -> DivisionQuerySet:
        return self.filter(level="village")

    def standing(self) -> DivisionQuerySet:
        """Those that there are today: a village that was merged into another is no more."""
        return self.filter(ended_on=None)

    def running(self) -> DivisionQuerySet:
        """Villages where the lists apply: pilots and those that have joined."""
        return self.villages().standing().exclude(state="not-joined")

    def with_code(self) -> DivisionQuerySet:
        """Adds ``code``: the official code of today, None for a villager group."""
        from qingdan.records.regions.models import DivisionCode

        now = DivisionCode.objects.filter(division=OuterRef("pk"), valid_to=None)
        return self.annotate(code=Subquery(now.values("code")[:1]))


class DivisionManager(models.Manager.from_queryset(DivisionQuerySet)):  # type: ignore[misc]
    """Makes divisions: only here is a lasting id given out and a path written."""

    def plant(self, *, parent: Division | None, level: str, name: str, short_name: str, **fields: Any) -> Division:
        """Make one division below ``parent``. Callers are acts; ``fields`` are further columns."""
        depth = DEPTH[parent.level] if parent else 0
        if level != LEVELS[depth]:
            raise ValueError(f"a {level} does not stand directly below {parent.level if parent else 'nothing'}")
        if level == "village":
            fields.setdefault("state", "not-joined")
        with transaction.atomic():
            number = self.reserve(1)
            made: Division = self.create(
                pk=number,
                parent=parent,
                level=level,
                name=name,
                short_name=short_name,
                initials=initials(short_name),
                path=path_of(number, parent.path if parent else ""),
                **fields,
            )
            self.catch_up()
        return made

    def reserve(self, count: int) -> int:
        """The first of ``count`` new lasting ids. Nobody else makes divisions until the transaction ends.

        :raises Refused: when a path's seven digits are used up.
        """
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("LOCK TABLE regions_division, regions_divisioncode IN SHARE ROW EXCLUSIVE MODE")
        first = (self.aggregate(last=models.Max("pk"))["last"] or 0) + 1
        if first + count - 1 > LARGEST_ID:
            raise Refused(
                _("地方的编号用完了（最多 %(most)d 个）。请另建一套系统来管其余的地方。") % {"most": LARGEST_ID}
            )
        return int(first)

    def catch_up(self) -> None:
        """Tell the database's own counter about ids that were written outright."""
        with connection.cursor() as cursor:
            for statement in connection.ops.sequence_reset_sql(no_style(), [self.model]):
                cursor.execute(statement)
