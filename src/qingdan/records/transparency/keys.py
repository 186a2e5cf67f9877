"""The log's own keys: made once at set-up, kept where only the house reads them, changed without a gap.

While two keys are there both sign, so that whoever knows only the old one can still verify, and learns the new one.
"""

from __future__ import annotations

import secrets
from pathlib import Path

from django.conf import settings

from qingdan.domain.transparency.keys import KEY_SIZE, Scheme, SigningKey
from qingdan.records.files.disk import write_whole
from qingdan.records.transparency.folder import home

SECRET = 0o600
ENDING = ".key"


def folder() -> Path:
    """Where the keys that sign lie, one in a file, the older ones first."""
    return home() / "keys"


def signing_keys() -> list[SigningKey]:
    """The keys that sign, oldest first; the first one is made when there is none yet.

    :raises KeyMiswritten: a file is damaged. No key is made in its place: it would be another log.
    """
    found = [SigningKey.parse(file.read_text(encoding="ascii")) for file in _files(folder())]
    return found or [add_key(_origin())]


def add_key(name: str) -> SigningKey:
    """A new key beside those that are there, under the log's name."""
    _make(folder())
    key = SigningKey(name, Scheme.ED25519, secrets.token_bytes(KEY_SIZE))
    number = 1 + max((int(file.stem) for file in (*_files(folder()), *_files(retired_folder()))), default=0)
    write_whole(folder() / f"{number:04d}{ENDING}", f"{key.secret}\n".encode(), SECRET)
    return key


def retire(key_id: str) -> SigningKey:
    """Let a key sign no more; its public half stays known. :raises LookupError: there is no such key, or no other."""
    files = {SigningKey.parse(file.read_text(encoding="ascii")).verifier.id.hex(): file for file in _files(folder())}
    if key_id not in files or len(files) < 2:
        raise LookupError(key_id)
    _make(retired_folder())
    key = SigningKey.parse(files[key_id].read_text(encoding="ascii"))
    files[key_id].replace(retired_folder() / files[key_id].name)
    return key


def retired_folder() -> Path:
    """Keys that sign no more: what they signed can still be verified."""
    return home() / "retired-keys"


def retired_keys() -> list[SigningKey]:
    """Oldest first."""
    return [SigningKey.parse(file.read_text(encoding="ascii")) for file in _files(retired_folder())]


def _files(where: Path) -> list[Path]:
    return sorted(where.glob(f"*{ENDING}")) if where.is_dir() else []


def _make(where: Path) -> None:
    where.mkdir(mode=0o700, parents=True, exist_ok=True)


def _origin() -> str:
    """The log's name, for good: ``QINGDAN_LOG``, else the house's address, else one that nobody else has."""
    return settings.LOG_NAME or f"localhost/log-{secrets.token_hex(4)}"
