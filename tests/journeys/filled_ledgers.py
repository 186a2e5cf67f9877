"""Every page of past ledgers, of an invented village with an invented ledger."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils import timezone

from qingdan.features.ledgers.acts import import_ledger
from qingdan.features.ledgers.drafts import keep_draft
from qingdan.features.ledgers.judging import judge_draft, standard_for
from qingdan.features.ledgers.models import Draft
from qingdan.features.ledgers.reading import Sheet, layout_as_json, layout_found, packed
from qingdan.records.rolls.sheets.tables import Table
from tests.cast import Cast, today
from tests.journeys.staging import Stage

POWER = "petty-goods"
ROWS: tuple[Sequence[Any], ...] = (
    ("示例村零星采购台账",),
    ("编号", "事项", "申请日期", "核对限额日期", "书记主任双签", "询价", "验收日期", "报账付款", "公开结果", "备注"),
    ("1", "打印机", "2023-05-02", "2023-05-03", "2023-05-04", "2023-05-05", "2023-05-08", "2023-05-09", "2023-05-20"),
    ("2", "水泵", "2023-05-02", "", "2023-05-04", "", "2023-05-05", "2023-05-09", ""),
    ("3", "灯泡", "2023-06-02", "2023-06-20", "2023-06-04", "2023-06-05", "2023-06-05", "2023-06-09", "2023-06-20"),
)  # fmt: skip


def draft_of(cast: Cast, rows: Sequence[Sequence[Any]] = ROWS, digest: str = "0" * 64) -> Draft:
    """The director's spreadsheet, read and waiting for a word."""
    sheets = (Sheet("", tuple(enumerate(map(tuple, rows), start=1))),)
    steps = standard_for(cast.one, POWER, today()).steps()
    return keep_draft(
        owner=cast["director"].person, village=cast.one, power=POWER, table=Table("示例台账.xlsx", digest, ()),
        sheets=packed(sheets), layout=layout_as_json(layout_found("示例台账.xlsx", sheets, steps)), at=timezone.now(),
    )  # fmt: skip


def pages_of_ledgers(stage: Stage) -> dict[str, str]:
    """Kind and address of every page of ledgers, once there is one."""
    cast, draft = stage.cast, draft_of(stage.cast)
    standard = standard_for(cast.one, POWER, today())
    ledger = import_ledger(
        acting=cast["director"].acting, draft=draft, standard=standard,
        verdicts=judge_draft(draft, standard), expected=draft.digest,
    )  # fmt: skip
    waiting = draft_of(cast, [*ROWS, ("4", "示例：错的", "去年春天")], "1" * 64)
    return {
        "ledgers": "/desk/ledgers/",
        "ledger": f"/desk/ledgers/{ledger.pk}/",
        "ledger-import": "/desk/ledgers/import/",
        "ledger-preview": f"/desk/ledgers/draft/{waiting.pk}/",
        "ledger-villages": "/desk/ledgers/villages/",
        "ledger-power": f"/desk/ledgers/power/{POWER}/",
    }
