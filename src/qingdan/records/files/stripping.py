"""Clean one file: ``python -m qingdan.records.files.stripping MIME`` from standard input to standard output.

What cannot be cleaned is said on standard error, in both languages, with exit code 3.

A process of its own, without Django and with bounds on its time and memory. Nothing touches a disk.
"""

from __future__ import annotations

import json
import sys

from qingdan.domain.cleaning import office, pdfs, pictures
from qingdan.domain.cleaning.faults import Uncleanable
from qingdan.records.files.drawing import bounded

UNCLEANABLE = 3
CPU_SECONDS = 60  # of a PDF with as many pages as are taken
HEIC = "image/heic"
OFFICE = "application/vnd.openxmlformats-officedocument."


def strip(content: bytes, mime: str) -> bytes:
    """The file made anew. :raises Uncleanable: it cannot be."""
    if mime == "application/pdf":
        return pdfs.as_pictures(content)
    if mime.startswith(OFFICE):
        return office.put_together(content)
    return pictures.to_png(content) if mime == "image/png" else pictures.to_jpeg(content)


def main(mime: str) -> int:
    """Clean standard input."""
    try:
        sys.stdout.buffer.write(strip(sys.stdin.buffer.read(), mime))
    except Uncleanable as fault:
        what, remedy = fault.what, fault.remedy
        sys.stderr.write(json.dumps({"zh": f"{what.zh}。{remedy.zh}", "en": f"Not taken: {what.en}. {remedy.en}"}))
        return UNCLEANABLE
    return 0


if __name__ == "__main__":
    bounded(CPU_SECONDS)
    sys.exit(main(sys.argv[1]))
