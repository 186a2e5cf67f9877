"""Static files of the house: by the names that pages use, which carry a digest, and whatever a style draws in."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable
from pathlib import Path
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.contrib.staticfiles import finders

FOLDER = "static/"
_DRAWN_IN = re.compile(r"""url\(\s*["']?([^"')]+)["']?\s*\)|@import\s+["']([^"']+)["']""")


def content_of(file: str) -> bytes | None:
    """The content of ``static/…``; None when set-up has not brought it."""
    name = file.removeprefix(FOLDER)
    collected = Path(settings.STATIC_ROOT) / name
    if ".." in name.split("/"):
        return None
    if collected.is_file():
        return collected.read_bytes()
    found = finders.find(name)
    return Path(str(found)).read_bytes() if found else None


def with_what_they_need(files: Iterable[str]) -> dict[str, bytes]:
    """Each file with its content, and the files that styles among them name. What is missing is left out."""
    found: dict[str, bytes] = {}
    waiting = list(files)
    while waiting:
        file = waiting.pop()
        content = content_of(file) if file not in found else None
        if content is None:
            continue
        found[file] = content
        if file.endswith(".css"):
            waiting += [posixpath.normpath(posixpath.join(posixpath.dirname(file), one)) for one in _named_in(content)]
    return found


def _named_in(style: bytes) -> list[str]:
    named = [unquote(urlsplit(one[1] or one[2]).path) for one in _DRAWN_IN.finditer(style.decode(errors="replace"))
             if not urlsplit(one[1] or one[2]).scheme]  # fmt: skip
    return [name for name in named if name]
