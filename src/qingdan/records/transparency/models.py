"""What the public log says, as it is staged with each public act, and the salts that open its digests.

The log's files (tiles, bundles, checkpoint) are made of ``Fact`` alone, so they can always be made again.
"""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from qingdan.records.register.models import Entry


class Fact(models.Model):
    """One public act as the log tells it; written in the transaction of the act.

    ``leaf`` is the text of the log's entry, byte for byte. ``noun`` and ``row`` name the row that it speaks of, as
    ``leaf`` does. ``number`` is its place in the log, given once. The database itself refuses every other change.
    """

    entry = models.OneToOneField(Entry, on_delete=models.PROTECT, primary_key=True, related_name="public_fact")
    kind = models.CharField(max_length=80)
    noun = models.CharField(max_length=40)
    row = models.BigIntegerField()
    leaf = models.TextField()
    number = models.PositiveBigIntegerField(null=True, unique=True)

    class Meta:
        indexes = [
            models.Index(fields=["noun", "row"], name="fact_row"),
            models.Index(fields=["entry"], condition=Q(number=None), name="fact_waiting"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.noun}/{self.row}"


class Salt(models.Model):
    """The salt of one digest of a fact. Erasing it leaves a digest that says nothing of anybody."""

    fact = models.ForeignKey(Fact, on_delete=models.PROTECT, related_name="salts")
    part = models.CharField(max_length=32)
    salt = models.CharField(max_length=64)  # 32 bytes in hexadecimal signs

    class Meta:
        constraints = [models.UniqueConstraint(fields=["fact", "part"], name="salt_once")]

    def __str__(self) -> str:
        return f"salt of {self.part} of {self.fact_id}"
