"""What helps where a step cannot be done or loses its check: the first rule of the edition that fits."""

from __future__ import annotations

from collections.abc import Collection

from qingdan.domain.catalogue.separation import CHECK, STEP, Remedy, SeparationRule
from qingdan.domain.flow.separation.judge import Target


def loses(target: Target) -> str:
    """``step`` where nobody may do it, ``check`` where the same person would do both."""
    return STEP if target.check is None else CHECK


def remedy_for(rule: SeparationRule, target: Target, concerned: Collection[str], *, saved: bool) -> Remedy | None:
    """The remedy for a target that goes wrong. ``concerned``: the posts that it goes wrong with, and those of the steps
    it is about, which must not help themselves; ``saved``: whether somebody stands in. None: no rule fits."""
    for one in rule.rules:
        remedy = rule.remedies[one.remedy]
        if loses(target) not in one.loses:
            continue
        if saved if not remedy.by else any(post not in concerned for post in remedy.by):
            return remedy
    return None
