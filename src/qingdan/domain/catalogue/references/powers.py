"""What a power names: norm, area, roles, laws, red lines that a step guards; and its number, given once."""

from __future__ import annotations

from collections.abc import Iterator

from qingdan.domain.catalogue.asking import answered_in_time, first_asked
from qingdan.domain.catalogue.model import Edition, Power
from qingdan.domain.catalogue.references.spots import (
    AREA,
    MARK,
    NORM,
    PROHIBITION,
    ROLE,
    Spot,
    bases_of,
    check_basis,
    each_known,
)
from qingdan.domain.complaints import Complaint
from qingdan.domain.words import Words


def check_power(edition: Edition, power: Power) -> Iterator[Complaint]:
    """What one power names: norm, area, roles, laws, prohibitions."""
    at = {name: Spot(power.file, line) for name, line in power.lines.items()}
    roles = tuple(edition.roles())
    yield from each_known(at["norm"], NORM, [power.norm], edition.norms)
    yield from each_known(at["area"], AREA, [power.area], edition.areas)
    yield from each_known(at["holder"], ROLE, [power.holder], roles)
    yield from each_known(at["subjects"], ROLE, power.subjects, roles)
    yield from check_basis(edition, at["basis"], power.basis)
    if power.major:
        yield from each_known(at["major"], MARK, [power.major], edition.notices.marks if edition.notices else ())
    for spot, basis in bases_of(power.flow):
        yield from check_basis(edition, spot, basis)
    yield from _red_lines(edition, power)
    yield from _requests(edition, power)


def _requests(edition: Edition, power: Power) -> Iterator[Complaint]:
    """Whoever asks must know by when the answer comes, though nobody has touched the request yet."""
    asked = first_asked(power.flow, edition.head.asking)
    if asked is None or answered_in_time(power.flow, asked[0].id):
        return
    step = asked[0]
    yield Spot(power.file, step.line).complaint(
        f"申请从“{step.id}”提起，却没有从它起算的期限",
        f"a request begins with {step.id}, and no time limit runs from it",
        Words(
            f"请在 clocks 里写一个从它起算的时限（from: {step.id}），或在它后面那一步写 within。",
            f"Write a clock with from: {step.id}, or within at the step after it.",
        ),
    )


def _red_lines(edition: Edition, power: Power) -> Iterator[Complaint]:
    guarded = _guards(edition, power, set())
    for red_line in power.red_lines:
        spot = Spot(power.file, red_line.line)
        if red_line.prohibition not in edition.prohibitions:
            yield spot.unknown(PROHIBITION, red_line.prohibition, edition.prohibitions)
        elif red_line.prohibition not in guarded:
            name = red_line.prohibition
            remedy = Words(
                f"请在能防住或能发现它的那一步写 guards: [{name}]。",
                f"Write guards: [{name}] at the step where it is prevented or would be seen.",
            )
            yield spot.complaint(f"红线“{name}”没有哪一步把关", f"no step guards the red line {name!r}", remedy)


def _guards(edition: Edition, power: Power, seen: set[str]) -> set[str]:
    """What the steps of a power guard, those of its sub-cases among them."""
    seen.add(power.slug)
    found: set[str] = set()
    for step in power.flow.steps().values():
        found.update(step.guards)
        inner = edition.powers.get(step.power or "")
        if inner and inner.slug not in seen:
            found |= _guards(edition, inner, seen)
    return found


def check_numbers(edition: Edition) -> Iterator[Complaint]:
    """No number of the list is given twice."""
    taken: dict[int, Power] = {}
    for power in edition.powers.values():
        spot = Spot(power.file, power.lines["number"])
        first = taken.setdefault(power.number, power)
        if first is not power:
            yield spot.complaint(
                f"编号 {power.number} 已经给了 {first.slug}（{first.file}）",
                f"the number {power.number} is already that of {first.slug} ({first.file})",
                Words("每项权力一个编号，请改。", "Number each power once."),
            )
        if power.number > edition.head.counts.powers:
            last = edition.head.counts.powers
            yield spot.complaint(
                f"清单到第 {last} 项为止，这里是第 {power.number} 项",
                f"the list ends with number {last}, and this is {power.number}",
                Words("请改编号，或改 edition.yaml 里的 counts。", "Correct the number, or counts in edition.yaml."),
            )
