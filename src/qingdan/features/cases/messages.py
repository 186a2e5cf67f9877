"""Why the process does not allow something, in the person's words: what is wrong, and what to do."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from qingdan.domain.catalogue.model import Edition
from qingdan.domain.flow.machine import Machine
from qingdan.domain.flow.state import Rejected, base
from qingdan.domain.words import Words


def words_for(fault: Rejected, running: Machine, edition: Edition) -> str:
    """The refusal as a sentence. An unknown code is a programming error and says so plainly."""
    say = _SENTENCES.get(fault.code)
    named = {**fault.params, "step": _step(running, fault.params.get("key", "")), "fact": _fact(running, fault.params)}
    named["other"] = _step(running, fault.params.get("other", ""))
    named["until"] = _step(running, fault.params.get("until") or "")
    named["roles"] = _("、").join(local(edition.role_words(r)) for r in fault.params.get("by", ()))
    named["role"] = local(edition.role_words(fault.params["role"])) if "role" in fault.params else ""
    return say(named) if say else _("这一步现在不能这样办（%(code)s）。请刷新页面再看。") % {"code": fault.code}


def local(words: Words) -> str:
    """A phrase of the catalogue in the reader's language."""
    return words.to(get_language() or "zh")


def _step(running: Machine, key: str) -> str:
    """What a step or a duty owed is called."""
    node = running.steps.get(base(key)) or running.owed.get(base(key))
    return local(node.block.name) if node else key  # type: ignore[union-attr]


def _fact(running: Machine, params: Mapping[str, Any]) -> str:
    fact = running.flow.facts.get(params.get("fact", ""))
    return local(fact.title) if fact else str(params.get("fact", ""))


def _not_open(p: Mapping[str, Any]) -> str:
    if p.get("done"):
        return _("“%(step)s”刚才已经有人办完了，您不用再办。请刷新页面看最新进度。") % p
    return _("还没有轮到“%(step)s”这一步。请先看流程图上现在在哪一步。") % p


_SENTENCES: Mapping[str, Callable[[Mapping[str, Any]], str]] = {
    "not-open": _not_open,
    "wrong-role": lambda p: _("“%(step)s”要由%(roles)s来办，%(role)s不能代办。") % p,
    "role-signed": lambda p: _("%(role)s这一签已经签过了，现在等的是另一签。") % p,
    "same-person": lambda p: _("“%(step)s”要不同的人来签，您已经签过一次。请找另一位签。") % p,
    "not-by": lambda p: _("“%(other)s”是您办的，“%(step)s”就要换人办，这样才能互相把关。") % p,
    "result-differs": lambda p: _("您的意见和前一位不一样。请先和对方核对，再退回重办这一步。") % p,
    "result-not-offered": lambda p: _("“%(step)s”没有这个选项。请在页面给出的选项里选。") % p,
    "facts-given": lambda p: _("第二位只确认，不改内容。要改，请先退回重办这一步。") % p,
    "fact-missing": lambda p: _("还没有填“%(fact)s”。请补上再交。") % p,
    "fact-wrong-type": lambda p: _("“%(fact)s”填得不对。请按提示的样子重填。") % p,
    "fact-not-here": lambda p: _("“%(step)s”的表里没有“%(fact)s”这一项。请刷新页面重新填写。") % p,
    "fact-personal": lambda p: _("“%(fact)s”是个人信息，不能这样提交。请刷新页面重新填写。") % p,
    "already-posted": lambda p: _("这份公示已经贴出，不用再贴。") % p,
    "not-posted": lambda p: _("这份公示还没有贴出，先贴出才能往下办。") % p,
    "unanswered": lambda p: _("还有异议没有答复。先答复每一条异议，公示才能结束。") % p,
    "no-such-objection": lambda p: _("没有这条异议。请刷新页面再看。") % p,
    "too-late": lambda p: _("现在已经不能撤了：“%(until)s”已经办完，或这件事已经办结。") % p,
    "nobody": lambda p: _("没有写明是谁办的。请重新登录后再交。") % p,
    "nothing-signed": lambda p: _("“%(step)s”还没有人交过，没有可退回的内容。") % p,
    "wrong-event": lambda p: _("“%(step)s”不是这样办的。请刷新页面，按页面上的表来办。") % p,
}
