"""What stands on a notice, and who may see which of it. The one place that decides this: pages, paper, screens and
feeds ask here."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from qingdan.domain.rules.audience import ANYONE, Audience, Viewer, may_see, wider
from qingdan.watch.boards.models import Notice

Row = Mapping[str, Any]
BEFORE_THE_BOARD = Viewer(scanned_sheet=True)  # whoever stands before the posted sheet
# What a field, table or attachment written by hand may be kept to, widest first.
CHOICES = (Audience.INTERNET, Audience.VILLAGE, Audience.MEMBERS, Audience.PARTY_BRANCH, Audience.OFFICIALS)


def audience_of(row: Row, whole: str) -> Audience:
    """Who may see a row of a notice for ``whole``; a row that does not say is for the whole audience."""
    return Audience(row.get("audience") or whole)


def visible(rows: Iterable[Row], whole: str, reader: Viewer) -> list[Row]:
    """The rows that the reader may see. Who may not see the notice sees none of them."""
    if not may_see(Audience(whole), reader):
        return []
    return [row for row in rows if may_see(audience_of(row, whole), reader)]


def on_paper(notice: Notice, reader: Viewer) -> list[Row]:
    """What a sheet for the wall shows that this reader prints: what he may see, and of that only what everybody who
    stands before the board may. An official's own paper would otherwise carry to the wall what is for officials."""
    return visible(visible(notice.body, notice.audience, reader), notice.audience, BEFORE_THE_BOARD)


def for_everybody(notice: Notice) -> list[Row]:
    """What anybody on the internet may see: for screens, feeds, robots and copies."""
    return visible(notice.body, notice.audience, ANYONE)


def too_wide(rows: Iterable[Row], whole: Audience) -> list[Row]:
    """The rows whose own audience is wider than that of the notice."""
    return [row for row in rows if wider(audience_of(row, whole), whole)]


def shows_more_on_the_wall(rows: Iterable[Row], whole: Audience, files: Iterable[str] = ()) -> bool:
    """Whether somebody before the board sees more than somebody on the internet: then the sheet has a code of its own,
    for the code in the internet address is known to all."""
    if whole is not Audience.INTERNET:
        return False
    each = [*(audience_of(row, whole) for row in rows), *map(Audience, files)]
    return any(may_see(one, BEFORE_THE_BOARD) and not may_see(one, ANYONE) for one in each)


def text_of(row: Row) -> str:
    """Everything that a row says, in plain words: what is looked through for personal details."""
    value = row.get("value")
    words = [str(side) for side in dict(row.get("title") or {}).values()]
    return "\n".join(dict.fromkeys([*words, *_words(value)]))


def _words(value: Any) -> list[str]:
    if isinstance(value, Mapping):
        return [said for one in value.values() for said in _words(one)]
    if isinstance(value, list | tuple):
        if value and all(isinstance(one, str) for one in value):
            return ["\t".join(value)]  # a line of a table
        return [said for one in value for said in _words(one)]
    return [] if value is None else [str(value)]
