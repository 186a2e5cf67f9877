"""A village begins with the lists, as a pilot or fully, adopts a later edition of them, or leaves as a pilot."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext as _

from qingdan.records.regions.days import local_date
from qingdan.records.regions.kinds import PILOT_LEFT, VILLAGE_JOINED
from qingdan.records.regions.models import DOCUMENT_LENGTH, NAME_LENGTH, Adoption, Division
from qingdan.records.register.acts import Acting, Record, Refused, act

A_DAY = timedelta(days=1)
WHY_LENGTH = 200


@dataclass(frozen=True, slots=True)
class Decision:
    """Who decided, when, and under which number: a meeting by its minutes, or a document from above.

    ``by`` is the name of the body or office in Chinese; ``body`` the slug of a body of the edition, None for an office.
    """

    by: str
    decided_on: date
    document: str
    body: str | None = None


@dataclass(frozen=True, slots=True)
class AdoptedEdition:
    """The edition of the lists that a village adopted: its digest, and its title and version in Chinese."""

    digest: str
    name: str


@act(VILLAGE_JOINED)
def join_village(
    *, acting: Acting, village: Division, state: str, joined_on: date, decision: Decision, edition: AdoptedEdition
) -> Record[Division]:
    """Register that a village begins as a ``pilot``, or has ``joined``, from ``joined_on``, by ``decision``.

    A pilot that joins, and a village that adopts another edition, goes on without a break: the day from which the
    lists apply stays. A village joins fully by a meeting only; a pilot may also be named by a document.

    :raises Refused: for another level or state, a step back, a decision not named, or days out of order.
    """
    village = locked_village(village)
    before = Adoption.objects.filter(village=village, until=None).first()
    _refuse_state(village, state, edition, before)
    decided = _checked(decision, state)
    _refuse_days(acting, village, joined_on, decision, before)
    if before is not None:
        before.until, before.ended_why = joined_on - A_DAY, decided
        before.save(update_fields=["until", "ended_why"])
    Adoption.objects.create(
        village=village, state=state, since=joined_on, body=decision.body, decided_by=decision.by.strip(),
        decided_on=decision.decided_on, document=decision.document.strip(),
        edition=edition.digest, edition_name=edition.name,
    )  # fmt: skip
    village.state, village.adopted_by = state, decided
    village.joined_on = village.joined_on or joined_on
    village.save(update_fields=["state", "adopted_by", "joined_on"])
    return _record(
        village,
        state=state,
        state_name=str(Division.State(state).label),
        since=joined_on.isoformat(),
        applies_from=village.joined_on.isoformat(),
        adopted_by=decided,
        body=decision.body,
        edition=edition.digest,
        edition_name=edition.name,
    )


@act(PILOT_LEFT)
def leave_pilot(*, acting: Acting, village: Division, last_day: date, why: str, document: str) -> Record[Division]:
    """Register that a pilot ends with ``last_day``. What has begun is finished under the lists; nothing new begins.

    :raises Refused: for a village that is no pilot, days out of order, or no reason or document.
    """
    village = locked_village(village)
    now = Adoption.objects.filter(village=village, until=None).first()
    if village.state != Division.State.PILOT or now is None:
        raise Refused(_("%(village)s不是试点，不用退出。") % {"village": village.short_name})
    if last_day > local_date(acting.at):
        raise Refused(_("%(day)s 还没有到。请在当天或以后登记。") % {"day": last_day.isoformat()})
    if last_day < now.since:
        raise Refused(_("最后一天早于试点开始的 %(day)s。请核对日期。") % {"day": now.since.isoformat()})
    if not why.strip() or not document.strip():
        raise Refused(_("请写明为什么退出试点，和依据的会议记录或文件的编号。"))
    now.until, now.ended_why = last_day, f"{why.strip()}（{document.strip()}）"[:WHY_LENGTH]
    now.save(update_fields=["until", "ended_why"])
    village.state, village.adopted_by, village.joined_on = Division.State.NOT_JOINED, None, None
    village.save(update_fields=["state", "adopted_by", "joined_on"])
    return _record(village, last_day=last_day.isoformat(), why=why.strip(), document=document.strip())


def locked_village(place: Division) -> Division:
    """The village, locked until the transaction ends. :raises Refused: when it is none, or is no more."""
    if place.level != Division.Level.VILLAGE:
        raise Refused(_("只有村（社区）可以这样登记。请选一个村。"))
    village: Division = (
        Division.objects.select_for_update(of=("self",), no_key=True)
        .select_related("parent", "successor")
        .get(pk=place.pk)
    )
    if village.successor is not None:
        raise Refused(
            _("%(village)s已经并入%(successor)s。请到%(successor)s登记。")
            % {"village": village.short_name, "successor": village.successor.short_name}
        )
    return village


def _checked(decision: Decision, state: str) -> str:
    """The decision in one line, as the village's page and the register keep it."""
    by, document = decision.by.strip(), decision.document.strip()
    if not by or not document or len(by) > NAME_LENGTH or len(document) > DOCUMENT_LENGTH:
        raise Refused(
            _("请写明由哪次会议或哪份文件通过，会议记录或文件的编号是什么，最多 %(most)d 个字。")
            % {"most": DOCUMENT_LENGTH}
        )
    if state == Division.State.JOINED and decision.body is None:
        raise Refused(_("正式加入要由村里的会议通过。请选通过的会议，写明会议记录的编号。"))
    return f"{by} {decision.decided_on.isoformat()} {document}"[:WHY_LENGTH]


def _refuse_state(village: Division, state: str, edition: AdoptedEdition, before: Adoption | None) -> None:
    if state not in (Division.State.PILOT, Division.State.JOINED):
        raise Refused(_("“%(state)s”不是可以登记的状态。请选“试点”或“已加入”。") % {"state": state})
    same_edition = before is not None and before.edition == edition.digest
    if village.state == Division.State.JOINED and state != village.state:
        raise Refused(_("%(village)s已经正式加入，不能再改成试点。") % {"village": village.short_name})
    if village.state == state and same_edition:
        raise Refused(
            _("%(village)s已经是“%(state)s”，用的就是这一版清单，不用再登记。")
            % {"village": village.short_name, "state": Division.State(state).label}
        )


def _refuse_days(
    acting: Acting, village: Division, joined_on: date, decision: Decision, before: Adoption | None
) -> None:
    if joined_on > local_date(acting.at):
        raise Refused(_("%(day)s 还没有到。请在当天或以后登记。") % {"day": joined_on.isoformat()})
    if decision.decided_on > joined_on:
        raise Refused(_("会议通过的日期不能晚于开始的日期。请核对两个日期。"))
    if before is not None and joined_on <= before.since:
        raise Refused(_("开始的日期要晚于上一次登记的 %(day)s。请核对日期。") % {"day": before.since.isoformat()})
    last = Adoption.objects.filter(village=village, until__gte=joined_on).first()
    if last is not None:
        raise Refused(
            _("%(village)s上一次用清单用到 %(day)s，这次要晚于那一天。请核对日期。")
            % {"village": village.short_name, "day": str(last.until)}
        )


def _record(village: Division, **data: object) -> Record[Division]:
    return Record(
        value=village,
        subject=("division", village.pk),
        place=village.path,
        data={"village": village.short_name, **data},
    )
