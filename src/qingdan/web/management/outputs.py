"""Files that a command writes where somebody asked for them: all of it under its name, or nothing and why not."""

from __future__ import annotations

import errno
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from django.core.management.base import CommandError
from django.utils.translation import gettext as _

from qingdan.web.management.asked import GIVEN_AWAY

FULL = (errno.ENOSPC, errno.EDQUOT, errno.EIO)  # what only writing runs into


@contextmanager
def whole_file(path: Path) -> Iterator[IO[bytes]]:
    """A file to write to; it has its name only once everything is in it, and what stood there before stays till then.

    :raises CommandError: where nothing can be written, naming the file and why.
    """
    try:
        if path.is_dir():
            raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name[:16]}")
    except OSError as fault:
        raise _cannot(path, fault) from fault
    try:
        with os.fdopen(handle, "wb") as file:
            yield file
            os.fchmod(file.fileno(), GIVEN_AWAY)
        Path(name).replace(path)
    except OSError as fault:
        if fault.errno not in FULL:
            raise
        raise _cannot(path, fault) from fault
    finally:
        Path(name).unlink(missing_ok=True)


def write_file(path: Path, content: str | bytes) -> None:
    """Write it whole. :raises CommandError: as ``whole_file``."""
    with whole_file(path) as file:
        file.write(content.encode() if isinstance(content, str) else content)


def _cannot(path: Path, fault: OSError) -> CommandError:
    return CommandError(_("写不了“%(file)s”：%(why)s。") % {"file": path, "why": _why(fault)})


def _why(fault: OSError) -> str:
    match fault.errno:
        case errno.ENOENT | errno.ENOTDIR:
            return _("没有这个文件夹，请先建好")
        case errno.EACCES | errno.EPERM | errno.EROFS:
            return _("这里不准写，请换一个文件夹")
        case errno.EISDIR:
            return _("这是一个文件夹，请写文件名")
        case errno.ENOSPC | errno.EDQUOT:
            return _("磁盘满了，请先腾出地方")
    return fault.strerror or type(fault).__name__
