"""What an uploaded file is, and its lines: bounded before anything is unpacked, and never evaluated."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from qingdan.records.files.allowed import XLSX
from qingdan.records.files.checking import COMPOUND, NAME_SHOWN, checked
from qingdan.records.register.acts import Refused

MOST_ROWS = 20_000  # lines with something in them; the largest village has a few thousand people
MOST_COLUMNS = 60
LONGEST_CELL = 300  # characters; what is longer is no value of ours


@dataclass(frozen=True, slots=True)
class Formula:
    """A cell that holds a formula. Its text is data; what it would give is nobody's to say but its program's."""

    text: str


Value = str | int | float | date | Formula | None


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a sheet by the number that its program shows beside it, and its cells from the first column on."""

    number: int
    cells: tuple[Value, ...]

    @property
    def is_blank(self) -> bool:
        return all(c is None or (isinstance(c, str) and not c.strip()) for c in self.cells)


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet with the lines that hold something."""

    name: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A file as read. ``digest``: SHA-256 (hex) of its bytes. ``hidden``: names of sheets that were not read."""

    name: str
    digest: str
    sheets: tuple[Sheet, ...]
    hidden: tuple[str, ...] = ()


def read_table(upload: UploadedFile) -> Table:
    """The lines of an ``.xlsx`` or ``.csv`` file.

    :raises Refused: in the person's words, beginning with the file's name, for anything else, a file that is too large
        (also once unpacked), broken, encrypted, or with macros.
    """
    from qingdan.records.rolls.sheets import commas, workbooks

    name = (upload.name or "")[-NAME_SHOWN:] or _("没有名字的文件")
    head = _head(upload)
    if head.startswith(b"PK\x03\x04"):
        content, kind = checked(upload)
        if kind is not XLSX:
            raise _not_kept(
                name, _("这是 %(kind)s，不是表格。请把表做成 Excel（XLSX）或 CSV 再传。") % {"kind": kind.title}
            )
    else:
        content = _whole(upload, name)
    try:
        if head.startswith(COMPOUND):
            raise Refused(_("这是旧格式（XLS）或者加了密码的表格。请去掉密码，另存为 XLSX 或 CSV 再传。"))
        read = workbooks.sheets if head.startswith(b"PK\x03\x04") else commas.sheets
        found, hidden = read(content)
    except Refused as refusal:
        raise _not_kept(name, str(refusal.message)) from refusal
    return Table(name, hashlib.sha256(content).hexdigest(), tuple(found), tuple(hidden))


def _head(upload: UploadedFile) -> bytes:
    upload.seek(0)
    head: bytes = upload.read(8)
    upload.seek(0)
    return head


def _whole(upload: UploadedFile, name: str) -> bytes:
    content: bytes = upload.read(settings.UPLOAD_MAX_BYTES + 1)
    if not content:
        raise _not_kept(name, _("文件是空的，里面什么也没有。请重新选一次文件。"))
    if len(content) > settings.UPLOAD_MAX_BYTES:
        words = {"limit": settings.UPLOAD_MAX_BYTES // 1024**2}
        raise _not_kept(name, _("文件太大，最多收 %(limit)d MB。请分成几份再传。") % words)
    return content


def _not_kept(name: str, why: str) -> Refused:
    return Refused(_("“%(name)s”没有收下：%(why)s") % {"name": name, "why": why})


def bounded(lines: Iterator[Line]) -> tuple[Line, ...]:
    """The lines that hold something. :raises Refused: when there are too many."""
    kept: list[Line] = []
    for line in lines:
        if line.is_blank:
            continue
        kept.append(line)
        if len(kept) > MOST_ROWS:
            raise Refused(
                _("表太长：一张表最多收 %(most)d 行。请分成几份，或者删掉后面没有用的行。") % {"most": MOST_ROWS}
            )
    return tuple(kept)
