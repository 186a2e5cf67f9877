"""The kinds of register entries that cases write."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from qingdan.domain.rules.audience import Audience
from qingdan.records.register.kinds import NOTHING_PERSONAL, Kind, register_kind
from qingdan.records.register.models import Entry


def _case(entry: Entry) -> str | None:
    return reverse("cases:case", args=[entry.subject_id]) if entry.subject_id else None


def _kind(name: str, sentence: object, erase: str | tuple[str, ...] = NOTHING_PERSONAL) -> Kind:
    return register_kind(Kind(f"cases.{name}", sentence, Audience.OFFICIALS, _case, erase))  # type: ignore[arg-type]


# A title is free text, and people write names into it: it goes when a person is erased.
OPENED = _kind("opened", _("%(actor)s 提出了“%(title)s”，编号 %(number)s"), ("title",))
REQUESTED = _kind("requested", _("收到%(actor)s登记的申请“%(title)s”，编号 %(number)s"), ("title",))
VERIFIED = _kind("verified", _("%(actor)s 核实了 %(number)s 申请人的身份：%(how)s"), ("how",))
SUB_OPENED = _kind("sub-opened", _("由上级事项自动转入“%(title)s”，编号 %(number)s"), ("title",))
STEP_DONE = _kind("step-done", _("%(actor)s 在 %(number)s 办了“%(step)s”：%(result)s"))
DISPUTED = _kind("disputed", _("%(actor)s 不同意前一位在 %(number)s“%(step)s”填的内容，退回重办"))
MEETING_CALLED = _kind("meeting-called", _("%(actor)s 登记了 %(number)s“%(step)s”的会议通知，定于 %(day)s"))
ELECTION_COUNTED = _kind("election-counted", _("%(actor)s 记下了 %(number)s“%(step)s”的计票：%(result)s"))
MEETING_RECORDED = _kind("meeting-recorded", _("%(actor)s 记下了 %(number)s“%(step)s”的会议：%(result)s"))
MEETING_CONFIRMED = _kind("meeting-confirmed", _("%(actor)s 核对了 %(number)s“%(step)s”的会议记录并签字：%(result)s"))
PUBLISHED = _kind("published", _("%(actor)s 贴出了 %(number)s 的公示“%(step)s”"))
OBJECTED = _kind("objected", _("%(number)s 的公示“%(step)s”收到一条异议，回执 %(receipt)s"))
OBJECTION_ANSWERED = _kind("objection-answered", _("%(actor)s 答复了 %(number)s 的异议 %(receipt)s：%(result)s"))
NOTICE_CLOSED = _kind("notice-closed", _("%(number)s 的公示“%(step)s”期满：%(result)s"))
NOTICE_RESTARTED = _kind("notice-restarted", _("%(number)s 的公示“%(step)s”更正后重新贴出，异议期重新计算"))
EXPIRED = _kind("expired", _("%(number)s 的“%(step)s”过了期限，按流程往下走"))
OVERDUE = _kind("overdue", _("%(number)s 的“%(step)s”到期没有办完"))
EXTENDED = _kind(
    "extended",
    _("%(actor)s 把 %(number)s 的“%(clock)s”延长到%(limit)s，%(approved_by)s批准，理由：%(reason)s"),
    ("reason", "approved_by"),
)
INTERRUPTED = _kind("interrupted", _("%(actor)s 让 %(number)s 中止：%(step)s"))
DISCHARGED = _kind("discharged", _("%(actor)s 办了 %(number)s 之后欠着的“%(step)s”"))
DUTY_BEGUN = _kind("duty-begun", _("%(actor)s 开始办 %(number)s 之后欠着的“%(step)s”，编号 %(child)s"))
SUB_ENDED = _kind("sub-ended", _("%(number)s 里的“%(step)s”办结，结果是%(result)s"))
STOOD_IN = _kind("stood-in", _("%(actor)s 在 %(number)s 的“%(step)s”代%(post)s签，因为%(why)s"))
HANDED_OVER = _kind("handed-over", _("%(actor)s 把 %(number)s 的“%(step)s”转给了另一位经办人"))
URGED = _kind("urged", _("%(actor)s 催办 %(number)s 的“%(step)s”"))
FILE_ADDED = _kind("file-added", _("%(actor)s 为 %(number)s 的“%(step)s”交了一份材料"))
LATE_FILE_ADDED = _kind("late-file-added", _("%(actor)s 给 %(number)s 已经办过的“%(step)s”补交了一份纸质件"))
RECOUNTED = register_kind(
    Kind("cases.recounted", _("节假日安排公布后，重新计算了 %(count)s 个期限"), Audience.OFFICIALS, lambda entry: None)
)
