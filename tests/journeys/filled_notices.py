"""Every page of notices written by hand, of invented things: drafts at each state, a corrected notice, its
objections."""

from __future__ import annotations

from qingdan.watch.boards.acts import (
    Content,
    add_photo,
    begin_correction,
    begin_draft,
    hold_answer,
    lodge_objection,
    pass_draft,
    publish,
    publish_correction,
    release_answer,
    return_draft,
    save_draft,
    settle_objection,
    submit_draft,
)
from qingdan.watch.boards.models import Notice, NoticeDraft, Objection
from tests.apps.boards.test_photos import photo
from tests.apps.files.samples import upload
from tests.cast import Cast, house
from tests.journeys.staging import Stage

LAMPS = {"heads": ["项目", "数量", "金额（元）"], "rows": [["灯泡", "12", "1,200.00"], ["人工", "3", "300.00"]]}


def content(text: str = "九月修了路灯，钱从村集体账上出。", **changes: object) -> Content:
    """A notice for everybody with a field for the village alone, and a table."""
    body = [
        {"name": "text", "title": {"zh": "", "en": ""}, "type": "prose", "value": text},
        {"name": "f1", "title": {"zh": "承修单位", "en": "承修单位"}, "type": "text", "value": "示例五金店"},
        {"name": "f2", "title": {"zh": "经手人", "en": "经手人"}, "type": "text", "value": "示例·冯组长",
         "audience": "village"},
        {"name": "t1", "title": {"zh": "支出明细", "en": "支出明细"}, "type": "table", "value": LAMPS},
    ]  # fmt: skip
    given = {"board": "finance", "audience": "internet", "title": "路灯维修支出", "mark": "large-sum", "objections": 7}
    return Content(**{**given, "body": body, **changes})  # type: ignore[arg-type]


def submitted(cast: Cast) -> NoticeDraft:
    """A draft under review."""
    acting = cast["clerk"].acting
    draft = begin_draft(acting=acting, village=cast.one, content=content(about=["示例五金店"]))
    return submit_draft(acting=acting, draft=draft, version=1)


def put_up(cast: Cast) -> Notice:
    """A notice that hangs."""
    passed = pass_draft(acting=cast["supervision_head"].acting, draft=submitted(cast), version=1)
    return publish(acting=cast["clerk"].acting, draft=passed, version=1)


def corrected(cast: Cast, notice: Notice) -> Notice:
    """The version beside it."""
    clerk = cast["clerk"].acting
    draft = begin_correction(acting=clerk, notice=notice)
    better = content("九月修了八盏路灯，钱从村集体账上出。", why="盏数没写", slip=False)
    save_draft(acting=clerk, draft=draft, version=1, content=better)
    submit_draft(acting=clerk, draft=draft, version=2)
    pass_draft(acting=cast["supervision_head"].acting, draft=draft, version=2)
    return publish_correction(acting=clerk, draft=draft, version=2)


def answered(cast: Cast, notice: Notice) -> Objection:
    """An objection whose answer nobody has checked."""
    objection = lodge_objection(acting=house(), notice=notice, words="灯泡没有那么贵，镇上卖八十。").objection
    given = {"upheld": False, "answer": "发票上是一百一只，含安装。", "gist": "对灯泡的价钱有异议"}
    settle_objection(acting=cast["clerk"].acting, objection=objection, role="village-clerk", **given)
    return objection


def pages_of_notices(stage: Stage) -> dict[str, str]:
    """Kind and address of every page of notices by hand."""
    cast, head = stage.cast, stage.cast["supervision_head"].acting
    notice = put_up(cast)
    add_photo(acting=cast["clerk"].acting, notice=notice, upload=upload(photo(), "墙.jpg"), where="村委会门口公开栏")
    release_answer(acting=head, objection=answered(cast, notice))
    held, waiting = answered(cast, notice), answered(cast, notice)
    hold_answer(acting=head, objection=held, why="没有说发票是哪天的")
    newer = corrected(cast, notice)
    review, back = submitted(cast), submitted(cast)
    return_draft(acting=head, draft=back, version=1, reason="合计没有写")
    desk = "/boards/desk"
    return {
        "notice-corrected": f"/n/{notice.code}/",
        "notice-correction": f"/n/{newer.code}/",
        "notice-wall-code": f"/n/{newer.wall_code}/",
        "wall": f"/villages/{cast.one.pk}/boards/wall/",
        "write": f"{desk}/write/{cast.one.pk}/",
        "write-on": f"{desk}/drafts/{back.pk}/edit/",
        "draft-review": f"{desk}/drafts/{review.pk}/",
        "draft-back": f"{desk}/drafts/{back.pk}/",
        "answer-check": f"{desk}/objection/{waiting.number}/check/",
        "answer-word": f"{desk}/objection/{held.number}/word/",
        "photo": f"{desk}/{newer.code}/photo/",
        "desk-board-full": f"{desk}/",
        "board-marked": f"/boards/{cast.one.pk}/finance/?mark=large-sum",
    }
