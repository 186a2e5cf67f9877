"""The kinds of register entries that hearings write. No name of anybody who came or asked stands in one."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from qingdan.domain.rules.audience import Audience
from qingdan.records.register.kinds import Kind, register_kind
from qingdan.records.register.models import Entry


def _question(entry: Entry) -> str | None:
    number = entry.data.get("question")
    return reverse("hearings:question", args=[number]) if number else None


def _hall(entry: Entry) -> str | None:
    case, key = entry.data.get("case_id"), entry.data.get("key")
    return reverse("hearings:hall", args=[case, key]) if case and key else None


def _of_question(name: str, sentence: object) -> Kind:
    return register_kind(Kind(f"hearings.{name}", sentence, Audience.OFFICIALS, _question))  # type: ignore[arg-type]


def _of_hall(name: str, sentence: object) -> Kind:
    return register_kind(Kind(f"hearings.{name}", sentence, Audience.OFFICIALS, _hall))  # type: ignore[arg-type]


ASKED = _of_question("asked", _("%(case)s“%(step)s”会前收到提问 %(question)s"))
ANSWERED = _of_question("answered", _("%(actor)s 答复了提问 %(question)s，等另一个人看过"))
CHECKED = _of_question("checked", _("%(actor)s 看过了提问 %(question)s 的答复，可以公开：%(public)s"))
SENT_BACK = _of_question("sent-back", _("%(actor)s 把提问 %(question)s 的答复退回重写"))
SHEET_OPENED = _of_hall("sheet-opened", _("%(actor)s 开了 %(case)s“%(step)s”%(day)s的签到码"))
SIGNED_IN = _of_hall("signed-in", _("%(case)s“%(step)s”有人签到"))
ENTERED = _of_hall("entered", _("%(actor)s 在 %(case)s“%(step)s”登记了一位到会的人"))
OPINION_RECORDED = _of_hall("opinion-recorded", _("%(actor)s 在 %(case)s“%(step)s”记下了第%(n)s条意见"))
OPINION_ANSWERED = _of_hall("opinion-answered", _("%(actor)s 给 %(case)s“%(step)s”的第%(n)s条意见写了采纳不采纳和理由"))
NAMES_ERASED = _of_hall("names-erased", _("%(case)s“%(step)s”%(day)s签到的姓名到期删去，只留人数"))
