"""May this person see, or do, this? What a person may not know exists is 404."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from django.http import Http404, HttpRequest

from qingdan.domain.flow.machine import Machine
from qingdan.features.cases.capacity import Capacity, Standing, capacities, roles_of, standing
from qingdan.features.cases.models import Case
from qingdan.features.cases.running import machine_of
from qingdan.records.people.gates import Viewer, viewer_of


@dataclass(frozen=True)
class SeenCase:
    """A case that the person may open, with what the person is to it."""

    case: Case
    running: Machine
    viewer: Viewer
    who: Standing
    handles: bool  # does, or may do, a step of it: sees personal facts

    def capacities(self, key: str) -> list[Capacity]:
        """In which capacities the person may act at an open step."""
        return capacities(self.running, self.case.state, key, self.who)

    def at(self, case: Case) -> SeenCase:
        """The same view of the case as it is now."""
        return replace(self, case=case)

    def signer_for(self, roles: Iterable[str]) -> tuple[str, int] | None:
        """The role and the signer with which this person may speak for one of ``roles``: as holder of the post, as
        the party, or by recording what a party said. None when in none of these ways."""
        for role in roles:
            by_post = role in self.who.posts and not self.who.conflicts
            if by_post or self.who.person_id in self.who.parties.get(role, ()):
                return role, self.who.person_id
        if self.handles and not self.who.conflicts:
            for role in roles:
                if role == "opener":
                    continue  # an official with an account speaks for himself
                for person in self.who.parties.get(role, ()):
                    return role, person
        return None


def case_gate(request: HttpRequest, pk: int) -> SeenCase:
    """An official whose reach covers the village, a party of the case, or whoever else does a step of it (a
    villagers' representative who accepts the goods). A recused person sees only that it exists in the inbox, and not
    the case: 404, unless that person is a party of it. To have opened it gives no right by itself: an official whose
    term is over reads it no longer."""
    viewer = viewer_of(request)
    case = Case.objects.select_related("village", "origin", "parent", "opened_by").filter(pk=pk).first()
    if case is None:
        raise Http404
    running = machine_of(case)
    who = standing(case, running, viewer.person.pk, viewer.day)
    party = any(viewer.person.pk in persons for role, persons in who.parties.items() if role != "opener")
    acts = party or _may_act(running, case, who)
    reads = viewer.sees_officials_papers(case.place) or _has_signed(case, who)
    if not (acts or (reads and not who.conflicts)):
        raise Http404
    # Whoever stands in by the village's rule handles the case while a signature is his to give, and not before.
    handles = acts or bool(roles_of(running) & who.posts)
    return SeenCase(case, running, viewer, who, handles)


def _may_act(running: Machine, case: Case, who: Standing) -> bool:
    """Whether this person may do an open step or a duty owed; who must stand aside records for nobody either."""
    ways = (way for key in case.state["open"] for way in capacities(running, case.state, key, who))
    if any(not (who.conflicts and way.recorded_for) for way in ways):
        return True
    return not who.conflicts and any(role in who.posts for key in case.state["owed"] for role in running.duty(key).by)


def _has_signed(case: Case, who: Standing) -> bool:
    """Whether this person, still in a post that counts here, has signed a step."""
    signed = [signature[0] for step in case.state["open"].values() for signature in step.get("signed", ())]
    done = [person for persons in case.state["who"].values() for person in persons]
    return bool(who.posts) and who.person_id in (*signed, *done)
