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
DOCUMENT_LENGTH = 120


class Division(models.Model):
    """A place. ``city`` is the county-level unit, the root of its tree; a ``group`` has no official code.

    ``name`` is the official one of today, ``short_name`` what people say; ``above`` names what stands over a city
    (province and prefecture, as text). ``path``: see ``paths.py``. A village has a ``state``; ``joined_on`` is the
    first day on which the lists apply there, as a pilot or fully, and ``adopted_by`` says which meeting or document
    decided it. Before that day nothing runs and nothing is overdue. All stretches of days: :class:`Adoption`.

    A village that was merged into another stays as it was, with ``ended_on``, the first day on which it was no more,
    and ``successor``, the village that stands for it today. ``placed_on``: since when a village stands in its present
    town, None when it always has.
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
    ended_on = models.DateField(null=True)
    successor = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="predecessors")
    placed_on = models.DateField(null=True)
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
            models.CheckConstraint(
                condition=Q(ended_on=None, successor=None)
                | Q(level="village", ended_on__isnull=False, successor__isnull=False),
                name="division_ends_in_another",
            ),
        ]

    def __str__(self) -> str:
        return self.short_name

    def runs_on(self, day: date) -> bool:
        """Whether the lists apply in this village on ``day``, as a pilot or fully, as its present state tells.

        Days before a break are known to ``running.runs_duties`` alone.
        """
        ended = self.ended_on is not None and self.ended_on <= day
        return self.joined_on is not None and self.joined_on <= day and not ended


class AdoptionQuerySet(models.QuerySet["Adoption"]):
    """Adoptions by day."""

    def on(self, day: date) -> AdoptionQuerySet:
        """Those whose days include ``day``."""
        return self.filter(Q(until=None) | Q(until__gte=day), since__lte=day)


class Adoption(models.Model):
    """Days on which the lists apply in a village: from ``since`` up to and including ``until`` (None: still).

    Who decided it: a meeting (``body`` is its slug in the edition) or, for a pilot or a merger, a document from above;
    when (``decided_on``); under which number of the minutes or the document. ``edition`` is the digest of the lists
    that were adopted; None only for what was recorded before this was asked.
    """

    village = models.ForeignKey(Division, on_delete=models.PROTECT, related_name="adoptions")
    state = models.CharField(max_length=12, choices=Division.State.choices)
    since = models.DateField()
    until = models.DateField(null=True)
    body = models.CharField(max_length=60, null=True)
    decided_by = models.CharField(max_length=NAME_LENGTH)
    decided_on = models.DateField()
    document = models.CharField(max_length=DOCUMENT_LENGTH)
    edition = models.CharField(max_length=64, null=True)
    edition_name = models.CharField(max_length=120, null=True)
    ended_why = models.CharField(max_length=200, null=True)

    objects = AdoptionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(until=None) | Q(until__gte=F("since")), name="adoption_in_order"),
            models.CheckConstraint(condition=Q(state__in=["pilot", "joined"]), name="adoption_state"),
            models.UniqueConstraint(fields=["village"], condition=Q(until=None), name="adoption_one_now"),
        ]

    def __str__(self) -> str:
        return f"{self.village_id} {self.state} since {self.since}"


class Change(models.Model):
    """What became of a village on a day, with the document that says so: what its page tells.

    ``other`` is the other village of a merger or split, or the new town; ``before`` and ``after`` are the names or
    codes that changed.
    """

    class Kind(models.TextChoices):
        MERGED_INTO = "merged-into", _("并入")
        MERGED_FROM = "merged-from", _("并进来")
        SPLIT_OFF = "split-off", _("分出")
        SPLIT_FROM = "split-from", _("从别的村分出来")
        RENAMED = "renamed", _("更名")
        RECODED = "recoded", _("改码")
        MOVED = "moved", _("划归")

    division = models.ForeignKey(Division, on_delete=models.PROTECT, related_name="changes")
    kind = models.CharField(max_length=12, choices=Kind.choices)
    day = models.DateField()
    document = models.CharField(max_length=DOCUMENT_LENGTH)
    other = models.ForeignKey(Division, on_delete=models.PROTECT, null=True, related_name="changes_of_others")
    before = models.CharField(max_length=NAME_LENGTH, null=True)
    after = models.CharField(max_length=NAME_LENGTH, null=True)

    class Meta:
        indexes = [models.Index(fields=["division", "day"], name="change_of_place")]

    def __str__(self) -> str:
        return f"{self.division_id} {self.kind} on {self.day}"


class FormerPath(models.Model):
    """A path at which stood, until ``until`` (not included), what belongs to ``division`` today.

    The register is never changed, so its entries stay at the path of their time; this is how their readers find them.
    ``own``: the division itself stood there (it moved to another town); otherwise another that was merged into it.
    """

    division = models.ForeignKey(Division, on_delete=models.PROTECT, related_name="former_paths")
    path = models.CharField(max_length=DIGITS * len(DEPTH))
    until = models.DateField()
    own = models.BooleanField()

    class Meta:
        indexes = [models.Index(fields=["division", "until"], name="former_path_of")]

    def __str__(self) -> str:
        return f"{self.division_id} at {self.path} until {self.until}"


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
