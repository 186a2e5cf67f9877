"""Signing for another by the village's rule: the event says so, and the register has an entry of its own for it."""

from __future__ import annotations

from dataclasses import replace

from qingdan.domain.rules.standing_in import WORDS
from qingdan.features.cases.acts.words import step_data
from qingdan.features.cases.capacity import Capacity
from qingdan.features.cases.kinds import STOOD_IN
from qingdan.features.cases.models import Case
from qingdan.features.cases.running import Handed, edition_of
from qingdan.records.register.acts import Acting, Record, act


def saying_for_whom(handed: Handed, way: Capacity) -> Handed:
    """What comes with the event, with the post that was signed for, why, and for which holders."""
    if way.stand_in is None:
        return handed
    said = {"role": way.role, "why": str(way.stand_in.why), "instead_of": list(way.stand_in.instead_of)}
    return replace(handed, stand_in=said)


def note_stand_in(acting: Acting, case: Case, key: str, way: Capacity) -> None:
    """To be called by every act by which somebody signs, after its event."""
    if way.stand_in is not None:
        record_stand_in(acting=replace(acting, once=None), case=case, key=key, way=way)


@act(STOOD_IN)
def record_stand_in(*, acting: Acting, case: Case, key: str, way: Capacity) -> Record[Case]:
    """Say in the register that a step was signed for another, by the rule, and why."""
    assert way.stand_in is not None
    words = WORDS[way.stand_in.why]
    post = edition_of(case).role_words(way.role).zh
    data = {**step_data(case, key, ""), "post": post, "why": words.zh, "reason": str(way.stand_in.why)}
    return Record(case, ("case", case.pk), case.place, data)
