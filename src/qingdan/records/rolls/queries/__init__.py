"""Reads of rolls: ``counts`` for meetings and overviews, ``lists`` for pages, ``people`` for one person."""

from qingdan.records.rolls.queries.counts import (
    GroupCount,
    RollCount,
    count_households,
    count_on_roll,
    counts_of,
    entitled,
    on_roll,
)

__all__ = [
    "GroupCount",
    "RollCount",
    "count_households",
    "count_on_roll",
    "counts_of",
    "entitled",
    "on_roll",
]
