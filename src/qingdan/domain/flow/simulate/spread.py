"""Numbers of a simulation in short: quantiles, and a share with the interval in which it may really lie."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt

Z_95 = 1.959963984540054  # standard deviations to both sides of 95 per cent of a normal distribution


@dataclass(frozen=True, slots=True)
class Spread:
    """How values lie: their number, the least of which half and nine tenths are not above, and their mean."""

    n: int
    p50: float
    p90: float
    mean: float


@dataclass(frozen=True, slots=True)
class Share:
    """``over`` of ``n``, with the 95 per cent interval after Wilson (0 to 1)."""

    over: int
    n: int
    low: float
    high: float

    @property
    def value(self) -> float:
        """The share itself; 0 of nothing."""
        return self.over / self.n if self.n else 0.0


def spread(values: Sequence[float]) -> Spread:
    """The spread of at least one value. :raises ValueError: of none."""
    if not values:
        raise ValueError("no value to speak of")
    ordered = sorted(values)
    return Spread(len(ordered), _quantile(ordered, 0.5), _quantile(ordered, 0.9), sum(ordered) / len(ordered))


def _quantile(ordered: Sequence[float], part: float) -> float:
    """The least value that at least ``part`` of them do not exceed."""
    place = max(0, -(-int(part * 1000) * len(ordered) // 1000) - 1)
    return ordered[min(place, len(ordered) - 1)]


def wilson(over: int, n: int) -> Share:
    """A share with Wilson's score interval, which holds for small numbers and for shares near 0 and 1 too."""
    if not n:
        return Share(0, 0, 0.0, 1.0)
    share, square = over / n, Z_95 * Z_95
    middle = share + square / (2 * n)
    half = Z_95 * sqrt(share * (1 - share) / n + square / (4 * n * n))
    low, high = (middle - half) / (1 + square / n), (middle + half) / (1 + square / n)
    return Share(over, n, max(0.0, low) if over else 0.0, min(1.0, high) if over < n else 1.0)
