"""From which cases a person must stand aside, for whole lists: one is told so, and not what the case is about."""

from __future__ import annotations

from collections.abc import Sequence

from qingdan.domain.rules.recusal import must_recuse
from qingdan.features.cases.about import whom_about
from qingdan.features.cases.models import Case, Party
from qingdan.features.cases.running import machine_of
from qingdan.records.people.gates import Viewer
from qingdan.records.people.queries import recusal_facts


def recused_from(viewer: Viewer, cases: Sequence[Case]) -> set[int]:
    """The numbers of those cases from which the viewer must stand aside and of which he is no party. Three queries."""
    parties: dict[int, dict[str, tuple[int, ...]]] = {case.pk: {} for case in cases}
    for case_id, role, person in Party.objects.filter(case__in=parties).values_list("case_id", "role", "person_id"):
        of_case = parties[case_id]
        of_case[role] = (*of_case.get(role, ()), person)
    ties, interests = recusal_facts({viewer.person.pk}, viewer.day)
    found = set()
    for case in cases:
        own = any(viewer.person.pk in who for role, who in parties[case.pk].items() if role != "opener")
        about = whom_about(case, machine_of(case), parties[case.pk])
        if not own and must_recuse(viewer.person.pk, about, ties, interests):
            found.add(case.pk)
    return found
