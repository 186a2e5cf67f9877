"""In which capacity may a person act at an open step: by post, as a party, as a deputy, or as a party's recorder.

Judged for the day on which the act happened, not the day on which it is typed in: a term that had ended by then
gives no right, and one that ended since takes none away.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from qingdan.domain.flow.machine import Machine
from qingdan.domain.flow.model import FactType, Step
from qingdan.domain.flow.state import State, base, suffix
from qingdan.domain.rules.recusal import Reason, must_recuse
from qingdan.features.cases.models import Case
from qingdan.records.editions import queries as editions
from qingdan.records.people import queries as people
from qingdan.records.people.posts import all_posts
from qingdan.records.register.acts import Refused


@dataclass(frozen=True, slots=True)
class Capacity:
    """A way to act: ``role`` as the flow names it, signed by ``person_id``.

    ``recorded_for`` is set when the one who types is not the one who acts (a person without an account);
    ``deputy`` when the person stands in by the village's rule.
    """

    role: str
    person_id: int
    recorded_for: bool = False
    deputy: bool = False


@dataclass(frozen=True, slots=True)
class Standing:
    """What is known of a person in relation to a case: posts that count there, party roles, and ties to its parties."""

    person_id: int
    posts: frozenset[str]
    parties: dict[str, tuple[int, ...]]  # role → persons, of the whole case
    conflicts: tuple[Reason, ...]
    stands_in_for: frozenset[str]  # posts whose deputy this person is here


def standing(case: Case, running: Machine, person_id: int, day: date) -> Standing:
    """Gather a person's standing in a case. A constant number of queries."""
    posts = frozenset(people.posts_of(person_id, case.village, day))
    parties: dict[str, tuple[int, ...]] = {}
    for role, party in case.parties.values_list("role", "person_id"):
        parties[role] = (*parties.get(role, ()), party)
    return Standing(
        person_id=person_id,
        posts=posts,
        parties=parties,
        conflicts=_conflicts(case, running, parties, person_id, day),
        stands_in_for=_stands_in(case, person_id, posts, day),
    )


def _stands_in(case: Case, person_id: int, posts: frozenset[str], day: date) -> frozenset[str]:
    return frozenset(people.posts_deputised(case.village, person_id, posts, day))


def _conflicts(
    case: Case, running: Machine, parties: dict[str, tuple[int, ...]], person_id: int, day: date
) -> tuple[Reason, ...]:
    about = {p for role, persons in parties.items() if role != "opener" for p in persons}
    organisations = [
        case.state["facts"][name]
        for name in case.state["facts"]
        if running.flow.facts[base(name)].type is FactType.ORGANISATION
    ]
    if not about and not organisations:
        return ()
    return must_recuse(
        person=person_id,
        parties=about,
        kin=people.near_kin({person_id}, day)[person_id],
        organisations=organisations,
        interests=[i.organisation for i in people.own_interests({person_id}, day)[person_id]],
    )


def capacities(running: Machine, state: State, key: str, who: Standing) -> list[Capacity]:
    """Every way in which a person may act at an open step now, best first; none when recused."""
    if key not in state["open"]:
        return []
    step = running.step(key)
    wanted = running.wanted(state, key) or step.by
    found = [*_own(step, wanted, who), *_as_deputy(wanted, who), *_as_recorder(step, wanted, who)]
    if who.conflicts:
        found = [c for c in found if c.recorded_for or c.role in who.parties]
    return [c for c in found if not _excluded(running, state, key, c)]


def _own(step: Step, wanted: Iterable[str], who: Standing) -> list[Capacity]:
    return [
        Capacity(role, who.person_id)
        for role in wanted
        if role in who.posts or who.person_id in who.parties.get(role, ())
    ]


def _as_deputy(wanted: Iterable[str], who: Standing) -> list[Capacity]:
    return [
        Capacity(role, who.person_id, deputy=True)
        for role in wanted
        if role in who.stands_in_for and role not in who.posts
    ]


def _as_recorder(step: Step, wanted: Sequence[str], who: Standing) -> list[Capacity]:
    """Outside parties act on paper; a recorder's post types it in, and the signature stays the party's."""
    if not who.posts & editions.recorders():
        return []
    found = []
    for role in wanted:
        if role in all_posts():
            continue
        for person in who.parties.get(role, ()):
            if person != who.person_id:
                found.append(Capacity(role, person, recorded_for=True))
    return found


def _excluded(running: Machine, state: State, key: str, capacity: Capacity) -> bool:
    step, signed = running.step(key), state["open"][key].get("signed", [])
    if len(signed) and any(p == capacity.person_id for p, _ in signed) and _wants_others(step):
        return True
    done_by = state["who"]
    return any(
        capacity.person_id in done_by.get(other + suffix(key), done_by.get(other, [])) for other in step.not_by
    )


def _wants_others(step: Step) -> bool:
    return step.distinct or step.persons > 1 or bool(step.with_)


def require(running: Machine, case: Case, key: str, who: Standing, role: str, signer: int) -> Capacity:
    """The capacity in which ``signer`` acts as ``role``. :raises Refused: with the reason when there is none."""
    state: State = case.state
    for capacity in capacities(running, state, key, who):
        if capacity.role == role and capacity.person_id == signer:
            return capacity
    if key in state["open"]:
        _explain(running, state, key, who, role)
    return Capacity(role, signer)  # the machine itself refuses, and says what is wrong with the step


def _explain(running: Machine, state: State, key: str, who: Standing, role: str) -> None:
    if who.conflicts:
        raise Refused(
            _("您和这件事的当事人有近亲属或利益关系，按规定要回避。请交给别的经办人，或由村里的替补人来办。")
        )
    step = running.step(key)
    if role not in step.by and role not in step.with_:
        return
    probe = Capacity(role, who.person_id)
    if (role in who.posts or role in who.stands_in_for) and _excluded(running, state, key, probe):
        return  # the machine names the step that this person did
    raise Refused(
        _("“%(step)s”要由%(roles)s来办。您在办理那天不是，也可能任期已满。请找现任的人办。")
        % {"step": editions.local(step.name), "roles": _("、").join(editions.role_name(r) for r in step.by)}
    )
