"""Households of villages with their members, dated rolls, rolls as they were closed for posting, and who changed what.

Which rolls there are is catalogue data (``rolls.yaml``), so a roll is kept here by its slug. Days are days in Beijing;
``starts`` and ``ends`` are both included, ``ends`` None is open.
"""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from qingdan.domain.rules.households import Relation as Relations
from qingdan.records.people.models import Person
from qingdan.records.rolls.managers import DatedQuerySet, EntryQuerySet

DIGEST = 64
KIND = 40  # a slug of rolls.yaml
NUMBER = 40
ORDER = 120
TEXT = 200
IN_ORDER = Q(ends=None) | Q(ends__gte=F("starts"))


class Identity(models.Model):
    """What tells one person from another of the same name. Narrow: the number is shown masked, to keepers only."""

    class Sex(models.TextChoices):
        MALE = "m", _("男")
        FEMALE = "f", _("女")

    person = models.OneToOneField(Person, on_delete=models.PROTECT, primary_key=True, related_name="identity")
    id_number = models.CharField(max_length=18, null=True, unique=True)
    born_on = models.DateField(null=True)
    sex = models.CharField(max_length=1, choices=Sex.choices, null=True)

    def __str__(self) -> str:
        return f"identity of person {self.pk}"


class CapacityFinding(models.Model):
    """An exception from the age of full civil capacity: a court found less, or own labour gives it from sixteen."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="capacity")
    full = models.BooleanField()
    starts = models.DateField()
    ends = models.DateField(null=True)
    basis = models.CharField(max_length=TEXT)

    objects = DatedQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["person", "starts"], name="capacity_of_person")]
        constraints = [
            models.CheckConstraint(condition=IN_ORDER, name="capacity_starts_before_it_ends"),
            models.UniqueConstraint(fields=["person"], condition=Q(ends=None), name="capacity_one_open_finding"),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {'full' if self.full else 'limited'} from {self.starts}"


class Household(models.Model):
    """A household of a village. ``number`` is what the village calls it, ``order`` its key in lists.

    ``group`` is its villager group for all its days: a household that moves to another group begins anew there.
    ``closed_on`` is its last day, when nobody is left in it.
    """

    village = models.ForeignKey("regions.Division", on_delete=models.PROTECT, related_name="households")
    group = models.ForeignKey("regions.Division", on_delete=models.PROTECT, null=True, related_name="+")
    number = models.CharField(max_length=NUMBER)
    order = models.CharField(max_length=ORDER)
    opened_on = models.DateField()
    closed_on = models.DateField(null=True)

    class Meta:
        indexes = [models.Index(fields=["village", "order", "id"], name="household_in_village")]
        constraints = [
            models.UniqueConstraint(
                fields=["village", "number"], condition=Q(closed_on=None), name="household_number_in_village"
            ),
            models.CheckConstraint(
                condition=Q(closed_on=None) | Q(closed_on__gte=F("opened_on")), name="household_opened_before_closed"
            ),
        ]

    def __str__(self) -> str:
        return f"household {self.number} @ {self.village_id}"


class HouseholdMember(models.Model):
    """A person in a household, and what he is to its head. Nobody is in two at once, in no village.

    ``village`` is the household's, kept here too so that one join finds where everybody on a roll lives.
    """

    class Relation(models.TextChoices):
        HEAD = Relations.HEAD, _("户主")
        SPOUSE = Relations.SPOUSE, _("配偶")
        CHILD = Relations.CHILD, _("子女")
        CHILDS_SPOUSE = Relations.CHILDS_SPOUSE, _("儿媳或女婿")
        GRANDCHILD = Relations.GRANDCHILD, _("孙辈")
        PARENT = Relations.PARENT, _("父母")
        SPOUSES_PARENT = Relations.SPOUSES_PARENT, _("配偶的父母")
        GRANDPARENT = Relations.GRANDPARENT, _("祖辈")
        SIBLING = Relations.SIBLING, _("兄弟姐妹")
        OTHER = Relations.OTHER, _("其他")

    village = models.ForeignKey("regions.Division", on_delete=models.PROTECT, related_name="+")
    household = models.ForeignKey(Household, on_delete=models.PROTECT, related_name="members")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="memberships")
    relation = models.CharField(max_length=16, choices=Relation.choices)
    starts = models.DateField()
    ends = models.DateField(null=True)
    why_on = models.CharField(max_length=KIND)
    why_off = models.CharField(max_length=KIND, null=True)

    objects = DatedQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["household", "starts"], name="member_of_household"),
            models.Index(fields=["person", "starts"], name="member_person"),
        ]
        constraints = [
            models.CheckConstraint(condition=IN_ORDER, name="member_starts_before_ends"),
            models.UniqueConstraint(fields=["person"], condition=Q(ends=None), name="member_of_one_household"),
            models.UniqueConstraint(
                fields=["household"], condition=Q(ends=None, relation=Relations.HEAD), name="household_one_head"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.relation} of household {self.household_id}"


class RollEntry(models.Model):
    """A person on a roll of a village.

    ``since`` is the day that was given, ``starts`` the first day that counts: later, when the roll begins with an age.
    ``group`` is said for a person who lives in no household of the village. ``voided_on``: it was entered by mistake
    and never counted. ``note`` names the meeting or paper that it rests on.
    """

    village = models.ForeignKey("regions.Division", on_delete=models.PROTECT, related_name="roll_entries")
    kind = models.CharField(max_length=KIND)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="roll_entries")
    group = models.ForeignKey("regions.Division", on_delete=models.PROTECT, null=True, related_name="+")
    since = models.DateField()
    starts = models.DateField()
    ends = models.DateField(null=True)
    why_on = models.CharField(max_length=KIND)
    why_off = models.CharField(max_length=KIND, null=True)
    note = models.CharField(max_length=TEXT, null=True)
    voided_on = models.DateField(null=True)

    objects = EntryQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["village", "kind", "starts"], name="roll_of_village"),
            models.Index(fields=["person", "kind"], name="rolls_of_person"),
        ]
        constraints = [
            models.CheckConstraint(condition=IN_ORDER, name="entry_starts_before_ends"),
            models.CheckConstraint(condition=Q(starts__gte=F("since")), name="entry_counts_from_its_day_or_later"),
            models.UniqueConstraint(
                fields=["village", "kind", "person"],
                condition=Q(ends=None, voided_on=None),
                name="entry_once_on_a_roll",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} on {self.kind} @ {self.village_id}"


class ClosedRoll(models.Model):
    """A roll as it stood for ``as_of`` when it was closed for posting. Never changed (migration 0002).

    ``digest`` covers the names (:class:`ClosedNames`, with their salt), so that they can be erased and the counts still
    stand. ``by_group``: [[group's lasting id or None, its name, persons, households, capable]].
    """

    village = models.ForeignKey("regions.Division", on_delete=models.PROTECT, related_name="closed_rolls")
    kind = models.CharField(max_length=KIND)
    title = models.CharField(max_length=TEXT)
    as_of = models.DateField()
    closed_at = models.DateTimeField()
    purpose = models.CharField(max_length=TEXT)
    persons = models.PositiveIntegerField()
    households = models.PositiveIntegerField()
    capable = models.PositiveIntegerField()
    by_group = models.JSONField()
    digest = models.CharField(max_length=DIGEST, unique=True)

    class Meta:
        indexes = [models.Index(fields=["village", "kind", "id"], name="closed_roll_of_village")]

    def __str__(self) -> str:
        return f"{self.kind} @ {self.village_id} for {self.as_of}"


class ClosedNames(models.Model):
    """The names of a closed roll in the order of the sheet: the part of it that erasure removes.

    ``rows``: [[entry, name, group, household]]. ``persons``: the person of each row.
    """

    closed = models.OneToOneField(ClosedRoll, on_delete=models.PROTECT, primary_key=True, related_name="names")
    salt = models.CharField(max_length=32)
    rows = models.JSONField()
    persons = models.JSONField()

    def __str__(self) -> str:
        return f"names of closed roll {self.pk}"


class Change(models.Model):
    """One thing that an act did to an entry, a household or a person, for those who may read it.

    An import does many at once under one entry of the register. ``words`` are personal and go when a person is erased;
    ``actor_post`` is the slug of the post in which it was done.
    """

    class What(models.TextChoices):
        ENTERED = "entered", _("列入")
        STRUCK = "struck", _("划掉")
        CORRECTED = "corrected", _("更正")
        VOIDED = "voided", _("作废")
        OPENED = "opened", _("立户")
        JOINED = "joined", _("入户")
        LEFT = "left", _("离户")
        CAPACITY = "capacity", _("登记行为能力")

    village = models.ForeignKey("regions.Division", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=KIND, null=True)
    entry = models.ForeignKey(RollEntry, on_delete=models.PROTECT, null=True, related_name="changes")
    household = models.ForeignKey(Household, on_delete=models.PROTECT, null=True, related_name="changes")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()
    actor_name = models.CharField(max_length=80)
    actor_post = models.CharField(max_length=40, null=True)
    what = models.CharField(max_length=12, choices=What.choices)
    words = models.JSONField(default=dict)

    class Meta:
        indexes = [
            models.Index(fields=["village", "kind", "at"], name="change_of_roll"),
            models.Index(fields=["entry", "id"], name="change_of_entry"),
            models.Index(fields=["household", "id"], name="change_of_household"),
            models.Index(fields=["person", "id"], name="change_of_person"),
        ]

    def __str__(self) -> str:
        return f"{self.what} by {self.actor_name} at {self.at:%Y-%m-%d}"


class ImportDraft(models.Model):
    """A spreadsheet that was read without fault and waits for its keeper's word. Gone with it, or after a day."""

    village = models.ForeignKey("regions.Division", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=KIND)
    owner = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(db_index=True)
    file_name = models.CharField(max_length=TEXT)
    digest = models.CharField(max_length=DIGEST)
    options = models.JSONField()
    rows = models.JSONField()
    unread = models.JSONField()

    def __str__(self) -> str:
        return f"draft {self.pk} for {self.kind} @ {self.village_id}"
