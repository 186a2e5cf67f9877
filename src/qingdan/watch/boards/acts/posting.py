"""Putting up the notice of a case, and taking a notice down after its days."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from django.utils import dateformat
from django.utils.translation import gettext as _

from qingdan.domain.catalogue.model import Power
from qingdan.domain.flow.model import Fact, FactType, Step
from qingdan.domain.flow.state import suffix
from qingdan.domain.rules.audience import Audience, wider
from qingdan.domain.rules.limits import parse_limit
from qingdan.domain.words import Words
from qingdan.features.cases.codes import public_code
from qingdan.features.cases.leaking import FREE, subject_of
from qingdan.features.cases.models import Case
from qingdan.features.cases.running import edition_of, machine_of
from qingdan.features.cases.slates import slate_titles
from qingdan.records.editions.queries import work_calendar
from qingdan.records.leaks.guarding import Guard, covered
from qingdan.records.leaks.queries import Allowed
from qingdan.records.regions.days import end_of_day, local_date
from qingdan.records.register.acts import Acting, Record, Refused, act
from qingdan.watch.boards.kinds import PUT_UP, TAKEN_DOWN
from qingdan.watch.boards.models import Notice


@act(PUT_UP)
def put_up(*, acting: Acting, case: Case, key: str, seq: int, posted_at: datetime) -> Record[Notice]:
    """Put the notice of a case's step on the board, with exactly the fields that its audience may see."""
    step = machine_of(case).step(key)
    assert step.disclosure is not None
    shown = step.disclosure
    power = edition_of(case).powers[case.power]
    title = shown.title or _title(power, step)
    notice = Notice.objects.create(
        code=public_code(),
        case=case,
        key=key,
        seq=seq,
        village=case.village,
        place=case.place,
        board=shown.board,
        mark=power.major,
        audience=shown.audience,
        title={"zh": title.zh, "en": title.en},
        body=_body(case, key, step),
        basis=[{"law": b.law, "articles": list(b.articles)} for b in step.basis],
        posted_at=posted_at,
        objections_until=until(posted_at, shown.objections) if shown.objections else None,
        stands_until=until(posted_at, shown.stands),
    )
    data = {"title": title.zh, "code": notice.code, "case": case.number}
    topics = [("boards.put-up", {"notice": notice.pk})]
    return Record(notice, ("notice", notice.pk), notice.place, data, topics=topics)


def _title(power: Power, step: Step) -> Words:
    """What a sheet is called when its definition does not say: the power and the step, 零星采购：结果公示."""
    return Words(f"{power.title.zh}：{step.name.zh}", f"{power.title.en}: {step.name.en}")


def _body(case: Case, key: str, step: Step) -> list[dict[str, Any]]:
    """The notice's fields. A field whose own audience is narrower than the notice's is left out, whatever the
    definition says: the check refuses such a definition, and this is the second lock on the same door. So is covering
    each personal detail in free words that nobody let stand: most are stopped where they are typed."""
    assert step.disclosure is not None
    facts = machine_of(case).flow.facts
    personal = {f.name: f.value for f in case.personal_facts.all()}
    audience, rows = Audience(step.disclosure.audience), []
    cover = _cover(case, audience)
    for name in step.disclosure.fields:
        fact = facts[name]
        if wider(audience, fact.audience):
            continue
        held: Mapping[str, Any] = personal if fact.personal else case.state["facts"]
        value = held.get(name + suffix(key), held.get(name))
        if value is not None:
            title = {"zh": fact.title.zh, "en": fact.title.en}
            rows.append(
                {
                    "name": name,
                    "title": title,
                    "type": str(fact.type),
                    "value": _as_shown(case, fact, cover(value) if fact.type in FREE else value),
                }
            )
    return rows


def _cover(case: Case, audience: Audience) -> Callable[[Any], Any]:
    """Masks what the notice's audience may not have; what was let stand in this case stays."""
    guard, allowed = Guard(case.village), Allowed(subject_of(case))
    return lambda value: covered(value, lambda text: allowed.without(guard.leaks(text, audience), audience))


def _as_shown(case: Case, fact: Fact, value: Any) -> Any:
    """A value with whatever its readers need to understand it, in both languages."""
    words = fact.choices.get(value) if isinstance(value, str) else None
    if words is not None:
        return {"zh": words.zh, "en": words.en}
    if fact.type is not FactType.SLATE:
        return value
    titles = slate_titles(edition_of(case), machine_of(case))
    return [{**row, "office": {"zh": titles[row["office"]].zh, "en": titles[row["office"]].en}} for row in value]


def until(posted_at: datetime, limit: str) -> datetime:
    """The end of a period that begins when a sheet is put up, counted by the calendar of working days."""
    return end_of_day(work_calendar().add(local_date(posted_at), parse_limit(limit)).due)


@act(TAKEN_DOWN)
def take_down(*, acting: Acting, notice: Notice) -> Record[Notice]:
    """Take a notice down after its days.

    :raises Refused: before, saying until when it must stand; and while an objection to one written by hand waits for
    its answer (what a case put up may come down: there the case itself waits).
    """
    if acting.at <= notice.stands_until:
        until = dateformat.format(local_date(notice.stands_until), _("Y年n月j日"))
        raise Refused(_("这份公示要贴到%(day)s，还不能取下。内容有错，请发更正，不要撤下。") % {"day": until})
    if notice.case_id is None and notice.objections.filter(answered_at=None).exists():
        raise Refused(_("还有异议没有答复，先答复，再取下。"))
    changed = Notice.objects.filter(pk=notice.pk, taken_down_at=None).update(taken_down_at=acting.at)
    if not changed:
        raise Refused(_("这份公示已经取下。"))
    topics = [("boards.taken-down", {"notice": notice.pk})]
    named = {"title": notice.title["zh"]}  # written by hand, it may name somebody
    return Record(notice, ("notice", notice.pk), notice.place, {"code": notice.code}, personal=named, topics=topics)
