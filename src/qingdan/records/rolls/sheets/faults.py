"""What is wrong in a spreadsheet: always which line, which column, what, and what to do."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from qingdan.records.register.acts import Refused

MOST_FAULTS = 50  # enough to see a pattern


@dataclass(frozen=True, slots=True)
class CellFault:
    """One fault. ``sheet`` is "" when there is only one; ``column`` is the header's own word, "" for the whole line."""

    sheet: str
    line: int
    column: str
    what: str

    def __str__(self) -> str:
        where = _("第%(line)d行") % {"line": self.line} if self.line else ""
        sheet = f"“{self.sheet}”" if self.sheet else ""
        column = f"“{self.column}”" if self.column else ""
        place = f"{sheet}{where}{column}"
        return _("%(place)s：%(what)s") % {"place": place, "what": self.what} if place else self.what


class SheetFaults(Refused):
    """The file cannot be used, and nothing of it was kept. ``faults`` are those found, in the order of the file."""

    def __init__(self, name: str, faults: list[CellFault]) -> None:
        self.name, self.faults = name, tuple(faults[:MOST_FAULTS])
        self.more = len(faults) - len(self.faults)
        lines = [_("“%(name)s”里有 %(n)d 处要改：") % {"name": name, "n": len(faults)}, *map(str, self.faults)]
        if self.more:
            lines.append(_("……还有 %(n)d 处，先改这些再传。") % {"n": self.more})
        lines.append(_("什么都没有登记，文件也没有留下。请改好再传一次。"))
        super().__init__("\n".join(lines))
