"""What a village is to the lists, and what became of it, in the language of the page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils import dateformat
from django.utils.translation import gettext as _

from qingdan.records.regions.models import Adoption, Change, Division


def day_words(day: date) -> str:
    """A day as people say it."""
    return dateformat.format(day, _("Y年n月j日"))


@dataclass(frozen=True, slots=True)
class State:
    """A village's state: a word, a sentence for villagers, and who decided it."""

    word: str
    text: str
    by: str


def state_of(village: Division, adoptions: Sequence[Adoption]) -> State:
    """What to say of a village; ``adoptions`` the newest first."""
    name = village.short_name
    if village.successor is not None and village.ended_on is not None:
        into = {"name": name, "into": village.successor.short_name, "day": day_words(village.ended_on)}
        return State(_("已并入别的村"), _("%(name)s从%(day)s起并入%(into)s。") % into, "")
    now = next((a for a in adoptions if a.until is None), None)
    if now is None or village.joined_on is None:
        return _not_running(name, adoptions)
    by = _("%(day)s%(body)s通过，%(document)s；用的是%(edition)s") % {
        "day": day_words(now.decided_on), "body": now.decided_by, "document": now.document,
        "edition": now.edition_name or _("当时的清单"),
    }  # fmt: skip
    since = {"name": name, "day": day_words(village.joined_on)}
    if now.state == Division.State.PILOT:
        text = _("%(name)s从%(day)s起试用这份清单：村里的事照清单办，期限也照清单算。")
        return State(_("试点"), text % since, by)
    text = _("%(name)s从%(day)s起用这份清单：村里的事照清单办，办了什么、到了哪一步、超没超期，都看得到。")
    return State(_("已加入"), text % since, by)


def _not_running(name: str, adoptions: Sequence[Adoption]) -> State:
    if adoptions and adoptions[0].until is not None:
        words = {"name": name, "day": day_words(adoptions[0].until)}
        text = _("%(name)s的试点到%(day)s为止。那以前开始的事照旧办完，新的事不再按清单办，也不算谁迟了。")
        return State(_("试点结束"), text % words, adoptions[0].ended_why or "")
    text = _("%(name)s还没有开始用这份清单，所以这里没有公示，也不算谁迟了。办事指南照样可以看，供参考。")
    return State(_("还没开始用"), text % {"name": name}, "")


def change_words(change: Change) -> str:
    """What became of a village on a day, in one sentence."""
    other = change.other.short_name if change.other else ""
    words = {"before": change.before or "", "after": change.after or "", "other": other}
    said = {
        Change.Kind.MERGED_INTO: _("并入%(other)s"),
        Change.Kind.MERGED_FROM: _("%(other)s并进来"),
        Change.Kind.SPLIT_OFF: _("分出%(other)s"),
        Change.Kind.SPLIT_FROM: _("从%(other)s分出来"),
        Change.Kind.RENAMED: _("由%(before)s更名为%(after)s"),
        Change.Kind.RECODED: _("代码由%(before)s改为%(after)s"),
        Change.Kind.MOVED: _("由%(before)s划归%(after)s"),
    }
    return said[Change.Kind(change.kind)] % words
