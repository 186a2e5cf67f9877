"""Places: the tree city, town, village, villager group; their dated codes; whom to call there.

A division's id lasts. Names and the 12-digit codes change (villages merge, 济源 was once 410881), so they are dated.
"""

from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Length
from django.db.models.lookups import Exact
from django.utils.translation import gettext_lazy as _

from qingdan.records.regions.codes import CODE_LENGTH
from qingdan.records.regions.managers import DivisionManager
from qingdan.records.regions.names import INITIALS_LENGTH
from qingdan.records.regions.paths import DEPTH, DIGITS, LARGEST_ID

NAME_LENGTH = 80


class Division(models.Model):
    """A place. ``city`` is the county-level unit, the root of its tree; a ``group`` has no official code.

    ``name`` is the official one of today, ``short_name`` what people say; ``above`` names what stands over a city
    (province and prefecture, as text). ``path``: see ``paths.py``. A village has a ``state``; ``joined_on`` is the
    first day on which the lists apply there, as a pilot or fully, and ``adopted_by`` says which meeting or document
    decided it. Before that day nothing runs and nothing is overdue.
    """

    class Level(models.TextChoices):
        CITY = "city", _("市")
        TOWN = "town", _("镇（街道）")
        VILLAGE = "village", _("村（社区）")
        GROUP = "group", _("村民小组")

    class State(models.TextChoices):
        NOT_JOINED = "not-joined", _("未加入")
        PILOT = "pilot", _("试点")
        JOINED = "joined", _("已加入")

    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="children", db_index=False)
    level = models.CharField(max_length=8, choices=Level.choices)
    name = models.CharField(max_length=NAME_LENGTH)
    short_name = models.CharField(max_length=NAME_LENGTH)
    initials = models.CharField(max_length=INITIALS_LENGTH)
    above = models.CharField(max_length=NAME_LENGTH, null=True)
    path = models.CharField(max_length=DIGITS * len(DEPTH), unique=True)
    state = models.CharField(max_length=12, choices=State.choices, null=True)
    joined_on = models.DateField(null=True)
    adopted_by = models.CharField(max_length=200, null=True)
    is_demo = models.BooleanField(default=False)

    objects = DivisionManager()

    class Meta:
        indexes = [models.Index(fields=["parent", "path"], name="division_children")]
        constraints = [
            models.CheckConstraint(
                condition=Q(level="city", parent=None) | (~Q(level="city") & Q(parent__isnull=False)),
                name="division_root_is_a_city",
            ),
            models.CheckConstraint(condition=Q(id__gte=1, id__lte=LARGEST_ID), name="division_id_fits_the_path"),
            *(
                models.CheckConstraint(
                    condition=~Q(level=level) | Q(Exact(Length("path"), DIGITS * depth)),
                    name=f"division_path_of_a_{level}",
                )
                for level, depth in DEPTH.items()
            ),
            models.CheckConstraint(
                condition=(Q(level="village", state__isnull=False)) | (~Q(level="village") & Q(state=None)),
                name="division_villages_have_a_state",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["pilot", "joined"], joined_on__isnull=False, adopted_by__isnull=False)
                | (Q(state=None) | Q(state="not-joined")) & Q(joined_on=None, adopted_by=None),
                name="division_joined_since_a_day",
            ),
            models.UniqueConstraint(
                fields=["parent", "name"], condition=Q(level="group"), name="group_name_in_village"
            ),
        ]

    def __str__(self) -> str:
        return self.short_name

    def runs_on(self, day: date) -> bool:
        """Whether the lists apply in this village on ``day``, as a pilot or fully."""
        return self.joined_on is not None and self.joined_on <= day


class DivisionCode(models.Model):
    """The code and official name of a division from ``valid_from`` up to, not including, ``valid_to`` (None: today)."""

    division = models.ForeignKey(Division, on_delete=models.PROTECT, related_name="codes")
    code = models.CharField(max_length=CODE_LENGTH)
    name = models.CharField(max_length=NAME_LENGTH)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)

    class Meta:
        indexes = [models.Index(fields=["code", "valid_from"], name="code_by_day")]
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_to__gte=F("valid_from")), name="code_begins_before_it_ends"
            ),
            models.CheckConstraint(condition=Q(Exact(Length("code"), CODE_LENGTH)), name="code_has_twelve_digits"),
            models.UniqueConstraint(fields=["code"], condition=Q(valid_to=None), name="code_names_one_division"),
            models.UniqueConstraint(fields=["division"], condition=Q(valid_to=None), name="division_has_one_code"),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"


class SupervisionContact(models.Model):
    """Whom a villager calls to ask or complain: a name or office and its telephone, published everywhere.

    ``tier`` is the level of the division it stands for; ``verified_on`` the day somebody last made sure of it.
    """

    class Tier(models.TextChoices):
        VILLAGE = "village", _("村监督电话")
        TOWN = "town", _("镇监督电话")
        CITY = "city", _("市监督电话")

    division = models.ForeignKey(Division, on_delete=models.PROTECT, related_name="contacts")
    tier = models.CharField(max_length=8, choices=Tier.choices)
    name = models.CharField(max_length=NAME_LENGTH)
    phone = models.CharField(max_length=24)
    verified_on = models.DateField()
    is_demo = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["division", "name"], name="contact_once_per_division")]

    def __str__(self) -> str:
        return f"{self.name} {self.phone}"
