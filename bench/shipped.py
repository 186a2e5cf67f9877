"""The list that ships, read once for whatever measures with it."""

from __future__ import annotations

import functools
from pathlib import Path

from qingdan.domain.catalogue.load import load_edition
from qingdan.domain.catalogue.model import Edition
from qingdan.records.editions.sources import read_sources

CATALOGUE = Path(__file__).resolve().parents[1] / "catalogue"


@functools.cache
def shipped() -> Edition:
    """The edition, read and checked."""
    return load_edition(read_sources(CATALOGUE, "jiyuan"))
