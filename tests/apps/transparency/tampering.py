"""What the tests of the log play with: some public acts, and somebody who has the database's password."""

from __future__ import annotations

from django.db import connection
from django.utils import timezone

from qingdan.domain.rules.quorum import Attendance, Votes
from qingdan.features.cases.acts import confirm_meeting, open_case, record_meeting
from qingdan.features.cases.running import Handed
from qingdan.records.register.acts import Acting
from qingdan.watch.boards.acts import lodge_objection, release_answer, settle_objection, take_down
from tests.apps.boards.stage import NAME, days_ago
from tests.domain.catalogue.helpers import POWER, mini_files
from tests.editions import adopt

FLOW = (
    "facts: {}\noutcomes: {agreed: {zh: 已同意, en: Agreed}, refused: {zh: 没通过, en: Refused}}\nflow:\n"
    "- {meet: together, name: {zh: 两委会, en: Meeting}, how: {zh: 开会, en: Meet}, by: village-clerk,"
    " with: [[supervision-head, party-secretary]], body: representatives, guards: [plain-slips],"
    " results: {rejected: [{end: refused}]}}\n"
)


def spoken(stage) -> list[str]:
    """A relief notice, an objection to it and its answer, a notice that was taken down, a vote; the kinds, in order."""
    now = timezone.now()
    _opened, notice = stage.relief(days_ago(3))
    house = Acting.system("board", now)
    objection = lodge_objection(acting=house, notice=notice, words=f"{NAME}家有车", contact="13900000000").objection
    settle_objection(
        acting=stage.cast.acting("clerk", at=now), objection=objection, role="village-clerk", upheld=False,
        answer="查过了，车已报废。", gist="家里有车",
    )  # fmt: skip
    objection.refresh_from_db()
    release_answer(acting=stage.cast.acting("supervision_head", at=now), objection=objection)
    _opened, old = stage.purchase(days_ago(60))
    take_down(acting=Acting.system("clock", now), notice=old)
    vote(stage)
    notices = ["put-up", "objection-lodged", "objection-settled", "answer-released", "put-up", "taken-down"]
    return [*(f"boards.{kind}" for kind in notices), "cases.meeting-recorded", "cases.meeting-confirmed"]


def vote(stage) -> None:
    """A meeting that has decided, its record signed by a second hand."""
    now = timezone.now()
    files = mini_files()
    head = files[POWER].partition("facts:")[0].replace("split-tender, note", "plain-slips, note")
    files[POWER] = head.replace("  - {prohibition: plain-slips}\n", "") + FLOW
    edition = adopt({path: text for path, text in files.items() if "/duties/" not in path})
    case = open_case(
        acting=stage.cast.acting("clerk", at=now), edition=edition, power="small-buy", village=stage.cast.one,
        title="示例会议", happened_at=now,
    ).case  # fmt: skip
    votes = Attendance({"representatives": 30}, {"representatives": 25}, Votes(20, 5, 0, 0))
    common = {"case_id": case.pk, "key": "together", "handed": Handed(now)}
    record_meeting(acting=stage.cast.acting("clerk", at=now), role="village-clerk", attendance=votes, **common)
    confirm_meeting(acting=stage.cast.acting("supervision_head", at=now), role="supervision-head", **common)


def unlock() -> None:
    """Take the triggers away that refuse changes, as whoever may do anything to the database can; the test's own
    transaction brings them back."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET LOCAL session_replication_role = replica")
            return
        cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
        for (name,) in cursor.fetchall():
            cursor.execute(f"DROP TRIGGER {name}")
