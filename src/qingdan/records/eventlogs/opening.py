"""Finds out what kind of event log a file is, by its content, and opens it."""

from __future__ import annotations

import gzip
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import tzinfo
from enum import Enum
from pathlib import Path
from typing import IO, BinaryIO, cast

from qingdan.domain.complaints import Complaint, DefinitionError
from qingdan.domain.flow.conform.log import Case
from qingdan.domain.words import Words
from qingdan.records.eventlogs.layout import Layout, Steps
from qingdan.records.eventlogs.tables import Line, cases_by_layout, cases_of, csv_lines, layout_in, workbook_lines
from qingdan.records.eventlogs.xes import xes_cases

GZIP, ZIP = b"\x1f\x8b", b"PK\x03\x04"


def read_log(
    path: Path, zone: tzinfo, asked: Mapping[str, str] | None = None, steps: Steps | None = None
) -> Iterator[Case]:
    """The cases of an event log. ``asked``: the column of a field, in tables. Times without a zone are in ``zone``.
    With ``steps``, a table may also have a line for each case and a column of dates for each step.

    :raises DefinitionError: when there is no such file or it cannot be read; naming the line and what to do.
    """
    with _told(path), _opened(path) as stream:
        if _kind(stream) is _Kind.XML:
            yield from xes_cases(path.name, stream, zone)
        elif steps is None:
            yield from cases_of(path.name, _lines(path, stream), asked or {}, zone)
        else:
            yield from cases_by_layout(path.name, _lines(path, stream), asked or {}, zone, steps)


def layout_of_log(path: Path, steps: Steps) -> Layout | None:
    """The layout of a table whose columns may be a model's steps; None for XES, and where no header is found.

    :raises DefinitionError: see :func:`read_log`.
    """
    with _told(path), _opened(path) as stream:
        return None if _kind(stream) is _Kind.XML else layout_in(_lines(path, stream), steps)


class _Kind(Enum):
    XML, WORKBOOK, TEXT = range(3)


def _kind(stream: IO[bytes]) -> _Kind:
    head = stream.read(4096)
    stream.seek(0)
    if head.startswith(ZIP):
        return _Kind.WORKBOOK
    return _Kind.XML if _is_xml(head) else _Kind.TEXT


def _lines(path: Path, stream: IO[bytes]) -> Iterator[Line]:
    if _kind(stream) is _Kind.WORKBOOK:
        return workbook_lines(path.name, path)
    return csv_lines(path.name, cast("BinaryIO", stream))


@contextmanager
def _told(path: Path) -> Iterator[None]:
    """:raises DefinitionError: in place of whatever opening and reading a file can raise."""
    try:
        yield
    except (OSError, EOFError, gzip.BadGzipFile) as fault:
        remedy = Words("请核对文件名，或者重新导出。", "Check the name, or export it again.")
        raise DefinitionError([Complaint(str(path), 1, _why(fault), remedy)]) from fault


def _why(fault: Exception) -> Words:
    match fault:
        case FileNotFoundError():
            return Words("没有这个文件", "there is no such file")
        case IsADirectoryError():
            return Words("这是一个文件夹，不是文件", "this is a folder and no file")
        case PermissionError():
            return Words("没有权限读这个文件", "it may not be read")
        case EOFError() | gzip.BadGzipFile():
            return Words("压缩文件是坏的", "the packed file is damaged")
    return Words(f"文件打不开（{fault}）", f"the file cannot be opened ({fault})")


def _opened(path: Path) -> IO[bytes]:
    with path.open("rb") as raw:
        packed = raw.read(2) == GZIP
    return cast("IO[bytes]", gzip.open(path, "rb")) if packed else path.open("rb")


def _is_xml(head: bytes) -> bool:
    return head.lstrip(b"\xef\xbb\xbf\xff\xfe\xfe\x00 \t\r\n").replace(b"\0", b"").startswith(b"<")
