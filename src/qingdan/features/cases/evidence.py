"""The evidence a step demands must be there before its default result counts."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext as _

from qingdan.domain.flow.machine import Machine
from qingdan.features.cases.messages import local
from qingdan.features.cases.models import Case, CaseFile
from qingdan.features.cases.running import edition_of
from qingdan.records.register.acts import Refused


def require_evidence(case: Case, running: Machine, key: str, result: str, files: Iterable[int]) -> None:
    """:raises Refused: naming what is missing. A refusal or a return needs a reason and no evidence."""
    step = running.step(key)
    if not step.evidence or (result != step.default and result not in step.declared):
        return
    there = set(
        CaseFile.objects.filter(case=case, key=key, pk__in=list(files), seq=None).values_list("kind", flat=True)
    )
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
