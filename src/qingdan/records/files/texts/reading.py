"""Read the words out of one file: ``python -m qingdan.records.files.texts.reading MIME < FILE`` writes them as JSON.

A process of its own, without Django and with bounds on its time and memory.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from typing import Any

from qingdan.records.files.allowed import DOCX, PDF, XLSX
from qingdan.records.files.drawing import bounded
from qingdan.records.files.texts.documents import read_document
from qingdan.records.files.texts.pages import read_pages
from qingdan.records.files.texts.passages import Reader, TooLong
from qingdan.records.files.texts.workbooks import read_workbook

DEEPEST = 2  # a chart's workbook in a document; nobody files deeper
READERS: dict[str, Callable[[Reader, bytes], list[bytes]]] = {
    PDF.mime: read_pages, DOCX.mime: read_document, XLSX.mime: read_workbook,
}  # fmt: skip


def read(content: bytes, mime: str) -> dict[str, Any]:
    """``{"passages": [[where, at, text]], "unread": {what: how many}}``."""
    reader = Reader()
    try:
        _read(reader, content, mime, 0)
    except TooLong:
        reader.miss("long")
    return {"passages": [list(passage) for passage in reader.passages], "unread": reader.unread}


def _read(reader: Reader, content: bytes, mime: str, depth: int) -> None:
    for inner in READERS[mime](reader, content):
        kind = DOCX.mime if b"word/document.xml" in inner else XLSX.mime
        if depth < DEEPEST:
            _read(reader, inner, kind, depth + 1)
        else:
            reader.miss("part")


if __name__ == "__main__":
    bounded()
    sys.stdout.write(json.dumps(read(sys.stdin.buffer.read(), sys.argv[1])))
