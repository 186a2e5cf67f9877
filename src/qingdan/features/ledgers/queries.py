"""Reads of ledgers. Each costs a fixed number of queries, however many ledgers there are."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Q, Sum

from qingdan.domain.flow.conform.judging import Kind
from qingdan.features.ledgers.models import Finding, JudgedCase, Ledger
from qingdan.records.people.gates import Viewer
from qingdan.records.regions.models import Division
from qingdan.records.regions.paths import below

PAGE = 30


def within(viewer: Viewer, column: str = "place") -> Q:
    """The places whose officials' papers the person reads."""
    return below(column, viewer.scopes)


def ledgers_for(viewer: Viewer, before: int | None = None) -> list[Ledger]:
    """Ledgers within reach, newest first, one more than a page. One query."""
    found = Ledger.objects.filter(within(viewer)).select_related("village__parent")
    if before:
        found = found.filter(pk__lt=before)
    return list(found.order_by("-pk")[: PAGE + 1])


def powers_within(viewer: Viewer) -> list[str]:
    """The powers of which there are ledgers within reach. One query."""
    return list(Ledger.objects.filter(within(viewer)).order_by("power").values_list("power", flat=True).distinct())


def matrix_of(ledger: Ledger) -> list[tuple[str, str, int]]:
    """(step, kind, how often) of a ledger. One query."""
    found = Finding.objects.filter(ledger=ledger).values_list("step", "kind")
    return list(found.annotate(n=Count("pk")).order_by("step", "kind"))


def deviating(ledger: Ledger, after: int | None = None, size: int = PAGE) -> list[JudgedCase]:
    """The cases that do not fit, in the order of the file, one more than a page, with their findings. Two queries."""
    found = JudgedCase.objects.filter(ledger=ledger, fits=False).prefetch_related("findings")
    if after is not None:
        found = found.filter(seq__gt=after)
    return list(found.order_by("seq")[: size + 1])


def undecided(ledger: Ledger) -> int:
    """How many cases could not be judged to their end and show nothing else: neither right nor wrong. One query."""
    other = Finding.objects.filter(case=OuterRef("pk")).exclude(kind=Kind.NOT_DECIDED)
    return JudgedCase.objects.filter(~Exists(other), ledger=ledger, fits=False).count()


@dataclass(frozen=True, slots=True)
class VillageRow:
    """The numbers of a village: how many ledgers and cases, how many fit, and (power, step, kind, how often) of what
    was found most often."""

    village: Division
    ledgers: int
    cases: int
    fitting: int
    most: tuple[str, str, str, int] | None

    @property
    def share(self) -> float:
        """How many of the cases fit, from 0 to 1."""
        return self.fitting / self.cases if self.cases else 1.0


def villages_within(viewer: Viewer, power: str = "", after: str = "") -> list[VillageRow]:
    """Each village within reach that has ledgers, with its numbers, in official order; one more than a page. Three
    queries."""
    found = Ledger.objects.filter(within(viewer))
    if power:
        found = found.filter(power=power)
    if after:
        found = found.filter(place__gt=after)
    counted = found.values("village").annotate(ledgers=Count("pk"), c=Sum("cases"), f=Sum("fitting"))
    rows = list(counted.order_by("place").values_list("village", "ledgers", "c", "f")[: PAGE + 1])
    villages = Division.objects.select_related("parent").in_bulk([row[0] for row in rows])
    most = _most_found(villages, power)
    return [VillageRow(villages[pk], n, cases, fitting, most.get(pk)) for pk, n, cases, fitting in rows]


def _most_found(villages: Iterable[int], power: str) -> dict[int, tuple[str, str, str, int]]:
    found = Finding.objects.filter(ledger__village__in=list(villages))
    if power:
        found = found.filter(ledger__power=power)
    rows = found.values_list("ledger__village", "ledger__power", "step", "kind").annotate(
        n=Count("case", distinct=True)
    )
    best: dict[int, tuple[str, str, str, int]] = {}
    for village, slug, step, kind, n in rows.order_by("ledger__power", "step", "kind"):
        if village not in best or n > best[village][3]:
            best[village] = (slug, step, kind, n)
    return best


@dataclass(frozen=True, slots=True)
class PowerNumbers:
    """A power over all villages within reach; ``matrix`` is (step, kind, in how many cases)."""

    villages: int
    cases: int
    fitting: int
    matrix: list[tuple[str, str, int]]


def power_within(viewer: Viewer, power: str) -> PowerNumbers:
    """The numbers of a power over the villages within reach. Two queries."""
    found = Ledger.objects.filter(within(viewer), power=power)
    sums = found.aggregate(v=Count("village", distinct=True), c=Sum("cases"), f=Sum("fitting"))
    findings = Finding.objects.filter(within(viewer, "ledger__place"), ledger__power=power).values_list("step", "kind")
    matrix = list(findings.annotate(n=Count("case", distinct=True)).order_by("step", "kind"))
    return PowerNumbers(sums["v"], sums["c"] or 0, sums["f"] or 0, matrix)
