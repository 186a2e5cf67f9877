"""The records of a hearing: its sheet, who came, what was said, and what became of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Max
from django.utils.translation import gettext as _

from qingdan.domain.flow.model import Step
from qingdan.domain.flow.state import suffix
from qingdan.domain.rules.hours import read_hour
from qingdan.features.cases.capacity import standing
from qingdan.features.cases.codes import public_code
from qingdan.features.cases.models import Case
from qingdan.features.cases.running import lock, machine_of
from qingdan.records.regions.days import BEIJING, end_of_day, local_date, start_of_day
from qingdan.records.register.acts import Acting, Record, Refused, act
from qingdan.watch.hearings import kinds
from qingdan.watch.hearings.leaking import require_clean_view
from qingdan.watch.hearings.models import Attendance, Opinion, SaidBy, SignInSheet
from qingdan.watch.hearings.roles import held, keepers

BEFORE, AFTER = timedelta(hours=2), timedelta(hours=6)  # of the hour of the hearing: when its code counts
MOST_CAME = 2000
MOST_OPINIONS = 200


@dataclass(frozen=True, slots=True)
class Comer:
    """Who came: name, household and group as people say them; ``absent``: for whom, where it is a proxy."""

    name: str
    household: str = ""
    group: str = ""
    absent: str = ""


@act(kinds.SHEET_OPENED)
def open_sheet(*, acting: Acting, case_id: int, key: str) -> Record[SignInSheet]:
    """Make the sheet of a hearing whose day is set: its code counts from two hours before the hour to six after it, or
    all day where the hour cannot be read. :raises Refused: without a day, or where there is a sheet for it already."""
    case = _kept(acting, case_id, key)
    day, hour = _when(case, key)
    if SignInSheet.objects.filter(case=case, key=key, day=day).exists():
        raise Refused(_("这一天的签到码已经有了。请刷新页面。"))
    clock = read_hour(hour)
    begins = datetime.combine(day, clock, BEIJING) if clock else None
    sheet = SignInSheet.objects.create(
        case=case, key=key, day=day, code=public_code(), made_at=acting.at,
        opens_at=begins - BEFORE if begins else start_of_day(day),
        closes_at=begins + AFTER if begins else end_of_day(day),
    )  # fmt: skip
    return Record(sheet, ("sheet", sheet.pk), case.place, {**_data(sheet, case), "day": day.isoformat()})


@act(kinds.SIGNED_IN)
def sign_in(*, acting: Acting, sheet: SignInSheet, comer: Comer) -> Record[Attendance]:
    """Somebody signs in on a telephone. :raises Refused: outside the time of the hearing, or twice."""
    case = lock(sheet.case_id)
    if not sheet.opens_at <= acting.at <= sheet.closes_at:
        raise Refused(_("签到码只在开会前后用。来了没有签上的，请告诉村文书，由他登记。"))
    row = _came(sheet, case, comer, Attendance.Way.CODE, acting.at)
    return Record(row, ("sheet", sheet.pk), case.place, _data(sheet, case))


@act(kinds.ENTERED)
def enter(*, acting: Acting, sheet: SignInSheet, comer: Comer) -> Record[Attendance]:
    """A keeper of the hearing enters somebody without a telephone, on its day or after it.

    :raises Refused: before its day, once the number of those who came was handed in, or twice.
    """
    case = _kept(acting, sheet.case_id, sheet.key)
    if local_date(acting.at) < sheet.day:
        raise Refused(_("还没有到开会的日子，先不能登记到会的人。"))
    row = _came(sheet, case, comer, Attendance.Way.CLERK, acting.at)
    return Record(row, ("sheet", sheet.pk), case.place, _data(sheet, case))


def _came(sheet: SignInSheet, case: Case, comer: Comer, way: str, at: datetime) -> Attendance:
    if not comer.name.strip():
        raise Refused(_("请写姓名。"))
    if sheet.erased_at is not None or _is_settled(case, sheet.key, "came"):
        raise Refused(_("到会的人数已经交上去了，不能再加。要改，请找会议的记录人。"))
    said = {
        "name": comer.name.strip(), "household": comer.household.strip(), "group": comer.group.strip(),
        "absent": comer.absent.strip(),
    }  # fmt: skip
    if sheet.came.filter(**said).exists():
        raise Refused(_("这个人已经签过到了，不用再签。"))
    if sheet.came.count() >= MOST_CAME:
        raise Refused(_("签到的人太多了，请告诉村文书，由他登记在纸上。"))
    return Attendance.objects.create(sheet=sheet, way=way, at=at, **said)


@act(kinds.OPINION_RECORDED)
def record_opinion(
    *, acting: Acting, sheet: SignInSheet, words: str, said_by: Attendance | None = None, leaks_why: str = ""
) -> Record[Opinion]:
    """Write down an opinion; who said it is kept apart. :raises Refused: without words, once the views are in, or with
    a personal detail that nothing lets stand."""
    if not words.strip():
        raise Refused(_("请写这条意见说了什么。"))
    case = _open_for_views(acting, sheet)
    last = sheet.opinions.aggregate(last=Max("number"))["last"] or 0
    if last >= MOST_OPINIONS:
        raise Refused(_("意见太多了，请把相同的合成一条。"))
    require_clean_view(acting, case, sheet.key, _("意见"), words.strip(), leaks_why)
    opinion = Opinion.objects.create(sheet=sheet, number=last + 1, words=words.strip(), at=acting.at)
    if said_by is not None:
        SaidBy.objects.create(opinion=opinion, attendance=said_by)
    return Record(opinion, ("sheet", sheet.pk), case.place, {**_data(sheet, case), "n": opinion.number})


@act(kinds.OPINION_ANSWERED)
def answer_opinion(
    *, acting: Acting, opinion: Opinion, adopted: bool, why: str, leaks_why: str = ""
) -> Record[Opinion]:
    """Say whether an opinion is taken up, and why; until the views are handed in it may be said anew.

    :raises Refused: without a reason, once the views are in, or with a personal detail that nothing lets stand.
    """
    if not why.strip():
        raise Refused(_("采纳不采纳都要写明为什么。"))
    case = _open_for_views(acting, opinion.sheet)
    require_clean_view(acting, case, opinion.sheet.key, _("为什么"), why.strip(), leaks_why)
    opinion.adopted, opinion.why = adopted, why.strip()
    opinion.save(update_fields=["adopted", "why"])
    return Record(opinion, ("sheet", opinion.sheet_id), case.place, {**_data(opinion.sheet, case), "n": opinion.number})


@act(kinds.NAMES_ERASED)
def erase_names(*, acting: Acting, sheet: SignInSheet) -> Record[SignInSheet]:
    """The names of a sheet go when their time is over; the numbers and the opinions stay."""
    case = lock(sheet.case_id)
    if not SignInSheet.objects.filter(pk=sheet.pk, erased_at=None).update(erased_at=acting.at):
        raise Refused(_("这张签到表的姓名已经删去了。"))
    SaidBy.objects.filter(opinion__sheet=sheet).delete()
    Attendance.objects.filter(sheet=sheet).update(name="", household="", group="", absent="")
    return Record(sheet, ("sheet", sheet.pk), case.place, {**_data(sheet, case), "day": sheet.day.isoformat()})


def _open_for_views(acting: Acting, sheet: SignInSheet) -> Case:
    case = _kept(acting, sheet.case_id, sheet.key)
    if local_date(acting.at) < sheet.day:
        raise Refused(_("还没有到开会的日子，先不能记意见。"))
    if sheet.erased_at is not None or _is_settled(case, sheet.key, "views"):
        raise Refused(_("意见已经整理好交上去了，不能再改。要改，请等监委会退回。"))
    return case


def _kept(acting: Acting, case_id: int, key: str) -> Case:
    """The case, locked. :raises Refused: for whoever does not keep the records of this hearing."""
    case = lock(case_id)
    running = machine_of(case)
    step = running.step(key)
    who = standing(case, running, acting.person_id or 0, local_date(acting.at))
    if step.hears is None or not held(keepers(running, step), who):
        raise Refused(_("这个会的记录由召集和主持的人、村文书和监委会来写，您今天没有任这些职务，或者要回避。"))
    return case


def _when(case: Case, key: str) -> tuple[date, str]:
    hears = machine_of(case).step(key).hears
    assert hears is not None
    facts, at = case.state["facts"], suffix(key)
    day = facts.get(hears.day + at, facts.get(hears.day))
    if day is None:
        raise Refused(_("还没有定哪天开会，先定日子再开签到码。"))
    hour = hears.hour or ""
    return date.fromisoformat(day), str(facts.get(hour + at, facts.get(hour, "")))


def _is_settled(case: Case, key: str, use: str) -> bool:
    """Whether the step that asks for a number or for the views was done, and is not open again."""
    running = machine_of(case)
    step: Step = running.step(key)
    name = step.hears.named.get(use) if step.hears else None
    if name is None:
        return case.phase == "over"
    writer = running.flow.facts[name].set_by + suffix(key)
    return case.phase == "over" or (writer in case.state["results"] and writer not in case.state["open"])


def _data(sheet: SignInSheet, case: Case) -> dict[str, Any]:
    words = machine_of(case).words(sheet.key)
    return {"case": case.number, "step": words.zh, "case_id": case.pk, "key": sheet.key}
