"""Making a legal time limit longer where the definition allows it: once, in time, with a reason and an approval."""

from __future__ import annotations

from django.utils.translation import gettext as _

from qingdan.domain.flow.machine import Machine
from qingdan.domain.flow.model import Clock
from qingdan.features.cases.capacity import standing
from qingdan.features.cases.counting import end_of
from qingdan.features.cases.kinds import EXTENDED
from qingdan.features.cases.messages import local
from qingdan.features.cases.models import Case, Deadline, Extension
from qingdan.features.cases.running import edition_of, lock, machine_of
from qingdan.features.cases.stopping import counted, retime
from qingdan.records.regions.days import local_date
from qingdan.records.register.acts import Acting, Record, Refused, act

MOST_NAME = 80


def may_extend(running: Machine, clock: Clock) -> frozenset[str]:
    """The roles that answer for a clock: those of the steps from which and to which it runs."""
    return frozenset(role for step in (clock.start, clock.to) for role in running.step(step).by)


@act(EXTENDED)
def extend_clock(*, acting: Acting, case_id: int, clock: str, reason: str, approved_by: str) -> Record[Deadline]:
    """Let a running clock end later, counted from the same beginning with the same stops.

    :raises Refused: when the definition knows no longer limit, when it is over or was extended already, without reason
        or approval, and to somebody who does not answer for the clock.
    """
    assert acting.person_id is not None
    case = lock(case_id)
    running = machine_of(case)
    rule = running.flow.clocks.get(clock)
    if rule is None or rule.extend is None:
        raise Refused(_("这个期限按规定不能延长。"))
    if not reason.strip() or not approved_by.strip():
        raise Refused(_("延长期限要写明理由，以及是谁批准的。"))
    _require(acting, case, running, rule)
    row = _running_row(case, rule, acting)
    was, row.limit = row.limit, rule.extend
    found = counted(row, running)
    row.due_at, row.provisional, row.missed_at = end_of(found), found.provisional, None
    row.save(update_fields=["limit", "due_at", "provisional", "missed_at"])
    Extension.objects.create(
        deadline=row, was=was, limit=rule.extend, reason=reason.strip(), approved_by=approved_by.strip()[:MOST_NAME],
        decided_at=acting.at, recorded_at=acting.at, recorded_by_id=acting.person_id,
    )  # fmt: skip
    retime(row)
    data = {"number": case.number, "clock": rule.name.zh, "limit": row.limit_words.zh}
    personal = {"reason": reason.strip(), "approved_by": approved_by.strip()[:MOST_NAME]}
    return Record(row, ("case", case.pk), case.place, data, personal=personal)


def _require(acting: Acting, case: Case, running: Machine, rule: Clock) -> None:
    who = standing(case, running, acting.person_id or 0, local_date(acting.at))
    roles = may_extend(running, rule)
    if who.conflicts or not roles & who.posts:
        edition = edition_of(case)
        names = _("、").join(local(edition.role_words(r)) for r in sorted(roles) if r not in edition.head.asking)
        raise Refused(_("这个期限要由%(roles)s来延长，近亲属要回避。请转给他们办。") % {"roles": names})


def _running_row(case: Case, rule: Clock, acting: Acting) -> Deadline:
    rows = Deadline.objects.filter(case=case, name=f"clock:{rule.id}", state__in=Deadline.COUNTING)
    row = rows.prefetch_related("stops").first()
    if row is None:
        raise Refused(_("“%(clock)s”这个期限现在没有在走，不用延长。") % {"clock": local(rule.name)})
    if Extension.objects.filter(deadline=row).exists():
        raise Refused(_("“%(clock)s”已经延长过一次，不能再延长。") % {"clock": local(rule.name)})
    if row.state == Deadline.RUNNING and acting.at > row.due_at:
        raise Refused(
            _("“%(clock)s”已经到期，过了期就不能再延长。请尽快办完，并写明为什么晚了。") % {"clock": local(rule.name)}
        )
    return row
