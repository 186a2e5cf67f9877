"""Every kind of entry there is: its sentence, link, audience and erasure rule. A guard test walks this registry."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from qingdan.domain.rules.audience import Audience

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

    from qingdan.records.register.models import Entry

NOTHING_PERSONAL = "nothing personal is kept"


@dataclass(frozen=True)
class Kind:
    """A kind of register entry.

    ``sentence`` has named placeholders filled from the entry's data, personal words and ``actor``; ``erase`` names
    the personal fields that erasure removes, or says that there are none.
    """

    name: str
    sentence: str | _StrPromise
    audience: Audience
    link: Callable[[Entry], str | None]
    erase: str | tuple[str, ...] = NOTHING_PERSONAL

    def personal_fields(self) -> tuple[str, ...]:
        return () if isinstance(self.erase, str) else self.erase


KINDS: dict[str, Kind] = {}


def register_kind(kind: Kind) -> Kind:
    """Add a kind to the registry; a name taken twice is a programming error."""
    if kind.name in KINDS:
        raise ValueError(f"the register already has a kind {kind.name!r}")
    KINDS[kind.name] = kind
    return kind
