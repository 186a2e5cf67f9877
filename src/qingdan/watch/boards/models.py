"""The public board: notices with their two periods, how they are written and reviewed, objections, photographs."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q


class Notice(models.Model):
    """A notice as it was put up: of a case's step, or written by hand (``case`` None). Each field of ``body`` names who
    may see it, at most ``audience``; one that does not is for the whole audience.

    ``objections_until`` (None: nothing waits for objections) and ``stands_until`` are its two periods. Taking it down
    early is refused; a correction is a new version (``corrects``) beside the old one, which is never changed.
    ``wall_code`` is on the posted sheet of a notice that shows more there than on the internet; else ``code`` is.
    """

    code = models.CharField(max_length=16, unique=True)  # in the address and the QR code: random, not countable
    wall_code = models.CharField(max_length=16, unique=True, null=True)
    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, null=True, related_name="notices")
    key = models.CharField(max_length=60, default="")
    seq = models.PositiveIntegerField(null=True)  # the case's event that put it up
    edition = models.CharField(max_length=64, default="")  # of one written by hand: under which lists
    village = models.ForeignKey("regions.Division", on_delete=models.PROTECT, related_name="notices")
    place = models.CharField(max_length=64)
    board = models.CharField(max_length=20)
    mark = models.CharField(max_length=20, default="")  # 三重一大, as the edition calls it
    audience = models.CharField(max_length=16)
    title = models.JSONField()  # {zh, en}
    body = models.JSONField()  # [{name, title: {zh, en}, type, value, audience?}]
    basis = models.JSONField(default=list)  # [{law, articles}]
    posted_at = models.DateTimeField()
    objections_until = models.DateTimeField(null=True)
    stands_until = models.DateTimeField()
    taken_down_at = models.DateTimeField(null=True)
    corrects = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="corrected_by")
    why = models.TextField(default="")  # of a correction: what was wrong
    slip = models.BooleanField(default=False)  # of a correction: only a slip of the pen

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case", "key", "seq"], condition=Q(corrects=None, case__isnull=False), name="notice_once"
            ),
            models.CheckConstraint(
                condition=Q(taken_down_at=None) | Q(taken_down_at__gte=F("stands_until")), name="notice_stands_its_days"
            ),
            models.CheckConstraint(
                condition=Q(case=None, seq=None, key="") | Q(case__isnull=False, seq__isnull=False),
                name="notice_of_a_case_or_by_hand",
            ),
            models.CheckConstraint(condition=Q(corrects=None) | ~Q(why=""), name="notice_corrected_with_a_reason"),
        ]
        indexes = [
            models.Index(fields=["village", "board", "-id"], name="notice_board"),
            models.Index(fields=["village", "mark", "-id"], condition=~Q(mark=""), name="notice_mark"),
            models.Index(fields=["stands_until"], condition=Q(taken_down_at=None), name="notice_standing"),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.title.get('zh', '')}"


class NoticeDraft(models.Model):
    """A notice that is being written, or a correction (``corrects``). ``version`` goes up with every save, so that
    of two who write at once the second is told; ``writers`` are the persons who ever saved it, and none of them
    reviews it.

    ``about``: the persons and organisations that the notice concerns, on whose account others must stand aside.
    """

    DRAFT, REVIEW, RETURNED, PASSED, PUBLISHED, DROPPED = (
        "draft",
        "review",
        "returned",
        "passed",
        "published",
        "dropped",
    )
    OPEN = (DRAFT, REVIEW, RETURNED, PASSED)

    village = models.ForeignKey("regions.Division", on_delete=models.PROTECT, related_name="notice_drafts")
    place = models.CharField(max_length=64)
    edition = models.CharField(max_length=64)
    state = models.CharField(max_length=10, default=DRAFT)
    version = models.PositiveIntegerField(default=1)
    board = models.CharField(max_length=20)
    mark = models.CharField(max_length=20, default="")
    audience = models.CharField(max_length=16)
    title = models.CharField(max_length=80)
    body = models.JSONField(default=list)
    about = models.JSONField(default=list)
    stands = models.PositiveSmallIntegerField()  # days on the board
    objections = models.PositiveSmallIntegerField(null=True)  # days for objections; None: it only tells
    corrects = models.ForeignKey(Notice, on_delete=models.PROTECT, null=True, related_name="corrections")
    why = models.TextField(default="")
    slip = models.BooleanField(default=False)
    salt = models.CharField(max_length=64)  # of the digests of its files
    writers = models.JSONField(default=list)
    saved_at = models.DateTimeField()
    saved_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="notice_drafts")
    notice = models.OneToOneField(Notice, on_delete=models.PROTECT, null=True, related_name="draft")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["corrects"],
                condition=Q(state__in=("draft", "review", "returned", "passed")),
                name="one_correction_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(state="published", notice__isnull=False) | (~Q(state="published") & Q(notice=None)),
                name="draft_published_is_a_notice",
            ),
        ]
        indexes = [
            models.Index(
                fields=["place", "-id"], condition=Q(state__in=("draft", "review", "returned", "passed")),
                name="draft_open",
            )
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"draft {self.pk} {self.title}"


class NoticeReview(models.Model):
    """What a reviewer found in one version of a draft. Sending back has a reason."""

    draft = models.ForeignKey(NoticeDraft, on_delete=models.PROTECT, related_name="reviews")
    version = models.PositiveIntegerField()
    at = models.DateTimeField()
    by = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="notice_reviews")
    post = models.CharField(max_length=60)
    passed = models.BooleanField()
    reason = models.TextField(default="")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(passed=True) | ~Q(reason=""), name="sent_back_with_a_reason"),
        ]

    def __str__(self) -> str:
        return f"review of draft {self.draft_id}"


class NoticeFile(models.Model):
    """An attachment of a draft, and of the notice that it became; for ``audience`` alone."""

    draft = models.ForeignKey(NoticeDraft, on_delete=models.PROTECT, related_name="files")
    notice = models.ForeignKey(Notice, on_delete=models.PROTECT, null=True, related_name="files")
    file = models.ForeignKey("files.StoredFile", on_delete=models.PROTECT, related_name="notice_files")
    name = models.CharField(max_length=100)
    audience = models.CharField(max_length=16)

    def __str__(self) -> str:
        return self.name


class PostedPhoto(models.Model):
    """A photograph of the posted sheet. ``taken_at`` and the position are what the camera wrote into it, if it did:
    they are read once, and the picture that others see is drawn anew without them."""

    notice = models.ForeignKey(Notice, on_delete=models.PROTECT, related_name="photos")
    file = models.ForeignKey("files.StoredFile", on_delete=models.PROTECT, related_name="posted_photos")
    where = models.CharField(max_length=60)
    taken_at = models.DateTimeField(null=True)
    latitude = models.FloatField(null=True)  # degrees, north positive (WGS 84)
    longitude = models.FloatField(null=True)  # degrees, east positive
    uploaded_at = models.DateTimeField()
    by = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="posted_photos")

    def __str__(self) -> str:
        return f"photo of {self.notice_id}"


class Objection(models.Model):
    """What somebody holds against a notice. The words are for those who answer; the receipt code opens the answer.

    The public reads ``gist`` and ``public_answer`` once a second person has released them; one that was held back has
    the reason in ``held_why`` until its wording is changed.
    """

    notice = models.ForeignKey(Notice, on_delete=models.PROTECT, related_name="objections")
    number = models.CharField(max_length=16, unique=True)  # how officials and the register name it
    receipt_hash = models.CharField(max_length=64, unique=True)  # of the code that only the objector has
    words = models.TextField()
    contact = models.CharField(max_length=80, null=True)
    lodged_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, null=True, related_name="answers")
    upheld = models.BooleanField(null=True)
    answer = models.TextField(null=True)
    gist = models.TextField(default="")
    public_answer = models.TextField(default="")
    worded_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, null=True, related_name="answers_worded")
    checked_at = models.DateTimeField(null=True)
    checked_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, null=True, related_name="answers_checked")
    released_at = models.DateTimeField(null=True)
    held_why = models.TextField(default="")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(answered_at=None, answer=None, upheld=None)
                | Q(answered_at__isnull=False, answer__isnull=False, upheld__isnull=False),
                name="objection_answered_whole",
            ),
            models.CheckConstraint(
                condition=Q(released_at=None)
                | (Q(answered_at__isnull=False, checked_by__isnull=False, held_why="") & ~Q(gist="")
                   & ~Q(public_answer="")),
                name="objection_released_when_checked",
            ),
            models.CheckConstraint(
                condition=Q(checked_by=None)
                | ((Q(answered_by=None) | ~Q(checked_by=F("answered_by")))
                   & (Q(worded_by=None) | ~Q(checked_by=F("worded_by")))),
                name="objection_checked_by_another",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"objection {self.number}"

    @property
    def to_check(self) -> bool:
        """Answered, and its wording waits for a second person."""
        return self.answered_at is not None and self.released_at is None and not self.held_why
