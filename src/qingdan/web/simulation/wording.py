"""Findings in the reader's words: names of steps, posts, results, and what is wrong with what."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext as _

from qingdan.domain.catalogue.model import Edition
from qingdan.domain.flow.separation.combinations import Part
from qingdan.domain.flow.separation.judge import Target, Verdict
from qingdan.domain.flow.separation.staff import Cause
from qingdan.domain.flow.vocabulary import result_words
from qingdan.domain.rules.limits import parse_limit
from qingdan.records.people.wording import said


class Wording:
    """The words of one power."""

    def __init__(self, edition: Edition, power: str) -> None:
        self.edition, self.power = edition, edition.powers[power]
        self.steps = self.power.flow.steps()

    def step(self, name: str) -> str:
        """A step by its name, or an event that breaks the case off."""
        found = self.steps.get(name) or self.power.flow.any_time.get(name)
        return said(found.name) if found else name

    def result(self, step: str, result: str) -> str:
        """A result of a step; of a sub-case, its outcome."""
        here = self.steps[step]
        outcomes = self.edition.powers[here.power].flow.outcomes if here.power else None
        return said(result_words(result, here.kind, outcomes))

    def outcome(self, name: str) -> str:
        """How a case ended."""
        return said(self.power.flow.outcomes[name])

    def target(self, target: Target) -> str:
        """What goes wrong: a step that nobody may do, or a check that is none."""
        step = self.step(target.step)
        if target.check is None:
            return _("“%(step)s”没有人能办") % {"step": step}
        if target.check.of == target.step:
            return _("“%(step)s”几个签字出自一人") % {"step": step}
        return _("“%(step)s”和它要把关的“%(of)s”出自一人") % {"step": step, "of": self.step(target.check.of)}


def posts(edition: Edition, slugs: Iterable[str]) -> str:
    """The names of posts, one after the other."""
    return _("、").join(said(edition.posts[slug].name) for slug in sorted(slugs))


def verdict(found: Verdict) -> str:
    """How often it goes wrong."""
    return {Verdict.FINE: _("没有问题"), Verdict.SOMETIMES: _("有时会"), Verdict.ALWAYS: _("总会")}[found]


def cause(found: Cause) -> str:
    """What takes the check away."""
    return {
        Cause.BOTH_POSTS: _("一人兼任"),
        Cause.VACANT: _("空缺"),
        Cause.ABSENT: _("不在岗"),
        Cause.RECUSED: _("任职的人要回避"),
    }[found]


def combination(edition: Edition, parts: Iterable[Part]) -> str:
    """Which posts, and what is the matter with them; several things one after the other."""
    told = [{"who": posts(edition, part.posts), "why": cause(part.cause)} for part in parts]
    return _("；").join(_("%(who)s：%(why)s") % one for one in told)


def days(number: float) -> str:
    """Days with one decimal."""
    return f"{number:.1f}"


def percent(share: float) -> str:
    """A share in per cent with one decimal."""
    return f"{100 * share:.1f}%"


def limit(text: str) -> str:
    """A time limit in words."""
    return said(parse_limit(text).words)
