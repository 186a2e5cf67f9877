"""What an act is: one function, one transaction, one entry, and notices after the commit.

>>> @act(STEP_DONE)
... def complete_step(*, acting: Acting, case: Case) -> Record: ...
"""

from __future__ import annotations

import functools
import secrets
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Generic, ParamSpec, TypeVar

from django.db import IntegrityError, transaction

from qingdan.records.register import outbox
from qingdan.records.register.digests import entry_digest, instant, personal_digest
from qingdan.records.register.kinds import Kind
from qingdan.records.register.models import Entry, Message, PersonalWords

P = ParamSpec("P")
V = TypeVar("V")

# Filled once, by web/wiring.py: what is written with an entry, in its transaction, by an app that stands above.
WITH_EVERY_ENTRY: list[Callable[[Entry], object]] = []


class Refused(Exception):
    """The act cannot be done. The message is for the person: what is wrong, why, and what to do."""

    def __init__(self, message: Any) -> None:
        super().__init__(message)
        self.message = message


class AlreadyDone(Refused):
    """This very form was handed in before; ``entry`` is what it did then."""

    def __init__(self, entry: Entry) -> None:
        super().__init__(f"entry {entry.pk} already records this")
        self.entry = entry


@dataclass(frozen=True)
class Acting:
    """Who acts, in which post, and when it is recorded. ``once`` is the token of the form handed in."""

    person_id: int | None
    name: str
    at: datetime
    post: str | None = None
    post_name: str | None = None
    once: str | None = None

    @classmethod
    def system(cls, name: str, at: datetime) -> Acting:
        """The house itself, for what a clock does."""
        return cls(person_id=None, name=name, at=at)


@dataclass(frozen=True)
class Record(Generic[V]):
    """What an act did: its value for the caller, and what the register keeps of it."""

    value: V
    subject: tuple[str, int | None]
    place: str
    data: Mapping[str, Any] = field(default_factory=dict)
    personal: Mapping[str, Any] = field(default_factory=dict)
    topics: Sequence[tuple[str, Mapping[str, Any]]] = ()


def act(kind: Kind) -> Callable[[Callable[P, Record[V]]], Callable[P, V]]:
    """Make a keyword-only function an act: whatever it writes and its entry are committed together or not at all.

    The function must be called with ``acting=``. An act may call another act: each writes its own entry, in the
    same transaction. :raises AlreadyDone: when ``acting.once`` was used before.
    """

    def wrap(function: Callable[P, Record[V]]) -> Callable[P, V]:
        @functools.wraps(function)
        def done(*args: P.args, **kwargs: P.kwargs) -> V:
            acting = kwargs.get("acting")
            if args or not isinstance(acting, Acting):
                raise TypeError(f"{function.__name__} is an act: call it with keywords only, and with acting=")
            try:
                with transaction.atomic():
                    record = function(*args, **kwargs)
                    entry = _append(kind, acting, record)
                    for along in WITH_EVERY_ENTRY:
                        along(entry)
                    _post(entry, record.topics)
            except AlreadyDone:
                raise
            except (IntegrityError, Refused):
                # A form handed in twice fails one way or another: what it did the first time is the answer to it.
                _refuse_a_second_time(acting)
                raise
            return record.value

        done.kind = kind  # type: ignore[attr-defined]
        return done

    return wrap


def _refuse_a_second_time(acting: Acting) -> None:
    # Asked only when something failed, so that the common case does not pay for it; the unique column settles a race.
    if acting.once:
        before = Entry.objects.filter(once=acting.once).first()
        if before:
            raise AlreadyDone(before)


def fields_of(entry: Entry) -> dict[str, Any]:
    """What an entry's digest covers: every column but the digest itself (and the number, which the seal covers)."""
    return {
        "at": instant(entry.at),
        "kind": entry.kind,
        "actor": entry.actor_id,
        "name": entry.actor_name,
        "post": entry.actor_post,
        "subject": [entry.subject_type, entry.subject_id],
        "place": entry.place,
        "data": entry.data,
        "personal": entry.personal_digest,
        "once": entry.once,
    }


def _append(kind: Kind, acting: Acting, record: Record[Any]) -> Entry:
    unknown = set(record.personal) - set(kind.personal_fields())
    if unknown:
        raise ValueError(f"{kind.name} has no erasure rule for {sorted(unknown)}")
    salt = secrets.token_hex(16)
    entry = Entry(
        at=acting.at,
        kind=kind.name,
        actor_id=acting.person_id,
        actor_name=acting.name,
        actor_post=acting.post_name,
        subject_type=record.subject[0],
        subject_id=record.subject[1],
        place=record.place,
        data=dict(record.data),
        personal_digest=personal_digest(salt, record.personal) if record.personal else None,
        once=acting.once,
    )
    entry.digest = entry_digest(fields_of(entry))
    entry.save(force_insert=True)
    if record.personal:
        PersonalWords.objects.create(entry=entry, salt=salt, words=dict(record.personal))
    return entry


def _post(entry: Entry, topics: Sequence[tuple[str, Mapping[str, Any]]]) -> None:
    if not topics:
        return
    messages = Message.objects.bulk_create(
        [Message(entry=entry, topic=t, payload=dict(p), due_at=entry.at) for t, p in topics]
    )
    at_once = [m.pk for m in messages if not outbox.is_errand(m.topic)]
    transaction.on_commit(functools.partial(outbox.deliver_new, at_once))
