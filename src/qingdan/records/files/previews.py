"""Pictures of what was handed in, small and newly drawn: no metadata, no hidden parts, safe to show in a page.

They are made when first asked for and kept beside the original as ``<digest>.large.jpg`` and ``<digest>.thumb.jpg``;
deleting them loses nothing, so a backup need not hold them.
"""

from __future__ import annotations

import logging
import subprocess
import sys
from pathlib import Path
from typing import Literal

from qingdan.records.files import disk
from qingdan.records.files.models import StoredFile

Size = Literal["large", "thumb"]
SIDES: dict[str, int] = {"large": 1600, "thumb": 320}  # the longer side, in pixels
SECONDS = 20
log = logging.getLogger("qingdan.records.files")


def preview_path(digest: str, size: str) -> Path:
    """Where a preview lies, whether or not it is made."""
    original = disk.path_of(digest)
    return original.with_name(f"{original.name}.{size}.jpg")


def preview_of(stored: StoredFile, size: Size) -> bytes | None:
    """The preview as a JPEG, made now if need be; nothing for kinds without one, or when it cannot be drawn."""
    if not stored.preview:
        return None
    path = preview_path(stored.digest, size)
    if not path.exists():
        drawn = _draw(disk.path_of(stored.digest), stored.mime, SIDES[size])
        if not drawn:
            return None
        disk.write_whole(path, drawn)
    return path.read_bytes()


def _draw(original: Path, mime: str, side: int) -> bytes:
    """Draw in a process of its own with bounds on time and memory: a malicious file harms nothing but its preview."""
    command = [sys.executable, "-m", "qingdan.records.files.drawing", str(original), mime, str(side)]
    try:
        return subprocess.run(command, capture_output=True, check=True, timeout=SECONDS).stdout  # noqa: S603
    except (subprocess.SubprocessError, OSError) as error:
        log.warning("a preview could not be drawn", extra={"digest": original.name, "error": type(error).__name__})
        return b""
