"""What ``separation.yaml`` names: posts, and its own remedies."""

from __future__ import annotations

from collections.abc import Iterator

from qingdan.domain.catalogue.model import Edition
from qingdan.domain.catalogue.references.spots import POST, Spot, each_known
from qingdan.domain.complaints import Complaint
from qingdan.domain.words import Words

REMEDY = Words("补救办法", "remedy")


def check_separation(edition: Edition) -> Iterator[Complaint]:
    """Posts that stand in or help, and the remedies that rules name."""
    rule = edition.separation
    spot = Spot(rule.file, rule.line)
    for post, others in rule.deputies.items():
        yield from each_known(spot, POST, (post, *others), edition.posts)
    for remedy in rule.remedies.values():
        yield from each_known(Spot(rule.file, remedy.line), POST, remedy.by, edition.posts)
    for one in rule.rules:
        yield from each_known(Spot(rule.file, one.line), REMEDY, (one.remedy,), rule.remedies)
