"""The public logs ``a12`` (see the README) with their known answers."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

TREE = Path(__file__).parents[3] / "apps" / "eventlogs" / "a12.ptml"
FITTING = {"a12f0n00": 1000, "a12f0n05": 966, "a12f0n10": 910, "a12f0n20": 793, "a12f0n50": 500}


def variants() -> Iterator[tuple[str, int, str]]:
    """Log, number of cases, and their trace, whose activities have one letter each."""
    with Path(__file__).with_suffix(".csv").open(encoding="utf-8") as kept:
        for row in csv.DictReader(kept):
            yield row["log"], int(row["cases"]), row["trace"]
