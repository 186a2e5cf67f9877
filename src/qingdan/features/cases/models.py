"""Cases: a power running in a village. Everything here is written by acts.py; events are never changed."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import models
from django.db.models import F, Q

from qingdan.domain.rules.limits import parse_limit
from qingdan.domain.words import Words
from qingdan.features.cases.channels import Channel
from qingdan.features.cases.clock_models import DeadlineStop as DeadlineStop
from qingdan.features.cases.clock_models import Extension as Extension
from qingdan.features.cases.clock_models import Round as Round
from qingdan.features.cases.codes import public_code


class Counter(models.Model):
    """The last case number given in a village, year and norm; taken under a lock so that no number comes twice."""

    village = models.ForeignKey("regions.Division", on_delete=models.PROTECT)
    year = models.PositiveSmallIntegerField()
    norm = models.CharField(max_length=40)
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["village", "year", "norm"], name="one_counter")]

    def __str__(self) -> str:
        return f"{self.village_id} {self.year} {self.norm}: {self.last}"


class Case(models.Model):
    """One running or finished matter. ``state`` is the fold of its events; ``version`` is the number of the last.

    ``edition`` and ``definition`` pin the texts it began under by their digests, ``limits`` the thresholds of that
    day: a case finishes under all three. ``village`` is today's; ``origin`` that of its beginning, if since merged.
    """

    number = models.CharField(max_length=40, unique=True)
    public_code = models.CharField(max_length=16, unique=True, default=public_code)  # in addresses: not countable
    title = models.CharField(max_length=120)
    village = models.ForeignKey("regions.Division", on_delete=models.PROTECT, related_name="cases")
    origin = models.ForeignKey("regions.Division", on_delete=models.PROTECT, null=True, related_name="cases_begun")
    place = models.CharField(max_length=64)
    power = models.CharField(max_length=60)
    edition = models.CharField(max_length=64)
    definition = models.CharField(max_length=64, db_index=True)
    limits = models.JSONField()
    begun_with = models.JSONField(default=dict)  # facts passed on by the parent case: where a replay starts
    state = models.JSONField()
    version = models.PositiveIntegerField(default=0)
    phase = models.CharField(max_length=10)
    outcome = models.CharField(max_length=40, null=True)
    opened_at = models.DateTimeField()
    opened_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="opened_cases")
    closed_at = models.DateTimeField(null=True)
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="children")
    parent_key = models.CharField(max_length=60, null=True)
    salt = models.CharField(max_length=64)
    track_hash = models.CharField(max_length=64, null=True, unique=True)

    class Meta:
        indexes = [
            models.Index(fields=["place", "-id"], name="case_place"),
            models.Index(fields=["village", "phase", "-id"], name="case_village_phase"),
            models.Index(fields=["power", "place"], name="case_power"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(phase__in=("running", "closing", "over")), name="case_phase"),
            models.CheckConstraint(condition=Q(phase="running") | Q(outcome__isnull=False), name="case_outcome"),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.title}"


class CaseEvent(models.Model):
    """One event of a case: what the process language folds, with when it happened and when it was recorded.

    Append-only by database trigger. ``payload`` is a ``domain.flow.state.Event`` and never holds personal words.
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="events")
    seq = models.PositiveIntegerField()
    type = models.CharField(max_length=20)
    key = models.CharField(max_length=60)
    payload = models.JSONField()
    happened_at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, null=True)
    backdated = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "seq"], name="event_once"),
            models.CheckConstraint(condition=Q(happened_at__lte=F("recorded_at")), name="event_not_in_the_future"),
        ]

    def __str__(self) -> str:
        return f"{self.case_id}/{self.seq} {self.type} {self.key}"


FREE = Q(waiting=False, assignee=None)  # a step that anybody in the role may do now
STOOD_IN = Q(waiting=False, stand_in__isnull=False)  # a step that somebody has for those in the role


class Task(models.Model):
    """An open step, once for each role that may do it: what the inbox reads, by role, place and deadline.
    ``assignee`` has it alone: handed to him by a colleague, or by the village's rule while no holder of the post may
    sign; then ``stand_in`` is the reason (``domain.rules.standing_in.Why``).
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="tasks")
    key = models.CharField(max_length=60)
    kind = models.CharField(max_length=12)
    role = models.CharField(max_length=60)
    place = models.CharField(max_length=64)
    opened_at = models.DateTimeField()
    due_at = models.DateTimeField(null=True)
    assignee = models.ForeignKey("people.Person", on_delete=models.PROTECT, null=True, related_name="tasks")
    stand_in = models.CharField(max_length=12, null=True)
    waiting = models.BooleanField(default=False)  # nothing to do but wait, e.g. an objection period
    urged_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "key", "role"], name="task_once")]
        indexes = [
            # The inbox reads them in order: of one village, or of a town or a city by whatever is rarer.
            models.Index(fields=["role", "place", "due_at", "case", "key"], condition=FREE, name="task_of_place"),
            models.Index(fields=["role", "due_at", "case", "key"], condition=FREE, name="task_of_role"),
            models.Index(fields=["place", "role"], condition=STOOD_IN, name="task_stood_in"),  # they are few
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.key} for {self.role}"


class Party(models.Model):
    """A person whom a case is about: the applicant, the supplier's owner. Read only by parties and handlers."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="parties")
    role = models.CharField(max_length=60)
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "role", "person"], name="party_once")]
        # Whoever keeps a village's papers opens thousands of cases, and is a party of few.
        indexes = [models.Index(fields=["person", "case"], condition=~Q(role="opener"), name="party_person")]

    def __str__(self) -> str:
        return f"{self.role} of {self.case_id}"


