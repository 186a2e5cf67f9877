"""Duties to publish. What is due and what was put up is computed (``reckoning.py``); here is only what cannot be.

An occasion is one time at which a duty is due: a period by its key (2026-q3), or an event by a digest. ``origin`` is
the village that owed it, ``village`` the one that stands for it today.
"""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from qingdan.records.regions.models import DOCUMENT_LENGTH, NAME_LENGTH

SLUG = 60
OCCASION = 40
MOST_WORDS = 600


class Lapse(models.Model):
    """A duty was not done on its last day: written once by the clock, with how the day was reckoned, and never taken
    back. ``case`` and ``step`` are those of an event.

    Made good when it was put up after all (``good_how`` notice), when the village recorded that it had hung on paper
    (paper), or when the matter went away before it was published (gone).
    """

    class How(models.TextChoices):
        NOTICE = "notice"
        PAPER = "paper"
        GONE = "gone"

    village = models.ForeignKey("regions.Division", on_delete=models.PROTECT, related_name="lapses")
    origin = models.ForeignKey("regions.Division", on_delete=models.PROTECT, related_name="own_lapses")
    place = models.CharField(max_length=64)
    duty = models.CharField(max_length=SLUG)
    occasion = models.CharField(max_length=OCCASION)
    title = models.JSONField()  # {zh, en}: which time of the duty
    board = models.CharField(max_length=20)
    audience = models.CharField(max_length=16)
    due_on = models.DateField()  # the last day
    reckoned = models.JSONField()  # [{zh, en}]: how, part by part
    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, null=True, related_name="lapses")
    step = models.CharField(max_length=60, blank=True)
    found_at = models.DateTimeField()
    good_at = models.DateTimeField(null=True)  # when the house heard of it
    good_on = models.DateField(null=True)  # the day on which it was put up
    good_how = models.CharField(max_length=6, choices=How.choices, null=True)
    notice = models.ForeignKey("boards.Notice", on_delete=models.PROTECT, null=True, related_name="lapses")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["origin", "duty", "occasion"], name="lapse_once"),
            models.CheckConstraint(
                condition=Q(good_at=None, good_on=None, good_how=None)
                | Q(good_at__isnull=False, good_on__isnull=False, good_how__isnull=False),
                name="lapse_good_whole",
            ),
        ]
        indexes = [
            models.Index(fields=["village", "-due_on"], name="lapse_of_village"),
            models.Index(fields=["place", "due_on"], condition=Q(good_at=None), name="lapse_open"),
        ]

    def __str__(self) -> str:
        return f"{self.duty} {self.occasion} of {self.origin_id}"


class Statement(models.Model):
    """What was said of a duty afterwards, shown beside it for good: the village's explanation, its record that the
    paper hung on a ``day`` (with a photograph, if there is one), or the town's order to publish until a ``day``."""

    class Kind(models.TextChoices):
        EXPLANATION = "explanation"
        PAPER = "paper"
        ORDER = "order"

    village = models.ForeignKey("regions.Division", on_delete=models.PROTECT, related_name="statements")
    origin = models.ForeignKey("regions.Division", on_delete=models.PROTECT, related_name="own_statements")
    place = models.CharField(max_length=64)
    duty = models.CharField(max_length=SLUG)
    occasion = models.CharField(max_length=OCCASION)
    kind = models.CharField(max_length=12, choices=Kind.choices)
    words = models.TextField()
    day = models.DateField(null=True)
    photo = models.ForeignKey("files.StoredFile", on_delete=models.PROTECT, null=True, related_name="statements")
    said_at = models.DateTimeField()
    by = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="statements")
    post = models.CharField(max_length=SLUG)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="explanation", day=None) | Q(kind__in=("paper", "order"), day__isnull=False),
                name="statement_with_its_day",
            ),
            models.CheckConstraint(condition=Q(photo=None) | Q(kind="paper"), name="statement_photo_of_paper"),
        ]
        indexes = [models.Index(fields=["village", "duty", "occasion"], name="statement_of")]

    def __str__(self) -> str:
        return f"{self.kind} on {self.duty} {self.occasion}"


class Settlement(models.Model):
    """How often the village has settled to publish something (``rhythm``; "": it does not owe it), from ``since`` on,
    the first day of a quarter. Who decided it, and under which number."""

    village = models.ForeignKey("regions.Division", on_delete=models.PROTECT, related_name="settlements")
    duty = models.CharField(max_length=SLUG)
    rhythm = models.CharField(max_length=10, blank=True)
    since = models.DateField()
    decided_by = models.CharField(max_length=NAME_LENGTH)
    document = models.CharField(max_length=DOCUMENT_LENGTH)
    set_at = models.DateTimeField()
    by = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="settlements")
    post = models.CharField(max_length=SLUG)

    class Meta:
        indexes = [models.Index(fields=["village", "duty", "since"], name="settlement_of")]

    def __str__(self) -> str:
        return f"{self.duty} {self.rhythm or 'none'} since {self.since}"


class Look(models.Model):
    """How far the clock has gone through the villages on a day: the path of the last one, and whether it was the last.

    No record: without it the clock goes through all of them again and finds nothing new.
    """

    day = models.DateField(unique=True)
    after = models.CharField(max_length=64, blank=True)
    done = models.BooleanField(default=False)

    def __str__(self) -> str:
        return f"{self.day} after {self.after}"


class Naming(models.Model):
    """Somebody has said that this notice does a duty, where the notice itself does not tell: one written by hand."""

    notice = models.OneToOneField("boards.Notice", on_delete=models.PROTECT, related_name="naming")
    village = models.ForeignKey("regions.Division", on_delete=models.PROTECT, related_name="namings")
    origin = models.ForeignKey("regions.Division", on_delete=models.PROTECT, related_name="own_namings")
    duty = models.CharField(max_length=SLUG)
    occasion = models.CharField(max_length=OCCASION)
    named_at = models.DateTimeField()
    by = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="namings")
    post = models.CharField(max_length=SLUG)

    def __str__(self) -> str:
        return f"{self.notice_id} does {self.duty} {self.occasion}"
