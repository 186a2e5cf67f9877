"""Ledgers of past cases as they were judged. No name of a person of a case is kept anywhere here but in a draft, which
its writer alone sees and which is gone within a day."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

DIGEST = 64
SLUG = 60
TEXT = 200
NUMBER = 60


class Draft(models.Model):
    """A spreadsheet as it was read, waiting for its writer's word. ``sheets`` are its cells, ``layout`` what each
    column is taken for (see ``reading``)."""

    village = models.ForeignKey("regions.Division", on_delete=models.PROTECT, related_name="+")
    power = models.CharField(max_length=SLUG)
    owner = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(db_index=True)
    file_name = models.CharField(max_length=TEXT)
    digest = models.CharField(max_length=DIGEST)
    sheets = models.JSONField()
    layout = models.JSONField()

    def __str__(self) -> str:
        return f"draft {self.pk} for {self.power} @ {self.village_id}"


class Ledger(models.Model):
    """A file of past cases of one power in one village, and the numbers that it came to.

    It was judged by ``edition`` (a digest) under ``limits``, those of the power as they held in the village on the day
    of the import. ``unrecorded``: steps that the ledger has no column for and that nobody looked for. ``digest`` is the
    SHA-256 of the file. ``place`` is the village's path.
    """

    village = models.ForeignKey("regions.Division", on_delete=models.PROTECT, related_name="ledgers")
    place = models.CharField(max_length=64)
    power = models.CharField(max_length=SLUG)
    edition = models.CharField(max_length=DIGEST)
    limits = models.JSONField()
    unrecorded = models.JSONField()
    file_name = models.CharField(max_length=TEXT)
    digest = models.CharField(max_length=DIGEST)
    imported_at = models.DateTimeField()
    imported_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    cases = models.PositiveIntegerField()
    fitting = models.PositiveIntegerField()
    events = models.PositiveIntegerField()
    deviations = models.PositiveIntegerField()

    class Meta:
        indexes = [
            models.Index(fields=["place", "-id"], name="ledger_place"),
            models.Index(fields=["power", "place"], name="ledger_power"),
        ]
        constraints = [models.CheckConstraint(condition=Q(fitting__lte=F("cases")), name="ledger_fitting_among_cases")]

    def __str__(self) -> str:
        return f"ledger of {self.power} @ {self.village_id}"


class JudgedCase(models.Model):
    """A case of a ledger: what it is called there, from when to when it ran, and whether it fits."""

    ledger = models.ForeignKey(Ledger, on_delete=models.PROTECT, related_name="judged")
    seq = models.PositiveIntegerField()
    number = models.CharField(max_length=NUMBER)
    name = models.CharField(max_length=TEXT)
    line = models.PositiveIntegerField()
    first_on = models.DateField(null=True)
    last_on = models.DateField(null=True)
    events = models.PositiveIntegerField()
    fits = models.BooleanField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["ledger", "seq"], name="judged_once")]
        indexes = [models.Index(fields=["ledger", "seq"], condition=Q(fits=False), name="judged_deviating")]

    def __str__(self) -> str:
        return f"case {self.seq} of ledger {self.ledger_id}"


class Finding(models.Model):
    """One thing in which a case does not fit. ``kind`` is one of ``conform.judging.Kind``; ``step`` and ``other`` are
    ids of steps, "" for none; ``line`` stands in the file; ``zh`` and ``en`` say it."""

    ledger = models.ForeignKey(Ledger, on_delete=models.PROTECT, related_name="findings")
    case = models.ForeignKey(JudgedCase, on_delete=models.PROTECT, related_name="findings")
    kind = models.CharField(max_length=24)
    step = models.CharField(max_length=SLUG)
    other = models.CharField(max_length=SLUG)
    line = models.PositiveIntegerField()
    zh = models.CharField(max_length=400)
    en = models.CharField(max_length=400)

    class Meta:
        indexes = [models.Index(fields=["ledger", "step", "kind"], name="finding_of_ledger")]

    def __str__(self) -> str:
        return f"{self.kind} {self.step} in case {self.case_id}"
