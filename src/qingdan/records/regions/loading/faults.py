"""What is wrong with a file of divisions: always which file, which line, what, and what to do."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from qingdan.records.register.acts import Refused

MOST_FAULTS = 20  # enough to see a pattern; nobody reads the other 600,000


@dataclass(frozen=True, slots=True)
class RowFault:
    """One fault. ``line`` counts from 1 with the header; 0 is the file as a whole."""

    file: str
    line: int
    what: str

    def __str__(self) -> str:
        where = _("%(file)s 第 %(line)d 行") % {"file": self.file, "line": self.line} if self.line else self.file
        return _("%(where)s：%(what)s") % {"where": where, "what": self.what}


class DivisionFileError(Refused):
    """The file cannot be loaded, and nothing of it was. ``faults`` are the first ones found, in order."""

    def __init__(self, faults: list[RowFault]) -> None:
        self.faults = tuple(faults)
        lines = [str(fault) for fault in faults]
        if len(faults) >= MOST_FAULTS:
            lines.append(_("……错误太多，只列出前 %(most)d 处。") % {"most": MOST_FAULTS})
        lines.append(_("什么都没有载入。请改好文件后再运行一次。"))
        super().__init__("\n".join(lines))


class Faults:
    """Collects faults while a file streams by, and stops the stream when there are too many."""

    def __init__(self) -> None:
        self._found: list[RowFault] = []

    def add(self, file: str, line: int, what: str) -> None:
        """:raises DivisionFileError: when this was one too many to go on."""
        self._found.append(RowFault(file, line, what))
        if len(self._found) >= MOST_FAULTS:
            self.stop_if_any()

    def stop_if_any(self) -> None:
        """:raises DivisionFileError: when anything was found."""
        if self._found:
            raise DivisionFileError(self._found)


def fault(file: str, line: int, what: str) -> DivisionFileError:
    """The error for a fault after which reading cannot go on."""
    return DivisionFileError([RowFault(file, line, what)])
