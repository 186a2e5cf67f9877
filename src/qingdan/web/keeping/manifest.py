"""The first thing that a restore reads: what the backup holds, with the digest of every part of it."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass, field
from typing import Any

from django.db.migrations.loader import MigrationLoader

FORMAT = "qingdan-backup-1"
NAME = "manifest.json"
KEY = "secret-key"
FILES = "files"


@dataclass(frozen=True)
class Part:
    """A member of the tar: its name, the SHA-256 (hex) of its content, how many rows or lines it has."""

    name: str
    sha256: str
    rows: int


@dataclass
class Table:
    """One table: its model's label, its columns in order, and its parts."""

    model: str
    columns: list[str]
    parts: list[Part] = field(default_factory=list)

    @property
    def rows(self) -> int:
        return sum(part.rows for part in self.parts)


@dataclass
class Manifest:
    """``migrations``: app → the names it had; ``seal``: number and digest of the newest; ``key``: its fingerprint.

    ``files`` lists the uploads in parts of their own: lines of digest, salt and size.
    """

    made_at: str
    version: str
    migrations: dict[str, list[str]]
    key: str
    key_included: bool
    seal: tuple[int, str] | None = None
    tables: list[Table] = field(default_factory=list)
    files: list[Part] = field(default_factory=list)
    file_bytes: int = 0
    format: str = FORMAT

    def as_json(self) -> bytes:
        """Readable text, so that a person can look what is in a backup."""
        return json.dumps(asdict(self), ensure_ascii=False, indent=1).encode()


def read(text: bytes) -> Manifest:
    """:raises ValueError: when it is not a manifest of ours, or of a format that this version does not know."""
    found: dict[str, Any] = json.loads(text)
    if not isinstance(found, dict) or found.get("format") != FORMAT:
        raise ValueError("its manifest is not one of ours")
    tables = [Table(t["model"], t["columns"], [Part(**p) for p in t["parts"]]) for t in found["tables"]]
    files = [Part(**p) for p in found["files"]]
    seal = tuple(found["seal"]) if found["seal"] else None
    return Manifest(**{**found, "tables": tables, "files": files, "seal": seal})


def sha256(content: bytes) -> str:
    """The digest of a part, in hex."""
    return hashlib.sha256(content).hexdigest()


def fingerprint(key: str) -> str:
    """Tells whether two secret keys are the same one, and nothing else of them: a key is long and random."""
    return hashlib.sha256(b"qingdan key\n" + key.encode()).hexdigest()[:16]


def migrations_here() -> dict[str, list[str]]:
    """The migrations that this version of the house knows, by app."""
    found: dict[str, list[str]] = {}
    for app, name in sorted(MigrationLoader(None, ignore_no_migrations=True).disk_migrations):
        found.setdefault(app, []).append(name)
    return found
