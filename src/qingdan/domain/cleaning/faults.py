"""Why a file cannot be cleaned, in words for the person who hands it in."""

from __future__ import annotations

from qingdan.domain.complaints import Miswritten
from qingdan.domain.words import Words

AS_PDF = Words("请另存为PDF，或者拍照、截图再交。", "Save it as PDF, or take a photo or screenshot of it.")
SMALLER = Words("请分成几份，或者只交要紧的几页。", "Split it, or hand in only the pages that matter.")


class Uncleanable(Miswritten):
    """The file is not taken: what it says of its maker cannot all be taken out."""


def broken() -> Uncleanable:
    """The file does not open to its end."""
    return Uncleanable(
        Words("文件不完整，打不开", "the file is not whole and does not open"),
        Words("请重新选一次文件，或者拍照再交。", "Choose the file again, or take a photo of it."),
    )
