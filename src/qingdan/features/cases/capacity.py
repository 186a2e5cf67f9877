"""In which capacity may a person act at an open step: by post, as a party, as a deputy, or as a party's recorder.

Judged for the day on which the act happened, not the day on which it is typed in: a term that had ended by then
gives no right, and one that ended since takes none away.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.utils.translation import gettext as _

from qingdan.domain.flow.machine import Machine
from qingdan.domain.flow.model import Step
from qingdan.domain.flow.state import State, suffix
from qingdan.domain.rules.reasons import Reason
from qingdan.domain.rules.recusal import Party
from qingdan.domain.rules.standing_in import StandIn
from qingdan.features.cases.about import whom_about
from qingdan.features.cases.messages import local
from qingdan.features.cases.models import Case
from qingdan.features.cases.running import edition_of
from qingdan.features.cases.standing_in import stand_in_at
from qingdan.records.people import queries as people
from qingdan.records.people.bench import Bench
from qingdan.records.regions.queries import as_of
from qingdan.records.register.acts import Refused
from qingdan.records.written import rows


@dataclass(frozen=True, slots=True)
class Capacity:
    """A way to act: ``role`` as the flow names it, signed by ``person_id``.

    ``recorded_for`` is set when the one who types is not the one who acts (a person without an account);
    ``stand_in`` when the person signs for another by the village's rule, and then says why and for whom.
    """

    role: str
    person_id: int
    recorded_for: bool = False
    stand_in: StandIn | None = None


@dataclass(frozen=True)
class Standing:
    """What is known of a person in relation to a case: posts that count there, party roles, and ties to its parties."""

    person_id: int
    posts: frozenset[str]
    parties: dict[str, tuple[int, ...]]  # role → persons, of the whole case
    conflicts: tuple[Reason, ...]
    bench: Bench  # asked only where the person's own posts are not enough
    about: tuple[Party, ...]  # whom the case is about

    @cached_property
    def stands_in_for(self) -> frozenset[str]:
        """The posts whose deputy this person is here by the village's rule. At most two queries, the first time."""
        mine = {p for p in self.bench.rules if any(c.person == self.person_id for c in self.bench.candidates(p))}
        return frozenset(mine - self.posts)

    def stand_in(self, running: Machine, state: State, key: str, role: str) -> StandIn | None:
        """For whom and why this person may sign for ``role`` at a step now; None when it is not his to sign."""
        if role not in self.stands_in_for:
            return None
        found = stand_in_at(self.bench, running, state, key, role, lambda: self.about)
        return found if found and self.person_id in found.persons else None


def standing(case: Case, running: Machine, person_id: int, day: date) -> Standing:
    """Gather a person's standing in a case as of ``day``. A constant number of queries."""
    village = as_of(case.village, day, case.origin)
    posts = frozenset(people.posts_of(person_id, village.path, day))
    parties: dict[str, tuple[int, ...]] = {}
    for role, party in rows("SELECT role, person_id FROM cases_party WHERE case_id = %s ORDER BY id", case.pk):
        parties[role] = (*parties.get(role, ()), party)
    about = tuple(whom_about(case, running, parties))
    aside = people.who_must_stand_aside({person_id}, about, day) if about else {}
    return Standing(person_id, posts, parties, aside.get(person_id, ()), Bench(village, day), about)


def capacities(running: Machine, state: State, key: str, who: Standing) -> list[Capacity]:
    """Every way in which a person may act at an open step now, best first; none when recused."""
    if key not in state["open"]:
        return []
    step = running.step(key)
    wanted = running.wanted(state, key) or step.by
    own = _own(step, wanted, who)
    found = [*(own or _as_deputy(running, state, key, wanted, who)), *_as_recorder(running, wanted, who)]
    if who.conflicts:
        found = [c for c in found if c.recorded_for or c.role in who.parties]
    return [c for c in found if not _excluded(running, state, key, c)]


def _own(step: Step, wanted: Iterable[str], who: Standing) -> list[Capacity]:
    return [
        Capacity(role, who.person_id)
        for role in wanted
        if role in who.posts or who.person_id in who.parties.get(role, ())
    ]


def _as_deputy(running: Machine, state: State, key: str, wanted: Iterable[str], who: Standing) -> list[Capacity]:
    found = [(role, who.stand_in(running, state, key, role)) for role in wanted]
    return [Capacity(role, who.person_id, stand_in=stands) for role, stands in found if stands]


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
    return frozenset(role for step in map(running.step, running.steps) for role in (*step.by, *step.witnesses))


def _excluded(running: Machine, state: State, key: str, capacity: Capacity) -> bool:
    """Whether the step must be somebody else's. A notice that hangs has all its signatures: to answer objections to it
    is no further one, and those who put it up may."""
    step, there = running.step(key), state["open"][key]
    signed = () if there.get("posted") else there.get("signed", ())
    if any(p == capacity.person_id for p, _ in signed) and _wants_others(step):
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
    if role in who.stands_in_for:
        raise Refused(not_the_stand_in(case, running, key, who, role))
    raise Refused(
        _("“%(step)s”要由%(roles)s来办。您在办理那天不是，也可能任期已满。请找现任的人办。")
        % {"step": local(step.name), "roles": _("、").join(local(edition_of(case).role_words(r)) for r in step.by)}
    )


def not_the_stand_in(case: Case, running: Machine, key: str, who: Standing, role: str) -> str:
    """Why somebody who stands in by the rule does not do so here and now."""
    post = local(edition_of(case).role_words(role))
    if stand_in_at(who.bench, running, case.state, key, role, lambda: who.about) is None:
        return _("%(post)s那天能自己签，用不着代签。请等他来办，他不在岗请先登记。") % {"post": post}
    return _("这一签按村里的代签顺序还轮不到您，或者您和这件事、和要把关的人有关系。请看村页上的代签规则。")
