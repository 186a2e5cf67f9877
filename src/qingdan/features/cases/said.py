"""A body's rules in plain words, each with its article: for the form, the page of a step, notices and papers."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from qingdan.domain.catalogue.model import Edition
from qingdan.domain.flow.model import Flow, Step
from qingdan.domain.flow.values import Basis
from qingdan.domain.rules.bodies import Body, Of, Threshold, cite
from qingdan.features.cases.messages import local


def gap() -> str:
    """What stands between two words."""
    return " " if (get_language() or "zh").startswith("en") else ""


def threshold_words(body: Body, threshold: Threshold) -> str:
    """十八周岁以上的村民过半数."""
    return _("%(who)s%(share)s") % {"who": local(body.counts[threshold.of].name), "share": local(threshold.words)}


def pass_words(body: Body) -> str:
    """What carries a motion, or elects."""
    threshold = body.pass_rule.threshold
    if threshold is None:
        return _("按得票多少确定")
    of = {
        Of.PRESENT: _("参加投票的人") if body.ballot else _("到会的人"),
        Of.ENTITLED: _("应到的人"),
        Of.ALL: _("全体成员"),
    }[Of(threshold.of)]
    said = _("%(of)s%(share)s同意，才算通过") % {"of": of + gap(), "share": local(threshold.words)}
    return said + (_("，名额不够的得票多的当选") if body.pass_rule.most else "")


def quorum_help(body: Body) -> str:
    """How many must come, and that one of several ways is enough."""
    ways = [threshold_words(body, t) for t in body.quorum]
    if not ways:
        return _("没有到会人数的要求。")
    if len(ways) == 1:
        came = _("参加投票，选举才有效。") if body.ballot else _("到会，会才有效。")
        return _("要有%(way)s%(came)s") % {"way": ways[0], "came": came}
    return _("到会人数有两种算法，达到一种就行：%(ways)s。只知道一种的，填一种。") % {"ways": _("；或者").join(ways)}


def body_rules(step: Step, edition: Edition) -> Iterator[tuple[str, tuple[Basis, ...]]]:
    """The rules of whoever meets at a step: what, and the articles that say so."""
    for slug in step.bodies:
        body = edition.bodies[slug]
        name = _("%(body)s：") % {"body": local(body.name)} if step.or_bodies else ""
        if body.quorum:
            yield name + quorum_help(body).rstrip("。."), _law(body.quorum[0], body)
        rule = body.pass_rule.threshold
        yield name + pass_words(body), _law(rule, body) if rule else body.basis
        yield from _calling(name, body, edition)
        yield from _absent(name, body)
        if body.candidates and body.candidates.more:
            yield name + _("候选人要多于应选名额"), body.candidates.basis


def _law(threshold: Threshold, body: Body) -> tuple[Basis, ...]:
    return () if threshold.setting else threshold.basis or body.basis


def _calling(name: str, body: Body, edition: Edition) -> Iterator[tuple[str, tuple[Basis, ...]]]:
    if body.called_by:
        who = _("、").join(local(edition.role_words(r)) for r in body.called_by)
        yield name + _("由%(who)s召集") % {"who": who}, body.basis if not body.setting else ()
    for call in body.must_call:
        words = {"share": local(call.threshold.words), "who": local(call.name)}
        basis = () if call.threshold.setting else call.threshold.basis
        yield name + _("有%(share)s的%(who)s提议，应当召集") % words, basis
    if body.notice:
        urgent = _("，遇有特殊情况可以临时通知") if body.notice.urgent else ""
        limit = local(body.notice.limit.words)
        yield name + _("提前%(limit)s通知") % {"limit": limit} + urgent, body.notice.basis
    if body.chair:
        chair = _("由%(who)s主持") % {"who": local(body.chair.by)}
        yield name + chair, () if body.chair.setting else body.chair.basis


def _absent(name: str, body: Body) -> Iterator[tuple[str, tuple[Basis, ...]]]:
    if body.proxy:
        most = _("，每人最多接受%(n)d人委托") % {"n": body.proxy.most} if body.proxy.most else ""
        none = "" if body.proxy.candidates else _("，候选人不得接受委托")
        who = local(body.proxy.by)
        yield name + _("来不了的可以书面委托%(who)s") % {"who": who} + most + none, body.proxy.basis or body.basis
    if body.online:
        yield name + _("可以在线参加"), body.basis


def bans(step: Step, flow: Flow, edition: Edition) -> Iterator[tuple[str, tuple[Basis, ...]]]:
    """Who may not stand, at the step that writes the list of candidates of an election."""
    own = {fact.name for fact in flow.set_at(step.id)}
    seen = set()
    for other in flow.steps().values():
        if other.election is None or other.election.candidates is None or other.election.candidates.name not in own:
            continue
        body = edition.bodies[other.bodies[0]]
        for ban in body.candidates.bans if body.candidates else ():
            if ban.who.zh not in seen:
                seen.add(ban.who.zh)
                yield _("不得做候选人：%(who)s") % {"who": local(ban.who)}, ban.basis


def law_words(basis: tuple[Basis, ...]) -> str:
    """The articles in a line; a local setting where there are none."""
    return local(cite(basis)) if basis else _("本地设置")
