"""Editions of the three lists as they were loaded, each definition kept for ever by its digest.

A running case names the definition that it began under; so these tables are never changed (migration 0002), but for
the end of a town's limit.
"""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

DIGEST = 64  # SHA-256 in hexadecimal
NAME = 60
PATH = 200


class Edition(models.Model):
    """One edition, whole. ``digest`` covers every file of it; ``in_force`` is the first day it applies."""

    slug = models.CharField(max_length=NAME)
    version = models.CharField(max_length=NAME)
    city = models.CharField(max_length=6)
    digest = models.CharField(max_length=DIGEST, unique=True)
    in_force = models.DateField()
    status = models.CharField(max_length=16)
    loaded_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["slug", "in_force", "id"], name="edition_in_force")]

    def __str__(self) -> str:
        return f"{self.slug} {self.version}"


class Definition(models.Model):
    """One file of the catalogue: its text as it was written, and the form that its digest covers.

    Two texts that differ only in layout and comments are one definition; the text first loaded stays.
    """

    digest = models.CharField(max_length=DIGEST, unique=True)
    kind = models.CharField(max_length=16)  # see domain.catalogue.load.kind_of
    path = models.CharField(max_length=PATH)
    source = models.TextField()
    canonical = models.TextField()  # JSON; text and not a JSON column, which would lose the order of the keys

    def __str__(self) -> str:
        return f"{self.path} {self.digest[:12]}"


class EditionEntry(models.Model):
    """Which definition stands at which path of an edition."""

    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="entries")
    definition = models.ForeignKey(Definition, on_delete=models.PROTECT, related_name="entries")
    path = models.CharField(max_length=PATH)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["edition", "path"], name="one_definition_per_path")]

    def __str__(self) -> str:
        return f"{self.edition_id}: {self.path}"


class CalendarYear(models.Model):
    """The holidays of a year as they were loaded; of several for one year the last loaded counts."""

    year = models.PositiveSmallIntegerField()
    definition = models.ForeignKey(Definition, on_delete=models.PROTECT, related_name="calendar_years")
    loaded_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["year", "id"], name="calendar_by_year")]

    def __str__(self) -> str:
        return f"calendar of {self.year}"


class LimitOverride(models.Model):
    """A limit that a town or the city sets for itself, from ``starts`` to ``ends`` (both included; None: open).

    ``value`` is whole fen, days or a count, as the edition's limit of that name. Where two hold on a day, that of the
    nearer place counts, and of one place the one recorded last. ``basis`` names the document that decided it.
    """

    division = models.ForeignKey("regions.Division", on_delete=models.PROTECT, related_name="limits")
    name = models.CharField(max_length=NAME)
    value = models.BigIntegerField()
    starts = models.DateField()
    ends = models.DateField(null=True)
    basis = models.CharField(max_length=200)

    class Meta:
        indexes = [models.Index(fields=["division", "starts"], name="limit_by_place")]
        constraints = [
            models.CheckConstraint(condition=Q(value__gte=0), name="limit_is_not_negative"),
            models.CheckConstraint(
                condition=Q(ends=None) | Q(ends__gte=F("starts")), name="limit_starts_before_it_ends"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.division_id} {self.name} = {self.value}"
