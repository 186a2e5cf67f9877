"""The table of steps: the main way row by row, each with its side ways, in the words of those who do it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from qingdan.domain.catalogue.model import Edition
from qingdan.domain.flow import draw
from qingdan.domain.flow.model import Flow, Owed
from qingdan.domain.flow.model import Step as FlowStep
from qingdan.domain.rules.audience import Audience
from qingdan.domain.rules.limits import parse_limit
from qingdan.features.cases.messages import local
from qingdan.features.cases.presenting import papers_of, time_rules, who_rules
from qingdan.features.cases.said import bans, body_rules
from qingdan.watch.boards.citing import citations
from qingdan.watch.boards.presenting import board_words
from qingdan.web.handbook.content import Part, Result, Step, Turn
from qingdan.web.handbook.order import Order
from qingdan.web.printing.paper import cited


@dataclass(frozen=True)
class Telling:
    """A flow told as a table. ``forms`` are the numbers and titles of its forms by step."""

    order: Order
    flow: Flow
    forms: Mapping[str, str]

    @property
    def edition(self) -> Edition:
        return self.order.edition

    def rows(self) -> list[Step]:
        """The rows of the table."""
        return [self._row(line) for line in draw.step_list(self.flow, self.order.words)]

    def _row(self, line: draw.Line) -> Step:
        step = self.flow.steps().get(line.ref)
        return Step(
            kind=line.kind,
            number=str(line.number) if line.number else "",
            name=line.title,
            when=line.when,
            how=line.how,
            who=[*who_rules(step, self.edition, self.flow)] if step else [line.who] if line.who else [],
            time=[*self._times(step)] if step else [line.rule] if line.rule else [],
            papers=[*self._papers(step)] if step else [],
            public=[*self._public(step)] if step else [],
            shows=self._shows(step) if step else "",
            rules=[*self._rules(step)] if step else [],
            turns=[self._turn(aside) for aside in line.asides],
        )

    def _turn(self, aside: draw.Aside) -> Turn:
        return Turn(aside.when, [self._row(line) for line in aside.lines], aside.then, bool(aside.end))

    def _times(self, step: FlowStep) -> Iterator[str]:
        yield from time_rules(step)
        if step.disclosure and step.disclosure.answer:
            yield _("异议%(limit)s内答复") % {"limit": local(parse_limit(step.disclosure.answer).words)}
        if step.recall:
            after = local(parse_limit(step.recall.after).words)
            yield _("没开成的，%(limit)s以后再开，最多再开%(n)d次") % {"limit": after, "n": step.recall.at_most}

    def _papers(self, step: FlowStep) -> Iterator[str]:
        yield from papers_of(step, self.edition)
        if step.id in self.forms:
            yield self.forms[step.id]

    def _public(self, step: FlowStep) -> Iterator[str]:
        shown = step.disclosure
        if shown is None:
            return
        yield _("贴在%(board)s") % {"board": board_words(self.edition, shown.board)}
        yield seen_by(shown.audience)

    def _shows(self, step: FlowStep) -> str:
        if step.disclosure is None or not step.disclosure.fields:
            return ""
        titles = [local(self.flow.facts[name].title) for name in step.disclosure.fields]
        return _("公开时写明：%(fields)s") % {"fields": _("、").join(titles)}

    def _rules(self, step: FlowStep) -> Iterator[str]:
        edition = self.edition
        yield from (text for text, _basis in (*body_rules(step, edition), *bans(step, self.flow, edition)))
        if step.power and step.power in edition.powers:
            other = edition.powers[step.power]
            named = {"n": other.number, "title": local(other.title)}
            yield _("按第%(n)d项“%(title)s”办") % named
        guarded = [edition.prohibitions[slug].id for slug in step.guards if slug in edition.prohibitions]
        if guarded:
            yield _("守红线：%(ids)s") % {"ids": _("、").join(guarded)}
        if step.basis:
            found = cited(citations(edition, step.basis, self.order.day))
            yield _("依据：%(basis)s") % {"basis": _("；").join(found)}


def seen_by(audience: Audience) -> str:
    """Who may see a notice, in words."""
    return {
        Audience.INTERNET: _("谁都可以看，网上也有"),
        Audience.VILLAGE: _("只给本村村民看，不上网"),
        Audience.MEMBERS: _("只给本集体成员看"),
        Audience.PARTY_BRANCH: _("只给本支部党员看"),
        Audience.OFFICIALS: _("只给经办和监督的干部看"),
        Audience.PARTIES: _("只给当事人和经办人看"),
    }[audience]


def parts(order: Order, flow: Flow) -> list[Part]:
    """Who does which steps, in the order in which they first act; the numbers are those of the diagram."""
    found: dict[str, list[str]] = {}
    numbers = draw.numbers(flow)
    for step in flow.steps().values():
        title = named(step, numbers)
        for role in dict.fromkeys((*step.bodies, *step.by, *step.witnesses)):
            found.setdefault(local(order.edition.role_words(role)), []).append(title)
    for owed in (block for block in flow.blocks() if isinstance(block, Owed)):
        for role in owed.by:
            found.setdefault(local(order.edition.role_words(role)), []).append(local(owed.name))
    return [Part(who, _("、").join(dict.fromkeys(does))) for who, does in found.items()]


def named(step: FlowStep, numbers: Mapping[str, int]) -> str:
    """A step as it is pointed at: its number in the diagram, where it has one, and its name."""
    number = f"{numbers[step.id]} " if step.id in numbers else ""
    return number + local(step.name)


def where(flow: Flow, steps: Iterator[str]) -> str:
    """Steps by number and name in one line."""
    numbers, known = draw.numbers(flow), flow.steps()
    return _("、").join(dict.fromkeys(named(known[step], numbers) for step in steps if step in known))


def results(order: Order, flow: Flow) -> list[Result]:
    """Every way in which the matter ends, the meant one first, and at which steps it may come to that."""
    ends: dict[str, list[str]] = {}
    for line in draw.step_list(flow, order.words):
        _endings(line, _named(line), ends)
    for event in flow.any_time.values():
        ends.setdefault(event.end, []).append(local(event.name))
    usual = next(iter(flow.outcomes), "")
    ends.setdefault(usual, [_("一步一步办到底")])
    return [
        Result(local(words), _("、").join(dict.fromkeys(ends.get(name, ())))) for name, words in flow.outcomes.items()
    ]


def _named(line: draw.Line) -> str:
    return f"{line.number} {line.title}" if line.number else line.title


def _endings(line: draw.Line, top: str, into: dict[str, list[str]]) -> None:
    for aside in line.asides:
        if aside.end:
            into.setdefault(aside.end, []).append(top)
        for inner in aside.lines:
            _endings(inner, top, into)