class Request(models.Model):
    """How a case was asked for, where a party came with it: over which way, and whether anybody knows who it was.
    ``helper`` is whoever handed it in for the party, ``words`` what was said at the desk or on the telephone, in the
    person's own words. Until ``verified_at`` the name is only what somebody typed. Read by those who handle the case.
    """

    case = models.OneToOneField(Case, on_delete=models.PROTECT, related_name="request")
    role = models.CharField(max_length=60)
    channel = models.CharField(max_length=12, choices=Channel.choices)
    lodged_at = models.DateTimeField()
    mobile = models.CharField(max_length=20, null=True)
    helper = models.CharField(max_length=80, null=True)
    relation = models.CharField(max_length=40, null=True)
    words = models.TextField(null=True)
    verified_at = models.DateTimeField(null=True)
    verified_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, null=True)
    verified_how = models.TextField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(verified_at=None, verified_by=None)
                | Q(verified_at__isnull=False, verified_by__isnull=False),
                name="request_verified_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"request of {self.case_id} by {self.channel}"


class PersonalFact(models.Model):
    """A personal fact of a case, beside its events: it can be erased, and the events still replay."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="personal_facts")
    name = models.CharField(max_length=60)
    value = models.JSONField()
    audience = models.CharField(max_length=16)
    seq = models.PositiveIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "name"], name="personal_fact_once")]

    def __str__(self) -> str:
        return f"{self.name} of {self.case_id}"


class CaseFile(models.Model):
    """A file handed in as evidence of a step; ``seq`` is null while its form is still a draft."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="files")
    key = models.CharField(max_length=60)
    kind = models.CharField(max_length=40)
    file = models.ForeignKey("files.StoredFile", on_delete=models.PROTECT)
    name = models.CharField(max_length=160)
    added_at = models.DateTimeField()
    added_by = models.ForeignKey("people.Person", on_delete=models.PROTECT)
    seq = models.PositiveIntegerField(null=True)

    def __str__(self) -> str:
        return f"{self.name} of {self.case_id}/{self.key}"


class Draft(models.Model):
    """What someone has typed and not handed in. Not a record: only its writer sees it, and handing in removes it."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="drafts")
    key = models.CharField(max_length=60)
    person = models.ForeignKey("people.Person", on_delete=models.CASCADE)
    data = models.JSONField()
    saved_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "key", "person"], name="draft_once")]

    def __str__(self) -> str:
        return f"draft of {self.case_id}/{self.key}"


class Deadline(models.Model):
    """A time limit as a row: when it began, when it is due, how that was counted, and what became of it.

    While it is ``stopped`` nothing falls due: ``due_at`` then says only what it was when it stopped. ``limit`` is the
    one that holds now, longer than the definition's once it was extended.
    """

    RUNNING, MET, MISSED, DROPPED, STOPPED = "running", "met", "missed", "dropped", "stopped"
    COUNTING = (RUNNING, STOPPED)
    BEFORE = "before:"  # how the name of a clock that counts back begins; it is due on the last day that is too early

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="deadlines")
    name = models.CharField(max_length=80)  # within:STEP, clock:ID, before:ID, notice:STEP, answer:NUMBER, owed:ID
    key = models.CharField(max_length=60)
    place = models.CharField(max_length=64)
    limit = models.CharField(max_length=20)
    started_at = models.DateTimeField()
    due_at = models.DateTimeField()
    provisional = models.BooleanField(default=False)
    state = models.CharField(max_length=8, default=RUNNING)
    ended_at = models.DateTimeField(null=True)
    missed_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["due_at"], condition=Q(state="running", missed_at=None), name="deadline_due"),
            models.Index(fields=["case", "state"], name="deadline_case"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "name", "key"], condition=Q(state__in=("running", "stopped")), name="deadline_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} of {self.case_id} due {self.due_at:%Y-%m-%d}"

    @property
    def judged(self) -> str:
        """What the limit comes to: done in time, late or (where the clock counts back) early, over (missed and still
        open), running or dropped.

        Judged by when the thing happened. ``missed_at`` only says that the clock found nothing entered by then."""
        if self.state == self.MET:
            by_then = self.ended_at is not None and self.ended_at <= self.due_at
            if self.counts_back:
                return "early" if by_then else "done"
            return "done" if by_then else "late"
        if self.state == self.RUNNING:
            return "over" if self.missed_at else "running"
        return self.state

    @property
    def counts_back(self) -> bool:
        """Whether the clock says how early something comes before something else, not by when it is to be done."""
        return self.name.startswith(self.BEFORE)

    @property
    def earliest(self) -> datetime:
        """An instant of the first day that is not too early, of a clock that counts back."""
        return self.due_at + timedelta(days=1)

    @property
    def limit_words(self) -> Words:
        """The limit as people say it: 5个工作日."""
        return parse_limit(self.limit).words
