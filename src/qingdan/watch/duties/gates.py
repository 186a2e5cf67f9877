"""May this person see this duty, speak for the village, settle or order? What a person may not know of is 404."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.http import Http404, HttpRequest
from django.utils import timezone

from qingdan.domain.catalogue.disclosure import PublicDuties
from qingdan.domain.rules.audience import Audience, may_see
from qingdan.domain.rules.audience import Viewer as Seeing
from qingdan.records.editions.queries import NoEdition, current_edition
from qingdan.records.people.gates import Viewer, village_official_gate
from qingdan.records.regions.days import local_date
from qingdan.records.regions.models import Division
from qingdan.watch.boards.gates import desk_gate, seeing, village_gate
from qingdan.watch.duties.finding import occasions_of
from qingdan.watch.duties.models import Statement
from qingdan.watch.duties.occasions import Occasion


def duties_today(day: date) -> PublicDuties:
    """What must be published under the lists of today; nothing without any."""
    try:
        return current_edition(day).disclosure
    except NoEdition:
        return PublicDuties()


def known_to(reader: Seeing, occasions: list[Occasion]) -> list[Occasion]:
    """Those of which the reader may know. That something for the village is late, anybody may know; of what is for
    fewer, only they."""
    return [o for o in occasions if o.is_public or may_see(Audience(o.audience), reader)]


def occasion_gate(request: HttpRequest, pk: int, duty: str, occasion: str) -> Occasion:
    """An occasion of a village, by the village that owed it, of which the reader may know."""
    village = village_gate(pk)
    reader = seeing(request, village)
    return _named(known_to(reader, occasions_of(village, local_date(timezone.now()))), pk, duty, occasion)


def _named(occasions: list[Occasion], pk: int, duty: str, key: str) -> Occasion:
    found = next((o for o in occasions if (o.origin, o.slug, o.key) == (pk, duty, key)), None)
    if found is None:
        raise Http404
    return found


@dataclass(frozen=True)
class Speaker:
    """An official at a village's duties: who, where, and what the posts there allow."""

    viewer: Viewer
    village: Division
    duties: PublicDuties

    @property
    def posts(self) -> frozenset[str]:
        return self.viewer.posts_for(self.village)

    @property
    def speaks(self) -> frozenset[str]:
        """The posts in which the person explains for the village."""
        return self.posts & set(self.duties.speaks)

    @property
    def settles(self) -> frozenset[str]:
        return self.posts & set(self.duties.settles)

    @property
    def orders(self) -> frozenset[str]:
        return self.posts & set(self.duties.orders)


def speaker_gate(request: HttpRequest, pk: int) -> Speaker:
    """Somebody who reads the officials' papers of the village."""
    village = village_gate(pk)
    viewer = village_official_gate(request, village)
    return Speaker(viewer, village, duties_today(viewer.day))


def spoken_gate(request: HttpRequest, pk: int, duty: str, occasion: str) -> tuple[Speaker, Occasion]:
    """The same at one occasion."""
    speaker = speaker_gate(request, pk)
    occasions = known_to(seeing(request, speaker.village), occasions_of(speaker.village, speaker.viewer.day))
    return speaker, _named(occasions, pk, duty, occasion)


def overview_gate(request: HttpRequest) -> Viewer:
    """Somebody who reads the officials' papers of at least one place."""
    return desk_gate(request)


def photo_gate(request: HttpRequest, pk: int) -> Statement:
    """The photograph of a paper that hung: for the village's own people and its officials, as the paper itself was."""
    said = Statement.objects.select_related("photo", "village").filter(pk=pk).first()
    if said is None or said.photo is None or not may_see(Audience.VILLAGE, seeing(request, said.village)):
        raise Http404
    return said
