"""Moving work between people: handing over, urging, marking what is overdue, and handing in files."""

from __future__ import annotations

from datetime import timedelta

from django.utils.translation import gettext as _

from qingdan.domain.flow.state import base
from qingdan.features.cases.acts.words import step_data
from qingdan.features.cases.capacity import capacities, standing
from qingdan.features.cases.kinds import FILE_ADDED, HANDED_OVER, LATE_FILE_ADDED, OVERDUE, URGED
from qingdan.features.cases.models import Case, CaseFile, Deadline
from qingdan.features.cases.running import lock, machine_of
from qingdan.records.files.models import StoredFile
from qingdan.records.regions.days import local_date
from qingdan.records.register.acts import Acting, Record, Refused, act

URGE_AGAIN_AFTER = timedelta(days=1)


@act(HANDED_OVER)
def hand_over(*, acting: Acting, case_id: int, key: str, to_id: int) -> Record[Case]:
    """Give an open step to another person who may do it. :raises Refused: when that person may not."""
    case = lock(case_id)
    running = machine_of(case)
    who = standing(case, running, to_id, local_date(acting.at))
    roles = {c.role for c in capacities(running, case.state, key, who) if not c.recorded_for}
    if not roles:
        raise Refused(_("不能转给这个人：他没有办这一步的职务，或者需要回避。请另选一位。"))
    case.tasks.filter(key=key, role__in=roles).update(assignee_id=to_id, stand_in=None)
    data = {**step_data(case, key, ""), "to": to_id}
    return Record(case, ("case", case.pk), case.place, data, topics=[("cases.handed-over", {"case": case.pk, **data})])


@act(URGED)
def urge(*, acting: Acting, case_id: int, key: str) -> Record[Case]:
    """Ask those who may do an open step to do it; once a day, so that urging stays a signal."""
    case = lock(case_id)
    tasks = list(case.tasks.filter(key=key))
    if not tasks:
        raise Refused(_("这一步已经办完，不用催了。请刷新页面看最新进度。"))
    if any(t.urged_at and acting.at - t.urged_at < URGE_AGAIN_AFTER for t in tasks):
        raise Refused(_("今天已经催过一次，对方看得到。明天还没办，可以再催。"))
    case.tasks.filter(key=key).update(urged_at=acting.at)
    return Record(case, ("case", case.pk), case.place, step_data(case, key, ""))


@act(OVERDUE)
def mark_overdue(*, acting: Acting, deadline: Deadline) -> Record[Deadline]:
    """A limit is over and the step is not done: say so, once, and let others hear of it."""
    case = deadline.case
    data = {**step_data(case, deadline.key, ""), "limit": deadline.limit, "due": deadline.due_at.isoformat()}
    return Record(
        deadline,
        ("case", case.pk),
        case.place,
        data,
        topics=[("cases.overdue", {"case": case.pk, "key": deadline.key})],
    )


@act(LATE_FILE_ADDED)
def add_late_file(
    *, acting: Acting, case_id: int, key: str, kind: str, stored: StoredFile, name: str
) -> Record[CaseFile]:
    """Put the signed paper of a step that is already done beside it. It changes nothing of what was recorded then.

    :raises Refused: when the step has not been done; what is open is added to with :func:`add_file`.
    """
    case = Case.objects.select_related("village").get(pk=case_id)
    event = case.events.filter(key=key).order_by("-seq").first()
    if event is None or key in case.state["open"]:
        raise Refused(_("这一步还没有办过，没有可补的材料。请先办这一步。"))
    row = CaseFile.objects.create(
        case=case,
        key=key,
        kind=kind if kind in machine_of(case).step(key).evidence else "other",
        file=stored,
        name=name[-160:],
        added_at=acting.at,
        added_by_id=acting.person_id,
        seq=event.seq,
    )
    data = {**step_data(case, key, ""), "kind": row.kind, "digest": stored.digest, "base": base(key)}
    return Record(row, ("case", case.pk), case.place, data)


@act(FILE_ADDED)
def add_file(
    *, acting: Acting, case_id: int, key: str, kind: str, stored: StoredFile, name: str, by: int | None = None
) -> Record[CaseFile]:
    """Put a file beside an open step; it becomes evidence when the step's form is handed in. ``by`` is the party who
    hands it in without an account."""
    case = Case.objects.select_related("village").get(pk=case_id)
    running = machine_of(case)
    if key not in case.state["open"]:
        raise Refused(
            _("“%(step)s”已经办完或还没有开始，现在不能加材料。") % {"step": step_data(case, key, "")["step"]}
        )
    if kind not in running.step(key).evidence and kind != "other":
        raise Refused(_("这一步不收这种材料。请在页面列出的材料里选。"))
    row = CaseFile.objects.create(
        case=case,
        key=key,
        kind=kind,
        file=stored,
        name=name[-160:],
        added_at=acting.at,
        added_by_id=acting.person_id or by,
    )
    data = {**step_data(case, key, ""), "kind": kind, "digest": stored.digest, "base": base(key)}
    return Record(row, ("case", case.pk), case.place, data)
