"""What is wrong with a log: where, what, and what to do about it, in both languages."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from qingdan.domain.complaints import Miswritten
from qingdan.domain.words import Words

# The content of a file of a log by its path under the log's prefix; None when there is none. A reader that cannot say
# (network, rights, far too long) raises :class:`CannotRead`.
Read = Callable[[str], bytes | None]

KEEP = Words(
    "请把这份日志原样留存，并交给上级或见证方核对。",
    "Keep this copy as it is and show it to a witness or a higher level.",
)
FETCH = Words("请重新取一份完整的文件再核对。", "Fetch the whole file again and check it anew.")


class CannotRead(Miswritten):
    """A file may be there and could not be read: nothing can be said of it, neither good nor bad."""


class Broken(Miswritten):
    """Bytes that are not what their format demands, or that do not prove what they claim."""


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong in a log: the file (and entry) in which it shows, what is wrong, what to do."""

    where: str
    what: Words
    remedy: Words = KEEP

    @classmethod
    def of(cls, where: str, error: Miswritten) -> Fault:
        """An error, at its place."""
        return cls(where, error.what, error.remedy)

    def to(self, language: str) -> str:
        """``where: what → what to do``, in one line whatever was quoted."""
        said = f"{self.what.to(language)} → {self.remedy.to(language)}"
        return f"{self.where}: {' '.join(said.split())}"
