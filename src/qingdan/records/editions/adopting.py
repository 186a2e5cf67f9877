"""What a village adopts: an edition that is loaded here, by a body of that edition."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _

from qingdan.domain.catalogue import model
from qingdan.records.regions.acts.joining import AdoptedEdition, Decision
from qingdan.records.register.acts import Refused


def adopted(edition: model.Edition) -> AdoptedEdition:
    """An edition as a village's adoption keeps it."""
    return AdoptedEdition(edition.digest, f"{edition.title.zh} {edition.head.version}")


def decision_of(edition: model.Edition, body: str, decided_on: date, minutes: str) -> Decision:
    """A meeting's decision, by the number of its minutes. :raises Refused: for a body that the edition has not."""
    if body not in edition.bodies:
        known = _("、").join(b.name.zh for b in edition.bodies.values())
        raise Refused(_("清单里没有这种会议。可以选：%(known)s。") % {"known": known})
    return Decision(edition.bodies[body].name.zh, decided_on, minutes, body=body)
