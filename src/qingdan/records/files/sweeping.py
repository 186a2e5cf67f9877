"""Remove what uploads left behind: files whose act was refused, and halves left by a crash."""

from __future__ import annotations

from datetime import datetime

from qingdan.records.files import disk
from qingdan.records.files.models import StoredFile
from qingdan.records.files.verify import OURS, without_row


def sweep(*, before: datetime) -> int:
    """Delete our own files without a row that were last written before then; how many.

    Give it a time well past the longest act, such as a day ago. A file with a row is never touched, nor a stranger's.
    """
    if not disk.root().exists():
        return 0
    with disk.alone():
        # Asked while nobody writes: whoever stores the same content later finds it gone and writes it anew.
        left = [p for p in without_row() if OURS.fullmatch(p.name) or p.name.endswith(disk.UNFINISHED)]
        old = [p for p in left if p.stat().st_mtime < before.timestamp()]
        for path in old:
            if not StoredFile.objects.filter(digest=path.name[:64]).exists():
                path.unlink(missing_ok=True)
    return len(old)
