"""Handing over a post: what there is to hand over, how it stands with each thing, and who signed for it."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class Handover(models.Model):
    """What one term leaves to whoever comes after.

    ``village`` is where the post counts today, ``left_on`` the last day of the term; ``limit`` (``10 days``) runs from
    ``counted_from`` to ``due_on``, both days as Beijing counts them. It is over at ``done_at``: handed over, or, with
    ``not_needed``, found not to be needed. ``missed_at``: the day passed before that.
    """

    holding = models.OneToOneField("people.Holding", on_delete=models.PROTECT, related_name="handover")
    village = models.ForeignKey("regions.Division", on_delete=models.PROTECT, related_name="handovers")
    place = models.CharField(max_length=64)
    edition = models.CharField(max_length=64)
    left_on = models.DateField()
    limit = models.CharField(max_length=20)
    counted_from = models.DateField()
    due_on = models.DateField()
    opened_at = models.DateTimeField()
    missed_at = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True)
    not_needed = models.BooleanField(default=False)

    class Meta:
        indexes = [
            models.Index(fields=["place", "-id"], name="handover_place"),
            models.Index(fields=["due_on"], condition=Q(done_at=None, missed_at=None), name="handover_due"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(due_on__gte=F("counted_from")), name="handover_due_after_it_begins"),
            models.CheckConstraint(condition=Q(not_needed=False) | Q(done_at__isnull=False), name="handover_closed"),
        ]

    def __str__(self) -> str:
        return f"handover of term {self.holding_id}"


class Item(models.Model):
    """One line of the sheet: a thing of the edition (``slug``), or something unfinished that the house itself knows.

    ``count`` and ``note`` are as people write them: 3本, ¥1,204.50; what differs from what ought to be there.
    """

    class Kind(models.TextChoices):
        THING = "thing", _("物品和资料")
        STEP = "step", _("等着办的步骤")
        DUTY = "duty", _("欠着的责任")
        DRAFT = "draft", _("没有交的草稿")

    class State(models.TextChoices):
        OPEN = "open", _("还没有核对")
        HANDED = "handed", _("已移交")
        NOT_HERE = "not-here", _("不在他手里")
        DIFFERS = "differs", _("有出入")

    handover = models.ForeignKey(Handover, on_delete=models.PROTECT, related_name="items")
    kind = models.CharField(max_length=8, choices=Kind.choices)
    slug = models.CharField(max_length=80)
    words = models.CharField(max_length=200)
    url = models.CharField(max_length=200, null=True)
    state = models.CharField(max_length=8, choices=State.choices, default=State.OPEN)
    count = models.CharField(max_length=40, null=True)
    note = models.CharField(max_length=300, null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["handover", "kind", "slug"], name="item_once"),
            models.CheckConstraint(
                condition=~Q(state="differs") | Q(note__isnull=False), name="item_says_what_differs"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.words}: {self.state}"


class Signature(models.Model):
    """One of the three signatures under a handover. ``role`` is the post in which it was given, None for who leaves.

    ``missing``: the person did not come, and whoever watches says so instead.
    """

    class Part(models.TextChoices):
        GIVER = "giver", _("移交人")
        TAKER = "taker", _("接手人")
        WITNESS = "witness", _("监交人")

    handover = models.ForeignKey(Handover, on_delete=models.PROTECT, related_name="signatures")
    part = models.CharField(max_length=8, choices=Part.choices)
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="handovers_signed")
    role = models.CharField(max_length=40, null=True)
    standing_in = models.BooleanField(default=False)  # takes over for a post that nobody holds yet
    at = models.DateTimeField()
    recorded_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="handovers_recorded")
    missing = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["handover", "part"], name="signature_once_a_part"),
            models.UniqueConstraint(fields=["handover", "person"], name="signature_once_a_person"),
            models.CheckConstraint(condition=Q(missing=False) | Q(part="giver"), name="signature_missing_giver"),
        ]

    def __str__(self) -> str:
        return f"{self.part} of {self.handover_id}"
