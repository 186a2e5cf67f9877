"""Words of the domain in the language of the page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from qingdan.domain.rules.standing_in import WORDS, Why
from qingdan.domain.words import Words

if TYPE_CHECKING:
    from qingdan.records.people.models import Deputy


def said(words: Words) -> str:
    """The phrase in the language of the page; Chinese where none is active."""
    return words.to(get_language() or "zh-hans")


@dataclass(frozen=True, slots=True)
class RuleRow:
    """A line of a village's rule of deputies as a page shows it: who, when ("" for whatever reason), and who decided
    it."""

    pk: int
    order: int
    stand_in: str
    when: str
    why: str
    ended: bool


def rule_row(rule: Deputy, *, names: bool) -> RuleRow:
    """A line in words. Without ``names`` a person named by name stays unnamed: names are for the village."""
    hidden = rule.deputy_person_id is not None and not names
    stand_in = _("村里指定的一个人（姓名见村公开栏）") if hidden else stand_in_of(rule)
    when = "" if rule.covers == frozenset(Why) else words_of(rule)
    return RuleRow(rule.pk, rule.order, stand_in, when, rule.why, rule.ended_on is not None)


def words_of(rule: Deputy) -> str:
    """For which reasons a rule holds, in the language of the page."""
    return _("；").join(said(WORDS[reason]) for reason in Why if reason in rule.covers)


def stand_in_of(rule: Deputy) -> str:
    """Who stands in by a rule: the post, or the person's name."""
    from qingdan.records.people.posts import post_name  # which itself says names with this module

    return rule.deputy_person.name if rule.deputy_person else post_name(rule.deputy_post or "")
