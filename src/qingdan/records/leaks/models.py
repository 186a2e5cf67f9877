"""What was let stand: one row for each personal detail that somebody, by name and with a reason, did not take out."""

from __future__ import annotations

from django.db import models


class LetStand(models.Model):
    """A personal detail that may be read by a wider audience than its kind allows, and who said so and why.

    ``digest`` is a keyed digest of the subject and the bare detail: the detail itself is not kept here. The decision
    holds for this subject, for this detail wherever in it, and for no audience wider than ``audience``.
    """

    subject_type = models.CharField(max_length=20)  # as in the register: case, notice
    subject_id = models.BigIntegerField()
    digest = models.CharField(max_length=64)
    kind = models.CharField(max_length=16)  # domain.leaks.LeakKind
    masked = models.CharField(max_length=200)
    spot = models.CharField(max_length=120)  # the field in which it stood, by its label
    audience = models.CharField(max_length=16)
    why = models.TextField()
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    post_name = models.CharField(max_length=60)
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["subject_type", "subject_id"], name="let_stand_subject")]

    def __str__(self) -> str:
        return f"{self.kind} of {self.subject_type} {self.subject_id}"
