"""The QR codes on a photographed or scanned sheet."""

from __future__ import annotations

import json
import logging
import subprocess
import sys

from qingdan.records.files.allowed import FileType

SECONDS = 20
log = logging.getLogger("qingdan.records.files")


def codes_in(content: bytes, kind: FileType) -> list[str]:
    """The texts of the QR codes in a picture or PDF that has been checked, each once; none where none can be read.

    Read in a process of its own with bounds on time and memory: a malicious file harms nothing but its own reading.
    """
    if not kind.preview:
        return []
    command = [sys.executable, "-m", "qingdan.records.files.scanning", kind.mime]
    try:
        done = subprocess.run(command, input=content, capture_output=True, check=True, timeout=SECONDS)  # noqa: S603
    except (subprocess.SubprocessError, OSError) as error:
        log.warning("the codes of a file could not be read", extra={"error": type(error).__name__})
        return []
    return [str(text) for text in json.loads(done.stdout)]
