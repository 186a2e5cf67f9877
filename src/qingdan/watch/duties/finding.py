"""Finds the occasions of a reckoning: periods that have come, steps that wait for a notice, what was late before."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from qingdan.domain.catalogue.disclosure import PublicDuty
from qingdan.domain.flow.model import Step
from qingdan.domain.flow.state import base
from qingdan.domain.rules.audience import Audience
from qingdan.domain.rules.deadlines import Deadline
from qingdan.domain.rules.limits import parse_limit, settled
from qingdan.domain.rules.rhythm import Period, Rhythm, calculation, calculation_from, due_on, periods
from qingdan.domain.words import Words
from qingdan.features.cases.models import Task
from qingdan.records.editions.queries import edition_of
from qingdan.records.regions.days import local_date
from qingdan.records.regions.models import Division
from qingdan.watch.duties import queries
from qingdan.watch.duties.models import Lapse, Settlement
from qingdan.watch.duties.occasions import Occasion, event_key, put_of
from qingdan.watch.duties.reckoning import WINDOW, Reckoning, facts_at
from qingdan.watch.duties.stretches import Stretch

_ONE_DAY = timedelta(days=1)
_UNTIL_FURTHER = date.max
LONG_BEFORE = timedelta(days=45)  # of what is not reckoned any more


def occasions_of(village: Division, today: date) -> list[Occasion]:
    """Everything that one village owes or owed, in the order of the last days. A fixed number of queries."""
    return occasions_in([village], today)[village.pk]


def occasions_in(villages: Sequence[Division], today: date) -> dict[int, list[Occasion]]:
    """The same for many, by village, at the same cost."""
    reckoning = Reckoning(villages, today)
    if not villages or reckoning.asks_nothing:
        return {village.pk: [] for village in villages}
    return {pk: sorted(many, key=_in_order) for pk, many in found_in(reckoning).items()}


def _in_order(occasion: Occasion) -> tuple[date, str, str]:
    return occasion.due, occasion.slug, occasion.key


def found_in(reckoning: Reckoning) -> dict[int, list[Occasion]]:
    """Every occasion by village, with the notice that did it, its lapse and what was said of it."""
    found: dict[int, list[Occasion]] = {v.pk: list(_periodic(reckoning, v)) for v in reckoning.villages}
    for pk, occasion in _events(reckoning):
        found[pk].append(occasion)
    lapses = queries.lapses_in(reckoning.villages, reckoning.today - WINDOW)
    statements = queries.statements_in(reckoning.villages)
    for village in reckoning.villages:
        mine = found[village.pk]
        _with_lapses(reckoning, village, mine, lapses.get(village.pk, []))
        for occasion in mine:
            of = (occasion.origin, occasion.slug, occasion.key)
            occasion.put, occasion.statements = reckoning.puts.get(of), statements.get(of, [])
    _with_notices_of_events([o for many in found.values() for o in many if o.lapse and not o.put])
    return found


def _with_notices_of_events(occasions: Sequence[Occasion]) -> None:
    """What was late at a step of a case may have been put up there since. One query, if there is any."""
    steps = {
        (o.lapse.case_id, o.lapse.step): o for o in occasions if o.lapse and o.lapse.case_id and not o.lapse.good_at
    }
    for at, notice in queries.notices_at(steps).items() if steps else ():
        steps[at].put = put_of(notice)


# -- periods ---------------------------------------------------------------------------------------------------------
def _periodic(reckoning: Reckoning, village: Division) -> Iterator[Occasion]:
    settlements = reckoning.settlements.get(village.pk, [])
    for duty in reckoning.ever:
        if duty.at_once:
            continue
        for stretch in reckoning.stretches[village.pk]:
            for period in _periods(duty, settlements, stretch, reckoning.today):
                occasion = _of_period(reckoning, village, duty.slug, period)
                if occasion is not None:
                    yield occasion


def _periods(duty: PublicDuty, settlements: Sequence[Settlement], stretch: Stretch, today: date) -> Iterator[Period]:
    """The periods of a stretch that end inside it, or go on today, under the rhythm settled for each time."""
    for rhythm, first, last in rhythms(duty, settlements):
        begins, ends = max(first, stretch.first), min(last, stretch.last or _UNTIL_FURTHER)
        if rhythm is None or begins > min(ends, today):
            continue
        for period in periods(rhythm, begins, min(ends, today)):
            if period.last <= ends and period.last >= today - WINDOW:
                yield period


def rhythms(duty: PublicDuty, settlements: Sequence[Settlement]) -> list[tuple[Rhythm | None, date, date]]:
    """(rhythm, first day, last day), the earliest first; None where the village does not owe it. Of two settlements for
    one day the one recorded last counts, and one of them takes the place of whatever was to come after its day."""
    steps: list[tuple[date, Rhythm | None]] = [(date.min, duty.rhythm)]
    for row in settlements:
        if row.duty == duty.slug:
            kept = [step for step in steps if step[0] < row.since]
            steps = [*kept, (row.since, Rhythm(row.rhythm) if row.rhythm else None)]
    ends = [since - _ONE_DAY for since, _rhythm in steps[1:]] + [_UNTIL_FURTHER]
    return [(rhythm, since, end) for (since, rhythm), end in zip(steps, ends, strict=True)]


def _of_period(reckoning: Reckoning, village: Division, slug: str, period: Period) -> Occasion | None:
    """None when the lists of that time did not ask for it."""
    duty = reckoning.duties_on(period.last).duties.get(slug)
    if duty is None:
        return None
    due = reckoning.due(period.last, reckoning.limit_of(village, duty.within, period.last))
    return Occasion(
        **_common(reckoning, village, duty, due),
        key=period.key,
        title=Words(f"{duty.title.zh}：{period.words.zh}", f"{duty.title.en}: {period.words.en}"),
        board=duty.board,
        audience=Audience.INTERNET,
        ran_on=period.last,
        earliest=period.last.replace(day=1),
        how=tuple(reason.words for reason in calculation(period, due)),
    )


def _common(reckoning: Reckoning, village: Division, duty: PublicDuty, due: Deadline) -> dict[str, Any]:
    """What every occasion of a duty has."""
    return {
        "village": village,
        "origin": village.pk,
        "duty": duty,
        "slug": duty.slug,
        "due": due.due,
        "today": reckoning.today,
        "provisional": due.provisional,
    }


# -- events ----------------------------------------------------------------------------------------------------------
def _events(reckoning: Reckoning) -> Iterator[tuple[int, Occasion]]:
    """Steps of cases at which something is to be published, and has not been."""
    villages = {village.pk: village for village in reckoning.villages}
    steps: dict[tuple[str, str, str], Step] = {}
    for task in queries.waiting_in(reckoning.villages):
        village, opened = villages[task.case.village_id], local_date(task.opened_at)
        of = (task.case.edition, task.case.power, base(task.key))
        if of not in steps:
            steps[of] = edition_of(of[0]).powers[of[1]].flow.steps()[of[2]]
        shown = steps[of].disclosure
        assert shown is not None
        duty = reckoning.duties_on(opened).arising(
            task.case.power, base(task.key), shown.board, facts_at(task.case, task.key)
        )
        if duty is None or not any(s.holds(opened) for s in reckoning.stretches[village.pk]):
            continue
        yield village.pk, _of_event(reckoning, village, duty, task, steps[of], opened)


def _of_event(
    reckoning: Reckoning, village: Division, duty: PublicDuty, task: Task, step: Step, opened: date
) -> Occasion:
    assert step.disclosure is not None
    power = edition_of(task.case.edition).powers[task.case.power]
    if step.within and task.due_at:  # the case's own limit, extended or stopped as it may be
        due = due_on(local_date(task.due_at), opened, parse_limit(settled(step.within, task.case.limits)))
    else:
        due = reckoning.due(opened, reckoning.limit_of(village, duty.within, opened))
    what = Words(f"办到“{step.name.zh}”这一步", f"The step “{step.name.en}” was reached")
    return Occasion(
        **_common(reckoning, village, duty, due),
        key=event_key(task.case_id, task.key),
        title=Words(f"{power.title.zh}：{step.name.zh}", f"{power.title.en}: {step.name.en}"),
        board=step.disclosure.board,
        audience=step.disclosure.audience,
        ran_on=opened,
        earliest=opened,
        how=tuple(reason.words for reason in calculation_from(what, due)),
        case=task.case_id,
        step=task.key,
    )


# -- what was late before --------------------------------------------------------------------------------------------
def _with_lapses(reckoning: Reckoning, village: Division, mine: list[Occasion], lapses: Sequence[Lapse]) -> None:
    """Put each lapse beside its occasion. One that is not reckoned any more has the title and the day that were written
    down; one that is keeps its day too, whatever calendar or limit has come since."""
    by_key = {(o.origin, o.slug, o.key): o for o in mine}
    known: Mapping[str, PublicDuty] = {duty.slug: duty for duty in reckoning.ever}
    for lapse in lapses:
        occasion = by_key.get((lapse.origin_id, lapse.duty, lapse.occasion))
        if occasion is None:
            occasion = _of_lapse(reckoning, village, lapse, known)
            mine.append(occasion)
        occasion.lapse, occasion.due = lapse, lapse.due_on
        occasion.how = tuple(Words(said["zh"], said["en"]) for said in lapse.reckoned)


def _of_lapse(reckoning: Reckoning, village: Division, lapse: Lapse, known: Mapping[str, PublicDuty]) -> Occasion:
    return Occasion(
        village=village,
        origin=lapse.origin_id,
        duty=known.get(lapse.duty),
        slug=lapse.duty,
        key=lapse.occasion,
        title=Words(lapse.title["zh"], lapse.title["en"]),
        board=lapse.board,
        audience=lapse.audience,
        due=lapse.due_on,
        ran_on=lapse.due_on,
        earliest=lapse.due_on - LONG_BEFORE,
        how=(),
        today=reckoning.today,
    )
