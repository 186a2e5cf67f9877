"""May this person see, or sign, this handover? What a person may not know exists is 404."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from django.http import Http404, HttpRequest

from qingdan.features.handovers.models import Handover, Signature
from qingdan.features.handovers.rules import Candidate, takers, witnesses
from qingdan.records.people.gates import Viewer, viewer_of


@dataclass(frozen=True)
class SeenHandover:
    """A handover that the person may open, with what the person may do there."""

    handover: Handover
    viewer: Viewer

    @property
    def is_giver(self) -> bool:
        return self.viewer.person.pk == self.handover.holding.person_id

    @cached_property
    def takers(self) -> list[Candidate]:
        """Who may take over today."""
        return takers(self.handover, self.viewer.day)

    @cached_property
    def witnesses(self) -> list[Candidate]:
        """Who may watch today."""
        return witnesses(self.handover, self.viewer.day)

    @cached_property
    def signed(self) -> dict[str, Signature]:
        """The signatures so far, by part."""
        found = self.handover.signatures.select_related("person", "recorded_by")
        return {signature.part: signature for signature in found}

    @property
    def watches(self) -> bool:
        return self._among(self.witnesses)

    @property
    def may_record(self) -> bool:
        """Who leaves, who takes over and who watches write down how it stands with the list."""
        return self.handover.done_at is None and (self.is_giver or self._among(self.takers) or self.watches)

    def parts(self) -> list[str]:
        """The parts that this person may sign now, himself."""
        if self.handover.done_at is not None or self.viewer.person.pk in {s.person_id for s in self.signed.values()}:
            return []
        may = {
            Signature.Part.GIVER: self.is_giver,
            Signature.Part.TAKER: self._among(self.takers),
            Signature.Part.WITNESS: self.watches,
        }
        return [str(part) for part, allowed in may.items() if allowed and part not in self.signed]

    def _among(self, candidates: list[Candidate]) -> bool:
        return any(c.person.pk == self.viewer.person.pk for c in candidates)


def handover_gate(request: HttpRequest, pk: int) -> SeenHandover:
    """Who leaves, and who reads the officials' papers of the village; others get 404."""
    viewer = viewer_of(request)
    rows = Handover.objects.select_related("village__parent", "holding__person", "holding__division")
    handover = rows.filter(pk=pk).first()
    if handover is None:
        raise Http404
    seen = SeenHandover(handover, viewer)
    if not (seen.is_giver or viewer.sees_officials_papers(handover.place)):
        raise Http404
    return seen
