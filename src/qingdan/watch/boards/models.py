"""The public board: notices with their two periods, and the objections to them."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q


class Notice(models.Model):
    """A notice as it was put up. ``body`` holds only the fields that its audience may see.

    ``objections_until`` (None: nothing waits for objections) and ``stands_until`` are its two periods. Taking it down
    early is refused; a correction is a new version beside the old one.
    """

    code = models.CharField(max_length=16, unique=True)  # in the address and the QR code: random, not countable
    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="notices")
    key = models.CharField(max_length=60)
    seq = models.PositiveIntegerField()  # the case's event that put it up
    village = models.ForeignKey("regions.Division", on_delete=models.PROTECT, related_name="notices")
    place = models.CharField(max_length=64)
    board = models.CharField(max_length=20)
    audience = models.CharField(max_length=16)
    title = models.JSONField()  # {zh, en}
    body = models.JSONField()  # [{name, title: {zh, en}, type, value}]
    basis = models.JSONField(default=list)  # [{law, articles}]
    posted_at = models.DateTimeField()
    objections_until = models.DateTimeField(null=True)
    stands_until = models.DateTimeField()
    taken_down_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "key", "seq"], name="notice_once"),
            models.CheckConstraint(
                condition=Q(taken_down_at=None) | Q(taken_down_at__gte=F("stands_until")), name="notice_stands_its_days"
            ),
        ]
        indexes = [
            models.Index(fields=["village", "board", "-id"], name="notice_board"),
            models.Index(fields=["stands_until"], condition=Q(taken_down_at=None), name="notice_standing"),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.title.get('zh', '')}"


class Objection(models.Model):
    """What somebody holds against a notice. The words are for those who answer; the receipt code opens the answer."""

    notice = models.ForeignKey(Notice, on_delete=models.PROTECT, related_name="objections")
    number = models.CharField(max_length=16, unique=True)  # how officials and the register name it
    receipt_hash = models.CharField(max_length=64, unique=True)  # of the code that only the objector has
    words = models.TextField()
    contact = models.CharField(max_length=80, null=True)
    lodged_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)
    upheld = models.BooleanField(null=True)
    answer = models.TextField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(answered_at=None, answer=None, upheld=None)
                | Q(answered_at__isnull=False, answer__isnull=False, upheld__isnull=False),
                name="objection_answered_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"objection {self.number}"
