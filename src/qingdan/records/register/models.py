"""The register: append-only entries, the personal words beside them, seals over them, and the outbox."""

from __future__ import annotations

from django.db import models


class Entry(models.Model):
    """One act, recorded once. The database itself refuses UPDATE and DELETE (migration 0002).

    ``actor_id`` is a person's identifier without a foreign key: the register outlives every other table.
    ``data`` never holds personal words; those stand in :class:`PersonalWords`, and ``personal_digest`` is their
    salted digest, so that they can be erased and the entry still verifies.
    """

    at = models.DateTimeField(db_index=True)
    kind = models.CharField(max_length=80)
    actor_id = models.BigIntegerField(null=True)
    actor_name = models.CharField(max_length=80)
    actor_post = models.CharField(max_length=80, null=True)
    subject_type = models.CharField(max_length=40)
    subject_id = models.BigIntegerField(null=True)
    place = models.CharField(max_length=64)
    data = models.JSONField(default=dict)
    personal_digest = models.CharField(max_length=64, null=True)
    once = models.CharField(max_length=64, null=True, unique=True)
    digest = models.CharField(max_length=64)

    class Meta:
        indexes = [
            models.Index(fields=["subject_type", "subject_id", "id"], name="register_subject"),
            models.Index(fields=["place", "id"], name="register_place"),
            models.Index(fields=["actor_id", "id"], name="register_actor"),
        ]

    def __str__(self) -> str:
        return f"{self.pk} {self.kind}"


class PersonalWords(models.Model):
    """The personal words of an entry, with their salt: the one part of the register that erasure removes."""

    entry = models.OneToOneField(Entry, on_delete=models.PROTECT, related_name="personal", primary_key=True)
    salt = models.CharField(max_length=32)
    words = models.JSONField()

    def __str__(self) -> str:
        return f"personal words of entry {self.pk}"


class Seal(models.Model):
    """A link of the chain over the register: the digest of the seal before it and of the entries it covers.

    Entries are sealed by the worker and not by the act, so that two villages never queue behind one chain.
    """

    at = models.DateTimeField()
    previous = models.CharField(max_length=64)
    count = models.PositiveIntegerField()
    digest = models.CharField(max_length=64, unique=True)

    def __str__(self) -> str:
        return f"seal {self.pk} over {self.count}"


class SealedEntry(models.Model):
    """An entry's place in the chain. Entries that committed late are caught by the next seal, whatever their number."""

    entry = models.OneToOneField(Entry, on_delete=models.PROTECT, primary_key=True)
    seal = models.ForeignKey(Seal, on_delete=models.PROTECT)

    def __str__(self) -> str:
        return f"entry {self.pk} under seal {self.seal_id}"


class Message(models.Model):
    """What an act asks others to do after it has committed; written with the act, handled at least once."""

    entry = models.ForeignKey(Entry, on_delete=models.PROTECT)
    topic = models.CharField(max_length=80)
    payload = models.JSONField()
    due_at = models.DateTimeField()
    attempts = models.PositiveSmallIntegerField(default=0)
    handled_at = models.DateTimeField(null=True)
    error = models.TextField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["due_at", "id"], condition=models.Q(handled_at=None), name="outbox_waiting"),
        ]

    def __str__(self) -> str:
        return f"{self.topic} of entry {self.entry_id}"
