"""What proves a notice: where it stands in the public log, the receipt, and the content that the receipt is about."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from qingdan.domain.transparency.keys import encoded
from qingdan.records.transparency.covers import COVERS
from qingdan.records.transparency.queries import Standing, standing_of
from qingdan.watch.boards.covering import SHEET
from qingdan.watch.boards.gates import SeenNotice
from qingdan.watch.boards.kinds import CORRECTED, PUBLISHED, PUT_UP
from qingdan.watch.boards.models import Notice
from qingdan.watch.boards.proving import register_proof

PUTTING_UP = tuple(kind.name for kind in (PUT_UP, PUBLISHED, CORRECTED))


@dataclass(frozen=True, slots=True)
class Proof:
    """A notice's standing in the log, the part that a reader sees, and its bytes."""

    standing: Standing
    part: str
    content: bytes


def proof_of(seen: SeenNotice) -> Proof | None:
    """What the reader may take along of a notice; None when it was put up before there was a log. Two queries."""
    standing = standing_of("notice", seen.notice.pk, PUTTING_UP)
    if standing is None:
        return None
    telling = COVERS["notice"].telling(PUT_UP.name)
    assert telling is not None
    contents = telling.contents(seen.notice)
    mine = [part for part in contents if part.startswith(SHEET) and seen.sees(part.removeprefix(SHEET))]
    part = max(mine, key=lambda name: len(contents[name]))  # of those that one sees, the one with the most on it
    return Proof(standing, part, contents[part])


def lines(notice: Notice) -> list[str]:
    """For paper and page: the number in the log and the newest checkpoint, which a reader can compare years later."""
    standing = standing_of("notice", notice.pk, PUTTING_UP)
    newest = standing.published if standing else None
    if standing is None or newest is None or not standing.is_in:
        return []
    said = {
        "number": (standing.fact.number or 0) + 1,
        "size": newest.size,
        "root": encoded(newest.root),
        "log": newest.origin,
    }
    return [_("公开日志 %(log)s 第%(number)s条；日志到%(size)s条时，根散列 %(root)s") % said]


def register() -> None:
    """Called when the app is ready."""
    register_proof(lines)
