"""What became of a time limit on its way: when it stood still, and how it was made longer."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from qingdan.domain.rules.limits import parse_limit
from qingdan.domain.words import Words


class DeadlineStop(models.Model):
    """A time in which a limit stood still, while the step ``key`` was open; ``ended_at`` is null while it stands."""

    deadline = models.ForeignKey("cases.Deadline", on_delete=models.PROTECT, related_name="stops")
    key = models.CharField(max_length=60)
    began_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["deadline"], condition=Q(ended_at=None), name="stop_one_open"),
            models.CheckConstraint(
                condition=Q(ended_at=None) | Q(ended_at__gte=F("began_at")), name="stop_begins_before_it_ends"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.deadline_id} stopped in {self.key}"


class Extension(models.Model):
    """A limit was made longer, once: from ``was`` to ``limit``, why, and who approved it."""

    deadline = models.OneToOneField("cases.Deadline", on_delete=models.PROTECT, related_name="extension")
    was = models.CharField(max_length=20)
    limit = models.CharField(max_length=20)
    reason = models.TextField()
    approved_by = models.CharField(max_length=80)
    decided_at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey("people.Person", on_delete=models.PROTECT)

    def __str__(self) -> str:
        return f"{self.deadline_id} extended to {self.limit}"

    @property
    def was_words(self) -> Words:
        """The limit before, as people say it."""
        return parse_limit(self.was).words


class Round(models.Model):
    """A day on which the inbox was looked through for terms and absences that began or ended with the date."""

    day = models.DateField(unique=True)

    def __str__(self) -> str:
        return f"looked through on {self.day}"
