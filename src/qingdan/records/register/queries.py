"""Reads of the register, named for their reader. Each costs a fixed number of queries."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from qingdan.domain.rules.audience import Audience, wider
from qingdan.records.register.kinds import KINDS, Kind
from qingdan.records.register.models import Entry, Message, Seal
from qingdan.records.register.reach import below

PAGE = 40


def waiting_messages() -> int:
    """How many messages of the outbox wait, due or not. One query, on the index of waiting ones."""
    return Message.objects.filter(handled_at=None).count()


def last_seal() -> Seal | None:
    """The newest seal; None before the first. One query."""
    return Seal.objects.order_by("-pk").first()


def entries_for(
    scopes: Sequence[str],
    person_id: int,
    *,
    hidden: Collection[int] = (),
    mine: bool = False,
    family: str = "",
    before: int | None = None,
) -> list[Entry]:
    """Entries of the places below ``scopes`` (paths) whose kinds officials may read, and the person's own ones.

    Newest first, one more than a page. ``hidden`` are cases that the person must not read about; ``family`` is the
    first word of a kind (``cases``); ``before`` an entry's number. One query, the personal words among it.
    """
    own = Q(actor_id=person_id)
    others = below("place", scopes) & Q(kind__in=readable_kinds())
    if hidden:
        others &= ~Q(subject_type="case", subject_id__in=list(hidden))
    found = Entry.objects.filter(own if mine else own | others)
    if family:
        found = found.filter(kind__startswith=f"{family}.")
    if before:
        found = found.filter(pk__lt=before)
    return list(found.select_related("personal").order_by("-pk")[: PAGE + 1])


def readable_kinds() -> list[str]:
    """The kinds that an official may read: all but those kept for the parties themselves."""
    return [name for name, kind in KINDS.items() if not wider(Audience.OFFICIALS, kind.audience)]


def families() -> set[str]:
    """The first words of all kinds."""
    return {name.partition(".")[0] for name in KINDS}


@dataclass(frozen=True)
class Said:
    """An entry as a person reads it: its sentence in the reader's language, and where it leads."""

    number: int
    at: datetime
    post: str | None
    text: str
    link: str | None


class _Words(dict[str, Any]):
    """The words of a sentence; one that was erased says so instead of leaving a hole."""

    def __missing__(self, key: str) -> str:
        return _("（已删除）")


def say(entry: Entry) -> Said:
    """Put an entry into its kind's sentence. An entry of a kind that is no longer there shows its name."""
    kind: Kind | None = KINDS.get(entry.kind)
    personal = entry.personal.words if hasattr(entry, "personal") else {}
    words = _Words({**entry.data, **personal, "actor": entry.actor_name})
    text = str(kind.sentence) % words if kind else entry.kind
    return Said(entry.pk, entry.at, entry.actor_post, text, kind.link(entry) if kind else None)
