"""The kinds of register entries that boards write."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from qingdan.domain.rules.audience import Audience
from qingdan.records.register.kinds import NOTHING_PERSONAL, Kind, register_kind
from qingdan.records.register.models import Entry

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


def _notice(entry: Entry) -> str | None:
    code = entry.data.get("code")
    return reverse("boards:notice", args=[code]) if code else None


def _draft(entry: Entry) -> str | None:
    pk = entry.data.get("draft")
    return reverse("boards:draft", args=[pk]) if pk else None


def _of_notice(name: str, sentence: _StrPromise, erase: str | tuple[str, ...] = NOTHING_PERSONAL) -> Kind:
    return register_kind(Kind(f"boards.{name}", sentence, Audience.OFFICIALS, _notice, erase))


def _of_draft(name: str, sentence: _StrPromise, *erase: str) -> Kind:
    # A title is free text, and people write names into it: it goes when a person is erased.
    return register_kind(Kind(f"boards.{name}", sentence, Audience.OFFICIALS, _draft, ("title", *erase)))


PUT_UP = _of_notice("put-up", _("公示“%(title)s”上了公开栏"))
TAKEN_DOWN = _of_notice("taken-down", _("公示“%(title)s”期满取下"), ("title",))
OBJECTION_LODGED = _of_notice("objection-lodged", _("公示“%(title)s”收到异议 %(number)s"), ("title",))
OBJECTION_SETTLED = _of_notice("objection-settled", _("%(actor)s 答复了异议 %(number)s"))
ANSWER_RELEASED = _of_notice("answer-released", _("%(actor)s 核过异议 %(number)s 的答复，可以公开"))
ANSWER_HELD = _of_notice("answer-held", _("%(actor)s 把异议 %(number)s 答复的公开写法退了回去"))
ANSWER_WORDED = _of_notice("answer-worded", _("%(actor)s 改了异议 %(number)s 答复的公开写法"))
PHOTO_ADDED = _of_notice("photo-added", _("%(actor)s 交了一张公示上墙的照片"))
PUBLISHED = _of_notice("published", _("%(actor)s 贴出了公示“%(title)s”"), ("title",))
CORRECTED = _of_notice("corrected", _("%(actor)s 贴出了公示“%(title)s”的更正：%(why)s"), ("title", "why"))
DRAFT_SAVED = _of_draft("draft-saved", _("%(actor)s 存了公示稿“%(title)s”"))
CORRECTION_BEGUN = _of_draft("correction-begun", _("%(actor)s 开始写“%(title)s”的更正"))
DRAFT_SUBMITTED = _of_draft("draft-submitted", _("%(actor)s 把公示稿“%(title)s”交给监委会审核"))
DRAFT_PASSED = _of_draft("draft-passed", _("%(actor)s 审过公示稿“%(title)s”，可以贴出"))
DRAFT_RETURNED = _of_draft("draft-returned", _("%(actor)s 把公示稿“%(title)s”退了回去：%(reason)s"), "reason")
DRAFT_DROPPED = _of_draft("draft-dropped", _("%(actor)s 放弃了公示稿“%(title)s”"))
