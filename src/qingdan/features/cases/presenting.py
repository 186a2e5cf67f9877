"""What the case page shows, put into words: the rules of a step, where the flow stands, what happened."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils import dateformat
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from qingdan.domain.catalogue.lexicon import lexicon
from qingdan.domain.catalogue.model import Edition
from qingdan.domain.flow import draw
from qingdan.domain.flow.model import Basis, FactType, Flow, Step, StepKind
from qingdan.domain.flow.state import base
from qingdan.domain.flow.vocabulary import result_words
from qingdan.domain.rules.audience import may_see
from qingdan.domain.rules.limits import parse_limit
from qingdan.domain.rules.money import format_money
from qingdan.domain.rules.standing_in import WORDS, Why
from qingdan.features.cases.channels import channel_words
from qingdan.features.cases.gates import SeenCase
from qingdan.features.cases.messages import local
from qingdan.features.cases.models import Case, CaseEvent, Deadline, PersonalFact
from qingdan.features.cases.running import edition_of, machine_of
from qingdan.features.cases.said import bans, body_rules, law_words
from qingdan.features.cases.slates import proxies_words, slate_names, slate_words
from qingdan.records.regions.days import local_date


@dataclass(frozen=True, slots=True)
class RuleLine:
    """One rule of a step: what, why (the article), and whether the article was read in its text."""

    text: str
    why: str = ""
    verified: bool = True


def rules_of(step: Step, edition: Edition, flow: Flow) -> list[RuleLine]:
    """The rules of a step in plain words, those that people trip over first."""
    meeting = [*body_rules(step, edition), *bans(step, flow, edition)]
    papers = papers_of(step, edition)
    asked = [_("要交：%(names)s") % {"names": _("、").join(papers)}] if papers else []
    own = [RuleLine(text) for text in (*who_rules(step, edition, flow), *asked, *time_rules(step))]
    return [*own, *rule_lines(meeting, edition), *_bases(step, edition)]


def rule_lines(rules: Iterable[tuple[str, tuple[Basis, ...]]], edition: Edition) -> list[RuleLine]:
    """Rules with the articles that say so; a local setting where there are none."""
    return [RuleLine(text, law_words(basis), all(edition.verified(b) for b in basis)) for text, basis in rules]


def body_choices(step: Step, edition: Edition, chosen: str) -> list[dict[str, Any]]:
    """The bodies that may meet at a step, where the law leaves a choice; nothing where it does not."""
    if not step.or_bodies:
        return []
    return [{"slug": s, "name": local(edition.bodies[s].name), "chosen": s == chosen} for s in step.bodies]


def who_rules(step: Step, edition: Edition, flow: Flow) -> Iterator[str]:
    """Who does a step, who signs with them, how many, and who may not."""
    names = [local(edition.role_words(r)) for r in step.by]
    if step.every:
        yield _("%(names)s都要签") % {"names": _("、").join(names)}
    elif names:
        yield _("由%(names)s办") % {"names": _("或").join(names)}
    if step.with_:
        others = _("、").join(_("或").join(local(edition.role_words(r)) for r in slot) for slot in step.with_)
        yield _("要有%(names)s在场并签字") % {"names": others}
    if step.advice:
        yield _("只提意见，不代村里作决定")
    if step.persons > 1:
        yield _("至少%(n)d人一起办") % {"n": step.persons}
    if step.distinct:
        yield _("一人兼两职的，只能签一次，另一签由别人签")
    if step.not_by:
        names = (local(flow.steps()[other].name) for other in step.not_by)
        yield _("办过“%(steps)s”的人不能办这一步") % {"steps": _("”、“").join(names)}
    if step.not_kin_of:
        yield _("当事人的近亲属要回避")


def papers_of(step: Step, edition: Edition) -> list[str]:
    """What a step's evidence is called."""
    return [local(edition.head.evidence[kind]) for kind in step.evidence]


