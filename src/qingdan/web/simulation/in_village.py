"""Simulates a power as it goes in one village: with its persons, and the times of its finished cases."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

from qingdan.domain.catalogue.proving import Prover
from qingdan.domain.flow.simulate.montecarlo import Setting, Simulated
from qingdan.features.cases.durations import observed
from qingdan.records.regions.models import Division
from qingdan.web.simulation.running import run
from qingdan.web.simulation.staffing import staff_of


def run_in(
    prover: Prover,
    slug: str,
    setting: Setting,
    is_working_day: Callable[[date], bool],
    village: Division | None,
) -> Simulated:
    """Simulate a power with the persons of a village and the times that its finished cases told; without one with as
    many persons as the list supposes, and with assumed times alone."""
    if village is None:
        return run(prover, slug, replace(setting, holders=prover.establishment.seats), is_working_day)
    posts = staff_of(village, prover.edition, setting.start).posts
    holders = {post: len(persons) for post, persons in posts.items()}
    return run(prover, slug, replace(setting, holders=holders), is_working_day, lambda power: observed(power, village))
