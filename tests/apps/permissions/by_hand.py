"""Notices written by hand, for the table of permissions: one under review, one that hangs, one to be shown.

In this edition the clerk alone writes and answers, and the town's accounting reviews: so that the roles of the table
differ as little as they can.
"""

from __future__ import annotations

from dataclasses import dataclass

from qingdan.domain.catalogue.model import Edition
from qingdan.records.files.store import store
from qingdan.records.register.acts import Acting
from qingdan.watch.boards.acts import (
    Content,
    add_photo,
    begin_draft,
    lodge_objection,
    pass_draft,
    publish,
    settle_objection,
    submit_draft,
)
from qingdan.watch.boards.acts.writing import Papers
from qingdan.watch.boards.models import Notice, NoticeDraft, Objection, PostedPhoto
from tests.apps.boards.hand import typed
from tests.apps.boards.stage import Stage
from tests.apps.files.samples import picture, upload
from tests.cast import house

RULES = """marks:
  decision: {name: {zh: 重大事项决策, en: Major decisions}, setting: true}
  large-sum: {name: {zh: 大额资金使用, en: Use of large sums}, setting: true}
written:
  finance: {writes: [village-clerk], reviews: [town-accounting], answers: [village-clerk], setting: true}
  village-affairs: {writes: [village-clerk], reviews: [town-accounting], answers: [village-clerk], setting: true}
stands: {days: 15, setting: true}
objections: {days: 7, setting: true}
corrections:
  substance: {restarts: true, setting: true}
  slip: {restarts: false, setting: true}
"""
FORM = {key: value for key, value in typed().items() if key != "once"}


@dataclass(frozen=True)
class ByHand:
    """``written`` waits for its review, ``shown`` hangs, with an attachment for officials and a photograph;
    ``answered`` is an objection to it whose answer nobody has checked."""

    written: NoticeDraft
    shown: Notice
    answered: Objection
    photo: PostedPhoto


def by_hand(stage: Stage, edition: Edition) -> ByHand:
    """Through the acts, as those concerned would do it."""
    clerk, reviewer = stage.cast.acting("clerk"), stage.cast.acting("accounting")
    written = _submitted(stage, clerk)
    shown = publish(
        acting=clerk, draft=pass_draft(acting=reviewer, draft=_submitted(stage, clerk), version=1), version=1
    )
    objection = lodge_objection(acting=house(), notice=shown, words="数目不对").objection
    settle_objection(
        acting=clerk, objection=objection, role="village-clerk", upheld=False, answer="核对过了。", gist="对数目有异议"
    )
    photo = add_photo(acting=clerk, notice=shown, upload=upload(picture(), "墙.jpg"), where="村口")
    return ByHand(written, shown, objection, photo)


def _submitted(stage: Stage, clerk: Acting) -> NoticeDraft:
    row = {"name": "text", "title": {"zh": "", "en": ""}, "type": "prose", "value": "示例内容"}
    content = Content(board="finance", audience="internet", title="手写的公示", body=[row], objections=7)
    file = store(upload=upload(picture(), "附件.jpg"), salt="ab" * 16, at=clerk.at)
    draft = begin_draft(
        acting=clerk, village=stage.cast.one, content=content, papers=Papers([(file, "附件.jpg", "officials")])
    )
    return submit_draft(acting=clerk, draft=draft, version=draft.version, looked=True)