def time_rules(step: Step) -> Iterator[str]:
    """How long a step may take, how early a meeting is called, how long a notice hangs."""
    if step.within:
        words = _("%(limit)s内贴出") if step.disclosure else _("%(limit)s内办完")
        yield words % {"limit": local(parse_limit(step.within).words)}
    if step.notice:
        yield _("提前%(limit)s通知") % {"limit": local(parse_limit(step.notice).words)}
    if step.disclosure:
        if step.disclosure.objections:
            limit = local(parse_limit(step.disclosure.objections).words)
            yield _("公示%(limit)s，期间谁都可以提异议") % {"limit": limit}
        if step.disclosure.stands:
            yield _("在公开栏贴满%(limit)s") % {"limit": local(parse_limit(step.disclosure.stands).words)}


def _bases(step: Step, edition: Edition) -> Iterator[RuleLine]:
    for basis in step.basis:
        articles = _("、").join(basis.articles)
        text = _("%(law)s第%(articles)s条") % {"law": law_title(edition, basis.law), "articles": articles}
        yield RuleLine(text, local(basis.note) if basis.note else "", edition.verified(basis))


def law_title(edition: Edition, key: str) -> str:
    """A law's title in the reader's language; its key where the edition does not hold it."""
    law = edition.laws.get(key)
    return local(law.title) if law and get_language() == "en" else key


def lexicon_of(case: Case) -> draw.Lexicon:
    """The words for drawing a case, with the limits it is pinned to."""
    return lexicon(edition_of(case), get_language() or "zh", case.limits)


def progress_of(case: Case, events: list[CaseEvent]) -> draw.Progress:
    """Which steps are done and when, in the order in which they were last done; which are open; which a case with an
    outcome does not come to any more; and how it ended. From events in any order."""
    done: dict[str, str] = {}
    for event in sorted(events, key=lambda e: e.seq):
        if event.key in case.state["results"]:
            done.pop(event.key, None)
            done[event.key] = dateformat.format(local_date(event.happened_at), _("n月j日"))
    gone: frozenset[str] = frozenset()
    if case.outcome is not None:
        flow, came_to = machine_of(case).flow, {base(key) for key in (*done, *case.state["open"])}
        gone = frozenset(flow.steps()) if case.phase == "over" else draw.never_again(flow, case.outcome)
        gone -= came_to
    return draw.Progress(done=done, current=frozenset(case.state["open"]), not_taken=gone, outcome=case.outcome)


@dataclass(frozen=True, slots=True)
class Told:
    """One line of a case's record: what happened, when, recorded when and by whom."""

    number: int
    title: str
    text: str
    happened_at: datetime
    recorded_at: datetime
    who: str
    late_days: int
    backdated: bool
    meeting: bool = False  # the record of a meeting has a page of its own


def told(case: Case, events: list[CaseEvent], reasons: Mapping[str, str]) -> list[Told]:
    """The record of a case, in the order given. ``reasons`` are the words that the reader may see."""
    return [_told(case, event, reasons) for event in events]


def _told(case: Case, event: CaseEvent, reasons: Mapping[str, str]) -> Told:
    payload = event.payload
    said = (_stand_in_words(case, payload.get("stand_in")), _record_words(payload.get("record")))
    text = [*said, reasons.get(f"reason:{event.seq}", "")]
    lag = (local_date(event.recorded_at) - local_date(event.happened_at)).days
    return Told(
        number=event.seq,
        title=f"{step_name(case, event.key)} {_what(case, event)}".strip(),
        text=" ".join(t for t in text if t),
        happened_at=event.happened_at,
        recorded_at=event.recorded_at,
        who=_recorder(event),
        late_days=max(lag, 0),
        backdated=event.backdated,
        meeting=event.type in ("meet", "call") and bool((payload.get("record") or {}).get("body")),
    )


def _recorder(event: CaseEvent) -> str:
    """Who wrote it down, and on which way it came where a party did it; the party's own name stands elsewhere."""
    channel = channel_words(event.payload.get("channel", ""))
    if event.recorded_by is None:
        return channel or _("系统")
    return (
        _("%(name)s（%(channel)s）") % {"name": event.recorded_by.name, "channel": channel}
        if channel
        else event.recorded_by.name
    )


