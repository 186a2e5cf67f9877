"""The evidence a step demands must be there before its default result counts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.utils.translation import gettext as _

from qingdan.domain.flow.machine import Machine
from qingdan.features.cases.messages import local
from qingdan.features.cases.models import Case
from qingdan.features.cases.running import edition_of
from qingdan.records.register.acts import Refused
from qingdan.records.written import marks, rows

TAKEN = (
    'UPDATE cases_casefile SET seq = %s WHERE case_id = %s AND "key" = %s AND seq IS NULL AND id IN ({}) RETURNING kind'
)


def take_evidence(
    case: Case, running: Machine, key: str, result: str, files: Sequence[int], *, confirming: bool = False
) -> None:
    """Make the files handed in part of the event that is written next, and see that nothing is missing.

    A refusal or a return needs a reason and no evidence; who is ``confirming`` what another handed in has it there.
    :raises Refused: naming what is missing.
    """
    taken = rows(TAKEN.format(marks(files)), case.version + 1, case.pk, key, *files) if files else []
    step = running.step(key)
    if not confirming and (result == step.default or result in step.declared):
        _demand(case, running, key, {kind for (kind,) in taken})


def _demand(case: Case, running: Machine, key: str, there: Iterable[str]) -> None:
    step = running.step(key)
    missing = [kind for kind in step.evidence if kind not in there]
    if missing:
        names = _("、").join(local(edition_of(case).head.evidence[kind]) for kind in missing)
        raise Refused(
            _("“%(step)s”还差材料：%(names)s。请拍照或选文件补上再交。")
            % {
                "step": local(step.name),
                "names": names,
            }
        )
