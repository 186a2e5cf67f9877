"""Two notices of the demonstration that are written by hand: accounts that had to be corrected, and a matter to which
somebody objected. Everything in them is invented and says so."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from qingdan.records.people.posts import official_name
from qingdan.records.register.acts import Acting, Refused
from qingdan.watch.boards.acts import (
    Content,
    begin_correction,
    begin_draft,
    lodge_objection,
    pass_draft,
    publish,
    publish_correction,
    release_answer,
    save_draft,
    settle_objection,
    submit_draft,
)
from qingdan.watch.boards.models import Notice, NoticeDraft, Objection
from qingdan.web.demo.showing import Village

CLERK, HEAD, DIRECTOR = "village-clerk", "supervision-head", "village-director"
HEADS = ["项目", "收入（元）", "支出（元）"]
WRONG = [["示例：鱼塘承包费", "12,000.00", "0.00"], ["示例：路灯维修", "0.00", "3,600.00"]]
RIGHT = [["示例：鱼塘承包费", "12,000.00", "0.00"], ["示例：路灯维修", "0.00", "3,060.00"]]


def accounts(rows: list[list[str]]) -> Content:
    """The month's accounts: sums for everybody, who handled them for the village."""
    body: list[dict[str, Any]] = [
        _row("text", "", "prose", "示例：上个月村集体的收支，按笔列在下面，数目均为虚构。"),
        _row("t1", "收支明细", "table", {"heads": HEADS, "rows": rows}),
        _row("f1", "经手人", "text", "示例·村文书") | {"audience": "village"},
    ]
    return Content(board="finance", audience="internet", title="示例：村集体上月收支", body=body)


def square() -> Content:
    """A matter of the village, with a period for objections."""
    said = "示例：拟把村口空地平整后做晒场和小广场，用村集体收入，不向村民收钱。"
    body = [_row("text", "", "prose", said), _row("f1", "估算", "text", "示例：28,000元")]
    return Content(
        board="village-affairs", audience="internet", title="示例：村口空地修小广场", body=body, mark="project",
        objections=7,
    )  # fmt: skip


def _row(name: str, title: str, kind: str, value: Any) -> dict[str, Any]:
    return {"name": name, "title": {"zh": title, "en": title}, "type": kind, "value": value}


@dataclass
class ByHand:
    """What is done in one village, each thing in its moment, as ``showing.Show`` is for a case."""

    village: Village
    now: datetime
    plan: list[tuple[int, Callable[[datetime], None]]] = field(default_factory=list)  # days before now, what
    faults: list[str] = field(default_factory=list)
    notices: dict[str, Notice] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.plan = [
            (20, lambda at: self._put_up("accounts", accounts(WRONG), at)),
            (12, self._correct),
            (5, lambda at: self._put_up("square", square(), at)),
            (4, self._object),
            (3, self._answer),
        ]

    @classmethod
    def where_it_can(cls, village: Village, now: datetime, marks: bool) -> ByHand | None:
        """None where the edition has no rules of notices, or nobody holds the posts."""
        return cls(village, now) if marks and {CLERK, HEAD, DIRECTOR} <= set(village.holders) else None

    @property
    def at(self) -> datetime:
        """When the next thing happens: at half past ten in the morning of its day."""
        day = timezone.localtime(self.now - timedelta(days=self.plan[0][0]))
        return day.replace(hour=10, minute=30, second=0, microsecond=0)

    @property
    def over(self) -> bool:
        return not self.plan

    def go_on(self, at: datetime) -> None:
        """Do the next thing. What the house refuses is a fault, and nothing follows it."""
        _days, do = self.plan.pop(0)
        try:
            do(at)
        except Refused as fault:
            self.faults.append(f"{self.village.place.name}, notices by hand: {fault}")
            self.plan = []

    def _acting(self, post: str, at: datetime) -> Acting:
        person = self.village.holders[post][0]
        return Acting(person, self.village.names[person], at, post, official_name(post))

    def _put_up(self, name: str, content: Content, at: datetime) -> None:
        clerk = self._acting(CLERK, at)
        draft = begin_draft(acting=clerk, village=self.village.place, content=content)
        self.notices[name] = publish(acting=clerk, draft=self._passed(draft, at), version=draft.version)

    def _passed(self, draft: NoticeDraft, at: datetime) -> NoticeDraft:
        submitted = submit_draft(acting=self._acting(CLERK, at), draft=draft, version=draft.version)
        return pass_draft(acting=self._acting(HEAD, at), draft=submitted, version=draft.version)

    def _correct(self, at: datetime) -> None:
        clerk = self._acting(CLERK, at)
        draft = begin_correction(acting=clerk, notice=self.notices["accounts"])
        right = replace(accounts(RIGHT), why="示例：路灯维修的数目抄错了，3,060元写成了3,600元。")
        draft = save_draft(acting=clerk, draft=draft, version=draft.version, content=right)
        publish_correction(acting=clerk, draft=self._passed(draft, at), version=draft.version)

    def _object(self, at: datetime) -> None:
        villager = Acting.system("一位村民", at)
        lodge_objection(
            acting=villager, notice=self.notices["square"], words="示例：空地边上有排水沟，修的时候别堵了。"
        )

    def _answer(self, at: datetime) -> None:
        objection = Objection.objects.get(notice=self.notices["square"])
        settle_objection(
            acting=self._acting(DIRECTOR, at), objection=objection, role=DIRECTOR, upheld=True,
            answer="示例：看过现场，排水沟加盖板，列进了做法。", gist="示例：担心修广场堵了排水沟",
        )  # fmt: skip
        release_answer(acting=self._acting(HEAD, at), objection=objection)
