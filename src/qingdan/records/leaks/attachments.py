"""The check of a file before it is published: what in it its audience may not have, and what a person must look at."""

from __future__ import annotations

from dataclasses import dataclass

from qingdan.domain.rules.audience import Audience
from qingdan.records.files.allowed import FileType
from qingdan.records.files.words import words_of
from qingdan.records.leaks.guarding import Finding, Guard, Spot


@dataclass(frozen=True, slots=True)
class FileChecked:
    """What was found in a file, and in sentences what could not be looked through. Both empty: it may go."""

    findings: tuple[Finding, ...] = ()
    unread: tuple[str, ...] = ()


def check_file(guard: Guard, name: str, content: bytes, kind: FileType, audience: Audience) -> FileChecked:
    """Look through a file that was taken in (``records.files.checking.checked`` gives content and kind). ``name`` is
    the form's field, or the file's. Takes seconds for a large file: not for a page that many ask for."""
    words = words_of(content, kind)
    spots = [Spot(name, passage.where, passage.text, audience) for passage in words.passages]
    found: dict[tuple[str, str], Finding] = {}
    for one in guard.findings(spots):
        found.setdefault((one.leak.kind, one.leak.plain), one)  # the same number once, where it stands first
    return FileChecked(tuple(found.values()), words.unread)
