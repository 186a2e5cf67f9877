"""In which capacity may a person act at an open step: by post, as a party, as a deputy, or as a party's recorder.

Judged for the day on which the act happened, not the day on which it is typed in: a term that had ended by then
gives no right, and one that ended since takes none away.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.utils.translation import gettext as _

from qingdan.domain.flow.machine import Machine
from qingdan.domain.flow.model import FactType, Step
from qingdan.domain.flow.state import State, base, suffix
from qingdan.domain.rules.reasons import Reason
from qingdan.domain.rules.recusal import Organisation, Party
from qingdan.features.cases.messages import local
from qingdan.features.cases.models import Case
from qingdan.features.cases.running import edition_of
from qingdan.records.people import queries as people
from qingdan.records.register.acts import Refused
from qingdan.records.written import rows


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


@dataclass(frozen=True)
class Standing:
    """What is known of a person in relation to a case: posts that count there, party roles, and ties to its parties."""

    person_id: int
    posts: frozenset[str]
    parties: dict[str, tuple[int, ...]]  # role → persons, of the whole case
    conflicts: tuple[Reason, ...]
    deputies: Callable[[], Iterable[str]]  # asked only where the person's own posts are not enough

    @cached_property
    def stands_in_for(self) -> frozenset[str]:
        """The posts whose deputy this person is here. One query, the first time."""
        return frozenset(self.deputies())


def standing(case: Case, running: Machine, person_id: int, day: date) -> Standing:
    """Gather a person's standing in a case. A constant number of queries."""
    posts = frozenset(people.posts_of(person_id, case.place, day))
    parties: dict[str, tuple[int, ...]] = {}
    for role, party in rows("SELECT role, person_id FROM cases_party WHERE case_id = %s ORDER BY id", case.pk):
        parties[role] = (*parties.get(role, ()), party)
    about = whom_about(case, running, parties)
    aside = people.who_must_stand_aside({person_id}, about, day) if about else {}
    return Standing(
        person_id=person_id,
        posts=posts,
        parties=parties,
        conflicts=aside.get(person_id, ()),
        deputies=lambda: people.deputises_for(person_id, posts, case.village_id, day),
    )


def whom_about(case: Case, running: Machine, parties: Mapping[str, tuple[int, ...]]) -> list[Party]:
    """Whom the case is about: its parties but for the one who opened it, and the organisations named in its facts."""
    found: list[Party] = [p for role, persons in parties.items() if role != "opener" for p in persons]
    facts = running.flow.facts
    for name, value in case.state["facts"].items():
        if facts[base(name)].type is FactType.ORGANISATION:
            found.append(Organisation(value))
    return found


def capacities(running: Machine, state: State, key: str, who: Standing) -> list[Capacity]:
    """Every way in which a person may act at an open step now, best first; none when recused."""
    if key not in state["open"]:
        return []
    step = running.step(key)
    wanted = running.wanted(state, key) or step.by
    own = _own(step, wanted, who)
    found = [*(own or _as_deputy(wanted, who)), *_as_recorder(running, wanted, who)]
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


def _as_recorder(running: Machine, wanted: Iterable[str], who: Standing) -> list[Capacity]:
    """Parties without an account act on paper; an official of this very flow types it in, and is named as recorder."""
    if not who.posts & roles_of(running):
        return []
    return [
        Capacity(role, person, recorded_for=True)
        for role in wanted
        for person in who.parties.get(role, ())
        if role != "opener" and person != who.person_id
    ]


def roles_of(running: Machine) -> frozenset[str]:
    """Every role that a step of the flow names."""
    return frozenset(role for step in running.flow.steps().values() for role in (*step.by, *step.witnesses))


def _excluded(running: Machine, state: State, key: str, capacity: Capacity) -> bool:
    step, signed = running.step(key), state["open"][key].get("signed", [])
    if len(signed) and any(p == capacity.person_id for p, _ in signed) and _wants_others(step):
        return True
    done_by = state["who"]
    return any(capacity.person_id in done_by.get(other + suffix(key), done_by.get(other, [])) for other in step.not_by)


def _wants_others(step: Step) -> bool:
    return step.distinct or step.persons > 1 or bool(step.with_)


def require(running: Machine, case: Case, key: str, who: Standing, role: str, signer: int) -> Capacity:
    """The capacity in which ``signer`` acts as ``role``. :raises Refused: with the reason when there is none."""
    state: State = case.state
    for capacity in capacities(running, state, key, who):
        if capacity.role == role and capacity.person_id == signer:
            return capacity
    if key in state["open"]:
        _explain(case, running, key, who, role)
    return Capacity(role, signer)  # the machine itself refuses, and says what is wrong with the step


def _explain(case: Case, running: Machine, key: str, who: Standing, role: str) -> None:
    if who.conflicts:
        raise Refused(_("您和这件事的当事人有近亲属或利益关系，按规定要回避。请交给别的经办人，或由村里的替补人来办。"))
    step = running.step(key)
    if role not in step.signers:
        return
    probe = Capacity(role, who.person_id)
    if (role in who.posts or role in who.stands_in_for) and _excluded(running, case.state, key, probe):
        return  # the machine names the step that this person did
    raise Refused(
        _("“%(step)s”要由%(roles)s来办。您在办理那天不是，也可能任期已满。请找现任的人办。")
        % {"step": local(step.name), "roles": _("、").join(local(edition_of(case).role_words(r)) for r in step.by)}
    )
