"""What duties and prohibitions name, and how many entries each list has."""

from __future__ import annotations

from collections.abc import Iterator

from qingdan.domain.catalogue.model import Duty, Edition, Prohibition
from qingdan.domain.catalogue.references.spots import POST, POWER, ROLE, Spot, check_basis, each_known
from qingdan.domain.complaints import Complaint
from qingdan.domain.words import Words


def check_duty(edition: Edition, duty: Duty) -> Iterator[Complaint]:
    """A duty: its post, its laws, and the steps that it says do it."""
    spot = Spot(duty.file, duty.line)
    if duty.post not in edition.posts:
        yield spot.unknown(POST, duty.post, edition.posts)
    yield from check_basis(edition, spot, duty.basis)
    for done in duty.discharged_by:
        at = Spot(duty.file, done.line)
        power = edition.powers.get(done.power)
        if power is None:
            yield at.unknown(POWER, done.power, edition.powers)
        elif done.step is not None and done.step not in power.flow.steps():
            yield at.unknown(
                Words(f"步骤（事项 {power.slug}）", f"step of {power.slug}"), done.step, power.flow.steps()
            )


def check_prohibition(edition: Edition, prohibition: Prohibition) -> Iterator[Complaint]:
    """A prohibition: its laws and whom it binds."""
    spot = Spot(prohibition.file, prohibition.line)
    yield from check_basis(edition, spot, prohibition.basis)
    yield from each_known(spot, ROLE, prohibition.binds, tuple(edition.roles()))


def check_counts(edition: Edition) -> Iterator[Complaint]:
    """How many entries each list has, and how many it should have."""
    counts = edition.head.counts
    remedy = Words(
        "请改清单，或改 edition.yaml 里的 counts（或 complete）。",
        "Correct the list, or counts (or complete) in edition.yaml.",
    )
    for zh, en, written, expected in (
        ("权力", "powers", len(edition.powers), counts.powers),
        ("责任", "duties", len(edition.duties), counts.duties),
        ("禁止事项", "prohibitions", len(edition.prohibitions), counts.prohibitions),
    ):
        if written > expected or (written < expected and edition.head.complete):
            yield Spot(edition.head.file, 1).complaint(
                f"这一版有 {written} 项{zh}，应当有 {expected} 项",
                f"the edition has {written} {en} and should have {expected}",
                remedy,
            )
