"""Who answers objections and takes notices down: those whose step it is, unless they must stand aside."""

from __future__ import annotations

from django.utils.translation import gettext as _

from qingdan.features.cases.capacity import Standing, standing
from qingdan.features.cases.messages import local
from qingdan.features.cases.models import Case
from qingdan.features.cases.running import edition_of, machine_of
from qingdan.records.regions.days import local_date
from qingdan.records.register.acts import Acting, Refused


def awaits(case: Case, key: str) -> bool:
    """Whether the case itself waits at this notice, so that objections and answers are its events too."""
    return bool(case.state["open"].get(key, {}).get("posted"))


def roles_to_answer(case: Case, key: str, who: Standing) -> list[str]:
    """The roles of the notice's step in which this person may speak for it; none when kin or interest forbid it."""
    if who.conflicts:
        return []
    running = machine_of(case)
    roles = running.step(key).by
    return [role for role in roles if role in who.posts or who.stand_in(running, case.state, key, role)]


def require_answerer(acting: Acting, case: Case, key: str, role: str) -> None:
    """:raises Refused: when the person does not hold ``role`` for this notice today, or must stand aside."""
    running = machine_of(case)
    who = standing(case, running, acting.person_id or 0, local_date(acting.at))
    if who.conflicts:
        raise Refused(_("您和这件事的当事人有近亲属或利益关系，要回避。请由别的经办人来答复。"))
    if role not in roles_to_answer(case, key, who):
        edition = edition_of(case)
        roles = _("、").join(local(edition.role_words(r)) for r in running.step(key).by)
        raise Refused(_("这份公示的异议要由%(roles)s答复，您今天没有任这个职务。请转给现任的人。") % {"roles": roles})
