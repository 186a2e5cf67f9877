"""Files in a log's folder that are no part of a log: nobody signed them."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path

from qingdan.domain.transparency import checkpoints, policies
from qingdan.domain.transparency.faults import KEEP, Fault
from qingdan.domain.transparency.tiles import WIDTH
from qingdan.domain.words import Words

_TILE = re.compile(r"tile/(entries|[0-9]|[1-5][0-9]|6[0-3])/((?:x[0-9]{3}/)*[0-9]{3})(?:\.p/([1-9][0-9]{0,2}))?")
_UNKNOWN = Words("不属于这份日志的文件", "a file that belongs to no part of this log")
_MOST = 20


def strangers(root: Path) -> Iterator[Fault]:
    """A fault for each unknown file, the first few of them. Hidden ones are whoever's writes them beside."""
    found = 0
    for folder, folders, names in os.walk(root):
        folders[:] = sorted(one for one in folders if not one.startswith("."))
        for name in sorted(names):
            path = (Path(folder) / name).relative_to(root).as_posix()
            if not name.startswith(".") and not _belongs(path):
                found += 1
                yield Fault(path, _UNKNOWN, KEEP)
                if found == _MOST:
                    return


def _belongs(path: str) -> bool:
    """A tile behind the last entry belongs too: it was written, and its checkpoint is not signed yet."""
    parts = _TILE.fullmatch(path)
    return path in (checkpoints.PATH, policies.PATH) or bool(parts and int(parts[3] or 1) < WIDTH)
