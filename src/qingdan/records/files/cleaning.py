"""Files that must not tell who made them: checked like any other, then made anew in memory, never written anywhere."""

from __future__ import annotations

import json
import logging
import subprocess
import sys

from django.utils.translation import get_language, gettext

from qingdan.domain.cleaning.pictures import is_heic
from qingdan.records.files.allowed import JPEG, WEBP, FileType
from qingdan.records.files.checking import LOOK, real_kind
from qingdan.records.files.stripping import HEIC, UNCLEANABLE
from qingdan.records.register.acts import Refused

SECONDS = 90
BECOMES = {WEBP: JPEG}  # a phone's pictures all become JPEG
log = logging.getLogger("qingdan.records.files")


def cleaned(content: bytes) -> tuple[bytes, FileType]:
    """The file without what tells of its maker, and its kind now. HEIC is taken, too, and becomes JPEG.

    :raises Refused: not on the list, broken, disguised, carrying a program, or not to be cleaned; the words name
        neither the file nor anything in it, for they may end up in a log.
    """
    if is_heic(content):
        return _made_anew(content, HEIC), JPEG
    kind = real_kind(content)
    LOOK[kind](content)
    return _made_anew(content, kind.mime), BECOMES.get(kind, kind)


def name_of(number: int, kind: FileType) -> str:
    """The name under which readers get it: names that people give files tell, too."""
    return gettext("附件%(number)d") % {"number": number} + kind.suffixes[0]


def _made_anew(content: bytes, mime: str) -> bytes:
    command = [sys.executable, "-m", "qingdan.records.files.stripping", mime]
    try:
        done = subprocess.run(command, input=content, capture_output=True, check=False, timeout=SECONDS)  # noqa: S603
    except (subprocess.SubprocessError, OSError) as error:
        log.warning("a file could not be cleaned", extra={"error": type(error).__name__})
        raise Refused(_cannot()) from None
    if done.returncode == UNCLEANABLE:
        language = "en" if (get_language() or "").startswith("en") else "zh"
        raise Refused(json.loads(done.stderr)[language])
    if done.returncode or not done.stdout:
        log.warning("a file could not be cleaned", extra={"error": f"exit {done.returncode}"})
        raise Refused(_cannot())
    return done.stdout


def _cannot() -> str:
    return gettext("这份文件清理不了，没有收下。请拍照或者截图再交。")
