"""What was let stand, in words for an official's page: what, for whom, who said so, in which post, and why."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from qingdan.domain.leaks.model import NAMES, LeakKind
from qingdan.domain.rules.audience import Audience
from qingdan.records.leaks.guarding import AUDIENCES, said
from qingdan.records.leaks.queries import Subject, stands_of


@dataclass(frozen=True, slots=True)
class StandShown:
    """One decision with everything that it let stand."""

    details: tuple[str, ...]  # 手机号 138****5678（用途）
    audience: str
    who: str
    post: str
    why: str
    at: datetime


def stands_shown(subject: Subject) -> list[StandShown]:
    """The decisions on a subject, oldest first. One query."""
    rows: dict[tuple[datetime, str, str], StandShown] = {}
    for row in stands_of(subject):
        detail = f"{said(NAMES[LeakKind(row.kind)])} {row.masked}（{row.spot}）"
        key = (row.at, row.why, row.audience)
        before = rows[key].details if key in rows else ()
        audience = said(AUDIENCES[Audience(row.audience)])
        rows[key] = StandShown((*before, detail), audience, row.person.name, row.post_name, row.why, row.at)
    return list(rows.values())
