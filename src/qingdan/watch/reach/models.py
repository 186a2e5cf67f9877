"""Who is told of a notice beyond its board, and what was sent to whom.

Addresses, telephone numbers and the addresses of robots are secrets: they are kept sealed (``sealing.py``), and what
has ended keeps none.
"""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from qingdan.records.regions.models import NAME_LENGTH

SLUG = 60
CODE = 12  # characters of a subscription's own code: who has it has the letter


class Robot(models.Model):
    """A robot in a group chat, of a village or of a town (then for all its villages). ``boards`` and ``areas`` are what
    it brings there; none is all. ``tail`` are the last characters of its address, by which staff know it again."""

    class Kind(models.TextChoices):
        WECOM = "wecom", "企业微信"
        DINGTALK = "dingtalk", "钉钉"

    division = models.ForeignKey("regions.Division", on_delete=models.PROTECT, related_name="robots")
    place = models.CharField(max_length=64)
    kind = models.CharField(max_length=10, choices=Kind.choices)
    name = models.CharField(max_length=NAME_LENGTH)  # of the group, as staff call it
    address = models.TextField(blank=True)  # sealed
    secret = models.TextField(blank=True)  # sealed: with which DingTalk wants its messages signed
    tail = models.CharField(max_length=4)
    boards = models.JSONField(default=list)
    areas = models.JSONField(default=list)
    set_at = models.DateTimeField()
    by = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="robots")
    post = models.CharField(max_length=SLUG)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(ended_at=None) | Q(address="", secret=""), name="robot_ended_keeps_no_secret"
            ),
        ]
        indexes = [models.Index(fields=["division"], condition=Q(ended_at=None), name="robot_at_work")]

    def __str__(self) -> str:
        return f"{self.kind} {self.name}"


class Subscription(models.Model):
    """Somebody without an account asked to be told of a village's notices. Nothing but the first letter is sent before
    the receiver has said yes; ``code`` opens the page to say yes, and to end it."""

    class Channel(models.TextChoices):
        MAIL = "mail", "邮件"
        SMS = "sms", "短信"

    class Why(models.TextChoices):
        STOPPED = "stopped"
        LAPSED = "lapsed"  # never confirmed

    village = models.ForeignKey("regions.Division", on_delete=models.PROTECT, related_name="subscriptions")
    place = models.CharField(max_length=64)
    channel = models.CharField(max_length=4, choices=Channel.choices)
    receiver = models.TextField(blank=True)  # sealed
    known_by = models.CharField(max_length=64, null=True)  # keyed digest: one receiver subscribes to a village once
    code = models.CharField(max_length=CODE, unique=True)
    boards = models.JSONField(default=list)
    areas = models.JSONField(default=list)
    language = models.CharField(max_length=10)
    asked_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    why = models.CharField(max_length=12, choices=Why.choices, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["village", "known_by"], condition=Q(ended_at=None), name="subscribed_once"),
            models.CheckConstraint(
                condition=Q(ended_at=None, known_by__isnull=False, why="")
                | (Q(ended_at__isnull=False, known_by=None, receiver="") & ~Q(why="")),
                name="subscription_ended_knows_nobody",
            ),
        ]
        indexes = [
            models.Index(fields=["village"], condition=Q(ended_at=None), name="subscription_open"),
            models.Index(
                fields=["asked_at"], condition=Q(ended_at=None, confirmed_at=None), name="subscription_unconfirmed"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.channel} subscription {self.pk}"


class Delivery(models.Model):
    """One message to one receiver: of a notice, or without one the first letter of a subscription or a robot's trial.

    An act makes it, with a message in the outbox; ``sending.py`` carries it out. Once ``sent`` it is never sent again.
    """

    class State(models.TextChoices):
        WAITING = "waiting"
        SENT = "sent"
        FAILED = "failed"  # given up: it stands with its owner until somebody tries again
        DROPPED = "dropped"  # no longer wanted: the notice came down, the receiver left

    robot = models.ForeignKey(Robot, on_delete=models.PROTECT, null=True, related_name="deliveries")
    subscription = models.ForeignKey(Subscription, on_delete=models.PROTECT, null=True, related_name="deliveries")
    notice = models.ForeignKey("boards.Notice", on_delete=models.PROTECT, null=True, related_name="deliveries")
    corrects = models.BooleanField(default=False)
    state = models.CharField(max_length=8, choices=State.choices, default=State.WAITING)
    made_at = models.DateTimeField()
    since = models.DateTimeField()  # when trying began, the last time it was asked for
    tries = models.PositiveSmallIntegerField(default=0)
    sent_at = models.DateTimeField(null=True)
    fault = models.CharField(max_length=16, blank=True)  # of the last try, see faults.py
    answer = models.CharField(max_length=60, blank=True)  # the number or code that the service gave for it

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(robot=None, subscription__isnull=False) | Q(robot__isnull=False, subscription=None),
                name="delivery_to_one_receiver",
            ),
            models.CheckConstraint(
                condition=Q(state="sent", sent_at__isnull=False) | (~Q(state="sent") & Q(sent_at=None)),
                name="delivery_sent_at_a_time",
            ),
            models.CheckConstraint(condition=Q(since__gte=F("made_at")), name="delivery_tried_after_it_was_made"),
            models.UniqueConstraint(
                fields=["robot", "notice"], condition=Q(notice__isnull=False), name="notice_to_a_robot_once"
            ),
            models.UniqueConstraint(
                fields=["subscription", "notice"], condition=Q(notice__isnull=False), name="notice_to_a_reader_once"
            ),
        ]
        indexes = [models.Index(fields=["robot", "-id"], name="delivery_of_robot")]

    def __str__(self) -> str:
        return f"delivery {self.pk} ({self.state})"
