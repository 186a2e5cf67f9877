"""Letting a personal detail stand: by name, in a post, with a reason, and only where the city's rules leave it open."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from django.utils.translation import gettext as _

from qingdan.domain.rules.audience import Audience, wider
from qingdan.records.leaks.guarding import AUDIENCES, Finding, Guard, Spot
from qingdan.records.leaks.kinds import LET_STAND
from qingdan.records.leaks.models import LetStand
from qingdan.records.leaks.queries import Allowed, Subject, digest_of
from qingdan.records.regions.models import Division
from qingdan.records.register.acts import Acting, Record, Refused, act

MOST_WHY = 500


@act(LET_STAND)
def let_stand(
    *, acting: Acting, subject: Subject, place: str, about: Mapping[str, Any], findings: Sequence[Finding], why: str
) -> Record[list[LetStand]]:
    """Let the details found stand in what is published of a subject; call it inside the act that takes the words in.

    ``about`` is what the register says of the subject: ``number``, and ``code`` for a sheet. The details themselves
    are in no row and no entry.
    :raises Refused: without a post or a reason, or for a kind that nobody may let stand for such an audience.
    """
    if acting.person_id is None or not acting.post:
        raise Refused(_("只有任着职务的人才能决定留下个人信息。请把它删掉。"))
    if not why.strip():
        raise Refused(_("请写明为什么要留下这些个人信息。"))
    never = [one for one in findings if not one.leak.may_stand]
    if never:
        raise Refused(never[0].sentence)
    rows = [
        LetStand.objects.create(
            subject_type=subject[0],
            subject_id=subject[1],
            digest=digest_of(subject, one.leak),
            kind=one.leak.kind,
            masked=one.leak.masked[:200],
            spot=one.spot.label[:120],
            audience=one.spot.audience,
            why=why.strip(),
            person_id=acting.person_id,
            post_name=acting.post_name or acting.post,
            at=acting.at,
        )
        for one in findings
    ]
    kinds = list(dict.fromkeys(one.leak.kind for one in findings))
    names = "、".join(next(f.leak.name.zh for f in findings if f.leak.kind is kind) for kind in kinds)
    data = {**about, "kinds": names, "audience": AUDIENCES[_widest(findings)].zh, "count": len(rows)}
    return Record(rows, subject, place, data, personal={"why": why.strip()})


def require_clean(
    *, acting: Acting, village: Division, subject: Subject, about: Mapping[str, Any], spots: Iterable[Spot], why: str
) -> None:
    """Stop words that many are to read while something personal stands in them, unless ``why`` lets it stand by name.
    Call it inside the act that takes the words in; a form has said it before (:class:`~.forms.ReadByMany`).

    :raises Refused: saying what, where, and what to do.
    """
    allowed = Allowed(subject)
    findings = [one for one in Guard(village).findings(spots) if not allowed(one.leak, one.spot.audience)]
    if findings and not why.strip():
        raise Refused("\n".join(f"{one.spot.label}：{one.sentence}" for one in findings))
    if findings:
        let_stand(
            acting=replace(acting, once=None), subject=subject, place=village.path, about=about, findings=findings,
            why=why,
        )  # fmt: skip


def _widest(findings: Sequence[Finding]) -> Audience:
    widest = findings[0].spot.audience
    for one in findings:
        if wider(one.spot.audience, widest):
            widest = one.spot.audience
    return widest
