"""How an entry, its personal words and a seal become digests. Spec: docs/spec/register.md."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any


def canonical(value: object) -> bytes:
    """JSON with sorted keys, no spaces and no ASCII escapes, as UTF-8."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def instant(at: datetime) -> str:
    """An instant as UTC with microseconds, the same on every database."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def entry_digest(fields: Mapping[str, Any]) -> str:
    """SHA-256 (hex) over the canonical fields of an entry; see ``ENTRY_FIELDS`` in acts.py for which."""
    return hashlib.sha256(b"qingdan entry v1\n" + canonical(dict(fields))).hexdigest()


def personal_digest(salt: str, words: Mapping[str, Any]) -> str:
    """Salted SHA-256 (hex) of personal words: without the salt, guessing a name proves nothing."""
    return hashlib.sha256(b"qingdan personal v1\n" + salt.encode() + canonical(dict(words))).hexdigest()


def seal_digest(previous: str, at: datetime, entries: Iterable[tuple[int, str]]) -> str:
    """SHA-256 (hex) over the seal before, the instant and each (entry number, entry digest) in number order."""
    whole = hashlib.sha256(f"qingdan seal v1\n{previous}\n{instant(at)}\n".encode())
    for number, digest in entries:
        whole.update(f"{number} {digest}\n".encode())
    return whole.hexdigest()
