"""Checks that the parts of an edition fit together: whatever one file names, another file has."""

from __future__ import annotations

from qingdan.domain.catalogue.model import Edition
from qingdan.domain.catalogue.references import disclosure, lists, powers, separation, settings
from qingdan.domain.catalogue.references.notices import check_notices
from qingdan.domain.complaints import Complaint


def check_references(edition: Edition) -> list[Complaint]:
    """Everything named and not there, numbers given twice, red lines that no step guards."""
    return [
        *settings.check_head(edition),
        *settings.check_posts_and_bodies(edition),
        *settings.check_forms(edition),
        *settings.check_handover(edition),
        *settings.check_spoken(edition),
        *disclosure.check_disclosure(edition),
        *settings.check_leaks(edition),
        *check_notices(edition),
        *separation.check_separation(edition),
        *(c for power in edition.powers.values() for c in powers.check_power(edition, power)),
        *powers.check_numbers(edition),
        *(c for duty in edition.duties.values() for c in lists.check_duty(edition, duty)),
        *(c for prohibition in edition.prohibitions.values() for c in lists.check_prohibition(edition, prohibition)),
        *settings.check_rolls(edition),
        *lists.check_counts(edition),
    ]
