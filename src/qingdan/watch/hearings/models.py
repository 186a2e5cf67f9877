"""What people bring to a meeting or a hearing: questions before it, who came, and what was said.

Where a case is, its case says: these rows have no place of their own.
"""

from __future__ import annotations

from django.db import models
from django.db.models import Q


class Question(models.Model):
    """A question put to a coming meeting. Conveners and supervision committee read it; the receipt code opens its
    answer, which is public (``public``) only once a second person has looked at both."""

    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="questions")
    key = models.CharField(max_length=60)
    held_on = models.DateField()  # the day of the meeting that it was put to
    number = models.CharField(max_length=16, unique=True)  # how officials and the register name it
    receipt_hash = models.CharField(max_length=64, unique=True)  # of the code that only the asker has
    words = models.TextField()
    contact = models.CharField(max_length=80, null=True)
    asked_at = models.DateTimeField()
    answer = models.TextField(null=True)
    answered_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, null=True, related_name="+")
    sent_back = models.TextField(null=True)  # why whoever looked at the last answer did not let it pass
    checked_at = models.DateTimeField(null=True)
    checked_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, null=True, related_name="+")
    public = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(answered_at=None, answer=None) | Q(answered_at__isnull=False, answer__isnull=False),
                name="question_answered_whole",
            ),
            models.CheckConstraint(
                condition=Q(checked_at=None, public=False) | Q(checked_at__isnull=False, answered_at__isnull=False),
                name="question_public_when_checked",
            ),
            models.CheckConstraint(
                condition=Q(checked_by=None) | ~Q(checked_by=models.F("answered_by")),
                name="question_checked_by_another",
            ),
        ]
        indexes = [models.Index(fields=["case", "key", "-id"], name="question_of_meeting")]

    def __str__(self) -> str:
        return f"question {self.number}"


class SignInSheet(models.Model):
    """The sheet of one hearing on one day; its code is on the wall of the room, and counts around the hearing only."""

    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="sign_in_sheets")
    key = models.CharField(max_length=60)
    day = models.DateField()
    code = models.CharField(max_length=16, unique=True)
    opens_at = models.DateTimeField()
    closes_at = models.DateTimeField()
    made_at = models.DateTimeField()
    erased_at = models.DateTimeField(null=True)  # when the names on it went, by the time that they are kept

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "key", "day"], name="sheet_once")]
        indexes = [models.Index(fields=["day"], condition=Q(erased_at=None), name="sheet_with_names")]

    def __str__(self) -> str:
        return f"sheet of {self.case_id}/{self.key} on {self.day}"


class Attendance(models.Model):
    """Somebody who came, or (``absent``) for whom somebody came. For the parties of the hearing: nobody else reads it.
    Names go when the sheet is erased; the row stays, for the number."""

    class Way(models.TextChoices):
        CODE = "code"  # signed in on a telephone
        CLERK = "clerk"  # entered for somebody without one

    sheet = models.ForeignKey(SignInSheet, on_delete=models.PROTECT, related_name="came")
    name = models.CharField(max_length=40)
    household = models.CharField(max_length=40)
    group = models.CharField(max_length=40)
    absent = models.CharField(max_length=40)  # for whom this person came, where it is a proxy
    way = models.CharField(max_length=8, choices=Way.choices)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"attendance {self.pk}"


class Opinion(models.Model):
    """One opinion, whether it was taken up, and why. Who said it is kept apart (:class:`SaidBy`)."""

    sheet = models.ForeignKey(SignInSheet, on_delete=models.PROTECT, related_name="opinions")
    number = models.PositiveSmallIntegerField()
    words = models.TextField()
    adopted = models.BooleanField(null=True)
    why = models.TextField(null=True)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["sheet", "number"], name="opinion_numbered"),
            models.CheckConstraint(
                condition=Q(adopted=None, why=None) | Q(adopted__isnull=False, why__isnull=False),
                name="opinion_answered_with_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"opinion {self.number} of {self.sheet_id}"


class SaidBy(models.Model):
    """Who said an opinion; it goes with the names of the sheet."""

    opinion = models.OneToOneField(Opinion, on_delete=models.PROTECT, related_name="said_by")
    attendance = models.ForeignKey(Attendance, on_delete=models.PROTECT, related_name="said")

    def __str__(self) -> str:
        return f"speaker of opinion {self.opinion_id}"
