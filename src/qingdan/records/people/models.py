"""Persons, their accounts, the posts they hold, and the ties that force recusal.

Rights come from posts (:class:`Holding`) and never from a flag on a user. What posts there are is catalogue data
(``posts.yaml``), so a post is kept here by its slug.
"""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from qingdan.domain.rules.standing_in import ALL, Why
from qingdan.records.people.managers import AbsenceQuerySet, AccountManager, HoldingQuerySet, OpenTermQuerySet


class Person(models.Model):
    """A human being who acts or is acted for; most villagers have no account.

    ``mobile`` is sensitive: only the person and who must reach him may read it. ``is_demo`` persons are invented and
    are shown with the mark 示例.
    """

    name = models.CharField(max_length=80, db_index=True)
    mobile = models.CharField(max_length=20, null=True, blank=True)
    is_demo = models.BooleanField(default=False)

    def __str__(self) -> str:
        return self.name


class Account(AbstractBaseUser):
    """A person's way to sign in. It carries no right of its own."""

    person = models.OneToOneField(Person, on_delete=models.PROTECT, related_name="account")
    username = models.CharField(max_length=40, unique=True)
    is_active = models.BooleanField(default=True)
    must_change_password = models.BooleanField(default=False)

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS: ClassVar[list[str]] = []
    objects = AccountManager()

    def __str__(self) -> str:
        return self.username


class Holding(models.Model):
    """One person in one post of one division from ``starts`` to ``ends``, both days included.

    An end in the past ends the right by itself; ``ends`` None is a term without a known end. ``basis`` says by
    which election or appointment.
    """

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="holdings")
    post = models.CharField(max_length=40)
    division = models.ForeignKey("regions.Division", on_delete=models.PROTECT, related_name="holdings")
    starts = models.DateField()
    ends = models.DateField(null=True, blank=True)
    basis = models.CharField(max_length=200)

    objects = HoldingQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["division", "post", "starts"], name="holding_place_post"),
            models.Index(fields=["person", "starts"], name="holding_person"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends=None) | Q(ends__gte=F("starts")), name="holding_starts_before_it_ends"
            ),
            # Overlaps of dated terms are refused by the act; the database itself guards the open ones.
            models.UniqueConstraint(
                fields=["person", "post", "division"], condition=Q(ends=None), name="holding_one_open_term"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.post} @ {self.division_id}"

    def runs_on(self, day: date) -> bool:
        """Whether the term includes ``day``."""
        return self.starts <= day and (self.ends is None or day <= self.ends)


class KinTie(models.Model):
    """A declared near kinship (近亲属, 民法典 1045): ``relative`` is the ``relation`` of ``person``.

    The relative is a person of this house or, if he is not in it, a name. Kinship holds both ways, whoever declared it.
    """

    class Relation(models.TextChoices):
        SPOUSE = "spouse", _("配偶")
        PARENT = "parent", _("父母")
        CHILD = "child", _("子女")
        SIBLING = "sibling", _("兄弟姐妹")
        PATERNAL_GRANDPARENT = "paternal-grandparent", _("祖父母")
        MATERNAL_GRANDPARENT = "maternal-grandparent", _("外祖父母")
        SONS_CHILD = "sons-child", _("孙子女")
        DAUGHTERS_CHILD = "daughters-child", _("外孙子女")

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="kin_declared")
    relative = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="kin_named_in")
    relative_name = models.CharField(max_length=80, null=True)
    relation = models.CharField(max_length=24, choices=Relation.choices)
    declared_on = models.DateField()
    ended_on = models.DateField(null=True, blank=True)

    objects = OpenTermQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(relative__isnull=False, relative_name=None) | Q(relative=None, relative_name__isnull=False),
                name="kin_person_or_name",
            ),
            models.CheckConstraint(condition=~Q(relative=F("person")), name="kin_is_not_oneself"),
            models.CheckConstraint(
                condition=Q(ended_on=None) | Q(ended_on__gte=F("declared_on")), name="kin_declared_before_ended"
            ),
            models.UniqueConstraint(
                fields=["person", "relative"], condition=Q(ended_on=None), name="kin_declared_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} – {self.relation} – {self.relative_id or self.relative_name}"


class OwnInterest(models.Model):
    """A person's own stake in an organisation: owner, shareholder, manager. Forces recusal where it is a party."""

    class Role(models.TextChoices):
        OWNER = "owner", _("经营者或法定代表人")
        SHAREHOLDER = "shareholder", _("股东或出资人")
        MANAGER = "manager", _("管理人员")
        EMPLOYEE = "employee", _("职工")
        OTHER = "other", _("其他利益关系")

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="interests")
    organisation = models.CharField(max_length=120)
    credit_code = models.CharField(max_length=18, null=True, blank=True)
    role = models.CharField(max_length=16, choices=Role.choices)
    declared_on = models.DateField()
    ended_on = models.DateField(null=True, blank=True)

    objects = OpenTermQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(ended_on=None) | Q(ended_on__gte=F("declared_on")), name="interest_declared_before_ended"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} – {self.role} – {self.organisation}"


def every_reason() -> list[str]:
    """A rule that names no reasons holds for all of them."""
    return [str(why) for why in ALL]


class Deputy(models.Model):
    """The standing rule of a village: who signs for ``post`` when none of its holders may.

    The stand-in is named by post or, where no post fits, by person. Lower ``order`` is asked first. ``reasons`` are
    those of ``domain.rules.standing_in.Why`` for which the rule holds; ``why`` says which meeting decided it.
    """

    village = models.ForeignKey("regions.Division", on_delete=models.PROTECT, related_name="deputies")
    post = models.CharField(max_length=40)
    deputy_post = models.CharField(max_length=40, null=True)
    deputy_person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="deputising")
    order = models.PositiveSmallIntegerField(default=1)
    reasons = models.JSONField(default=every_reason)
    why = models.CharField(max_length=200)
    declared_on = models.DateField()
    ended_on = models.DateField(null=True, blank=True)

    objects = OpenTermQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(deputy_post__isnull=False, deputy_person=None)
                | Q(deputy_post=None, deputy_person__isnull=False),
                name="deputy_post_or_person",
            ),
            models.UniqueConstraint(
                fields=["village", "post", "order"], condition=Q(ended_on=None), name="deputy_one_per_order"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.post} → {self.deputy_post or self.deputy_person_id} @ {self.village_id}"

    @property
    def covers(self) -> frozenset[Why]:
        """The reasons for which the rule holds."""
        return frozenset(Why(reason) for reason in self.reasons)


class Absence(models.Model):
    """Days on which a person is not there to sign: from ``starts`` to ``ends``, both included (None: until back).

    ``back_on`` is the day on which the person was back before that. Why somebody is away is not kept: nobody needs to
    know of an illness in order to know who signs.
    """

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="absences")
    starts = models.DateField()
    ends = models.DateField(null=True, blank=True)
    back_on = models.DateField(null=True, blank=True)
    declared_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="absences_declared")
    declared_on = models.DateField()

    objects = AbsenceQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["person", "starts"], name="absence_person")]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends=None) | Q(ends__gte=F("starts")), name="absence_starts_before_it_ends"
            ),
            models.UniqueConstraint(fields=["person"], condition=Q(ends=None, back_on=None), name="absence_one_open"),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} away from {self.starts}"