def step_name(case: Case, key: str) -> str:
    """A step, duty or interrupting event of a case in words."""
    return local(machine_of(case).words(key))


def _what(case: Case, event: CaseEvent) -> str:
    payload, outcomes = event.payload, machine_of(case).flow.outcomes
    match event.type:
        case "act":
            return local(result_words(payload.get("result", "done")))
        case "meet":
            verdict = payload.get("verdict", "")
            vain = {"inquorate": _("人数不够，没有开成"), "void": _("选举无效")}
            return vain.get(verdict) or local(result_words(verdict))
        case "call":
            return _("发了会议通知")
        case "sub":
            outcome = payload.get("outcome", "")
            return local(outcomes[outcome]) if outcome in outcomes else local(result_words(outcome))
        case other:
            return {
                "post": _("已贴出"), "object": _("收到异议"), "answer": _("答复了异议"), "close": _("公示期满"),
                "dispute": _("退回重办"), "expire": _("过了期限"), "interrupt": "", "discharge": _("已办"),
            }.get(other, other)  # fmt: skip


def _stand_in_words(case: Case, said: Mapping[str, Any] | None) -> str:
    if not said:
        return ""
    return stand_in_words(local(edition_of(case).role_words(said["role"])), said["why"])


def stand_in_words(post: str, why: str) -> str:
    """That a signature was given for another post by the village's rule, and why."""
    return _("代签：代%(post)s，因为%(why)s。") % {"post": post, "why": local(WORDS[Why(why)])}


def _record_words(record: Mapping[str, Any] | None) -> str:
    if not record:
        return ""
    english = (get_language() or "zh").startswith("en")
    return " ".join(reason["en" if english else "zh"] for reason in record.get("reasons", ()))


def meeting_on_record(case: Case, events: list[CaseEvent], key: str | None) -> str:
    """The numbers and the verdict of a meeting that waits for a further signature; empty where none does."""
    if key is None or not case.state["open"].get(key, {}).get("signed"):
        return ""
    newest = max((e for e in events if e.key == key and e.type == "meet"), key=lambda e: e.seq, default=None)
    return _record_words(newest.payload.get("record")) if newest else ""


def facts_shown(seen: SeenCase, personal: Mapping[str, PersonalFact]) -> list[dict[str, Any]]:
    """Every fact so far that the viewer may see, in the order in which they were given."""
    case, flow = seen.case, seen.running.flow
    viewer = seen.viewer.seen_as(case.place, party=seen.handles)
    kept = [(name, fact.value) for name, fact in personal.items() if not name.startswith("reason:")]
    rows = []
    for name, value in [*case.state["facts"].items(), *kept]:
        fact = flow.facts.get(base(name))
        if fact and may_see(fact.audience, viewer):
            words = slate_names(edition_of(case), seen.running) if fact.type is FactType.SLATE else fact.choices
            rows.append({"term": local(fact.title), "value": shown(fact.type, value, words)})
    return rows


def shown(type_: FactType, value: Any, choices: Mapping[str, Any] | None = None) -> str:
    """A fact's value as it is read."""
    if type_ is FactType.MONEY:
        return format_money(value)
    if type_ is FactType.YES_NO:
        return _("是") if value else _("否")
    if type_ is FactType.CHOICE and choices and value in choices:
        return local(choices[value])
    if type_ is FactType.DATE:
        return dateformat.format(date.fromisoformat(value), _("Y年n月j日"))
    if type_ is FactType.LIST:
        return _("；").join(f"{i.get('name', '')} {format_money(i['sum'])}" for i in value)
    if type_ is FactType.SLATE:
        return slate_words(value, choices or {})
    if type_ is FactType.PROXIES:
        return proxies_words(value)
    return str(value)


def next_deadline(deadlines: list[Deadline]) -> Deadline | None:
    """The limit that ends first of those still running."""
    return next((d for d in deadlines if d.state == Deadline.RUNNING and not d.counts_back), None)


def is_meeting(step: Step) -> bool:
    """Whether a step is recorded by a meeting's numbers."""
    return step.kind in (StepKind.MEET, StepKind.ELECT)
