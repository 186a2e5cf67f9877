"""Do the files on disk stand as they were handed in? Asked before and after a backup."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from qingdan.records.files import disk
from qingdan.records.files.models import StoredFile
from qingdan.records.files.previews import SIDES

OURS = re.compile(rf"([0-9a-f]{{64}})(\.(?:{'|'.join(SIDES)})\.jpg)?")


@dataclass(frozen=True)
class Fault:
    """One file that does not verify. ``kind``: missing | altered | unknown; unknown ones lose nothing of anybody's."""

    where: str
    what: str
    kind: str


def verify_files() -> Iterator[Fault]:
    """Read every file and yield what is wrong; nothing yielded means that all stand as they were handed in.

    ``unknown`` may be an upload under way at this moment, or one whose act was refused:
    :func:`~qingdan.records.files.sweeping.sweep` removes such after a while. Memory does not grow with sizes.
    """
    for stored in StoredFile.objects.order_by("pk").iterator(chunk_size=2000):
        path = disk.path_of(stored.digest)
        if not path.is_file():
            yield Fault(_name(path), "the file is missing", "missing")
        elif path.stat().st_size != stored.size or _digest(path, stored.salt) != stored.digest:
            yield Fault(_name(path), "its content is not what was handed in", "altered")
    for path in without_row():
        yield Fault(_name(path), "no record knows this file", "unknown")


def without_row() -> Iterator[Path]:
    """Everything under the folder of files that no row accounts for: leftovers, strangers, misplaced files."""
    for folder in sorted(f for f in disk.root().glob("*") if f.name != disk.LOCK):
        paths = sorted(p for p in ([folder] if not folder.is_dir() else folder.rglob("*")) if not p.is_dir())
        digests = [_digest_in(p) for p in paths]
        known = set(StoredFile.objects.filter(digest__startswith=folder.name).values_list("digest", flat=True))
        yield from (p for p, digest in zip(paths, digests, strict=True) if digest not in known)


def _digest_in(path: Path) -> str | None:
    """The digest whose file, or whose preview, lies rightly at this path."""
    match = OURS.fullmatch(path.name)
    return match[1] if match and disk.path_of(match[1]).parent == path.parent else None


def _digest(path: Path, salt: str) -> str:
    digest = hashlib.sha256(salt.encode())
    with path.open("rb") as file:
        while block := file.read(1024**2):
            digest.update(block)
    return digest.hexdigest()


def _name(path: Path) -> str:
    return f"files/{path.relative_to(disk.root()).as_posix()}"
