"""A party's request: the case, the party and the first step in one act, before any official does anything."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from qingdan.domain.catalogue.asking import Asking
from qingdan.domain.catalogue.model import Edition
from qingdan.features.cases.acts.opening import OPENER, Opened, new_case, new_code
from qingdan.features.cases.acts.steps import complete_step
from qingdan.features.cases.acts.work import add_file
from qingdan.features.cases.capacity import standing
from qingdan.features.cases.channels import Channel
from qingdan.features.cases.kinds import REQUESTED, VERIFIED
from qingdan.features.cases.models import Case, CaseFile, Request
from qingdan.features.cases.parties import party_person
from qingdan.features.cases.running import Handed, lock, machine_of
from qingdan.records.files.store import store
from qingdan.records.regions.days import local_date
from qingdan.records.regions.models import Division
from qingdan.records.register.acts import Acting, Record, Refused, act

LEAST_WORDS = 2  # characters of a reason


@dataclass(frozen=True)
class Lodged:
    """What a party hands in: who it is, on which way, and the first step's form.

    ``helper`` and ``relation`` say who does it for the party; ``words`` are the person's own at the desk; ``seen`` is
    how the recorder made sure of the person ("" when not); ``uploads`` are (kind of evidence, file).
    """

    channel: str
    name: str
    mobile: str = ""
    helper: str = ""
    relation: str = ""
    words: str = ""
    seen: str = ""
    result: str | None = None
    facts: Mapping[str, Any] = field(default_factory=dict)
    personal: Mapping[str, Any] = field(default_factory=dict)
    uploads: Sequence[tuple[str, Any]] = ()


@act(REQUESTED)
def lodge_request(
    *,
    acting: Acting,
    edition: Edition,
    power: str,
    village: Division,
    lodged: Lodged,
    happened_at: datetime,
    code: str | None = None,
) -> Record[Opened]:
    """Take a request in: from now on it has a number and its time limit runs, though nobody has looked at it yet.

    ``acting`` has no person when the party does it alone. Evidence may still be lacking: that is for the check of
    the papers to say, once and in full. ``code`` is the tracking code, for a form that may be sent twice.
    :raises Refused: in a village where the lists do not apply yet; to an official who must stand aside.
    """
    asking = edition.askings[power]
    if not village.runs_on(local_date(happened_at)):
        raise Refused(
            _("%(village)s还没有开始用这份清单，网上办不了。请直接到村委会或镇里办。") % {"village": village.short_name}
        )
    within = Acting(acting.person_id, acting.name, acting.at, acting.post, acting.post_name)
    party = party_person(within, lodged.name, lodged.mobile, village)
    parties = {asking.role: party, OPENER: acting.person_id or party}
    title = _title(edition, power, lodged.name)
    opened = new_case(acting, edition, power, village, title, happened_at, parties, code or new_code())
    _no_kin(within, opened.case, happened_at)
    _note(acting, opened.case, asking.role, lodged, happened_at)
    _first_step(within, opened.case, asking, party, lodged, happened_at)
    opened.case.refresh_from_db()
    data = {"number": opened.case.number, "power": power, "channel": lodged.channel}
    topics = [("cases.opened", {"case": opened.case.pk})]
    return Record(opened, ("case", opened.case.pk), village.path, data, personal={"title": title}, topics=topics)


def _title(edition: Edition, power: str, name: str) -> str:
    return f"{edition.powers[power].plain.zh}：{name}"[:120]


def _no_kin(acting: Acting, case: Case, happened_at: datetime) -> None:
    if acting.person_id is None:
        return
    who = standing(case, machine_of(case), acting.person_id, local_date(happened_at))
    if who.conflicts:
        raise Refused(_("申请人是您申报的近亲属，您要回避。请由别的经办人登记，或者请他自己在手机上办。"))


def _note(acting: Acting, case: Case, role: str, lodged: Lodged, happened_at: datetime) -> None:
    seen = lodged.seen.strip() if acting.person_id else ""
    Request.objects.create(
        case=case,
        role=role,
        channel=lodged.channel,
        lodged_at=happened_at,
        mobile=lodged.mobile or None,
        helper=lodged.helper.strip() or None,
        relation=lodged.relation.strip() or None,
        words=lodged.words.strip() or None,
        verified_at=acting.at if seen else None,
        verified_by_id=acting.person_id if seen else None,
        verified_how=seen or None,
    )


def _first_step(acting: Acting, case: Case, asking: Asking, party: int, lodged: Lodged, happened_at: datetime) -> None:
    for kind, upload in lodged.uploads:
        kept = store(upload=upload, salt=case.salt, at=acting.at)
        add_file(acting=acting, case_id=case.pk, key=asking.step, kind=kind, stored=kept, name=upload.name, by=party)
    files = CaseFile.objects.filter(case=case, key=asking.step, seq=None)
    handed = Handed(
        happened_at=happened_at,
        personal=lodged.personal,
        files=tuple(files.values_list("pk", flat=True)),
        channel=lodged.channel,
    )
    complete_step(
        acting=acting,
        case_id=case.pk,
        key=asking.step,
        role=asking.role,
        signer_id=party,
        result=lodged.result,
        facts=lodged.facts,
        handed=handed,
        lacking=True,
    )


@act(VERIFIED)
def verify_request(*, acting: Acting, case_id: int, how: str) -> Record[Request]:
    """Record that the party is who it says it is, and how somebody made sure.

    :raises Refused: without a reason, a second time, or to somebody who handles no step or must stand aside.
    """
    assert acting.person_id is not None
    case = lock(case_id)
    asked = Request.objects.select_for_update().get(case=case)
    if asked.verified_at is not None:
        raise Refused(_("这件事的申请人已经核实过身份，不用再核。请刷新页面。"))
    if len(how.strip()) < LEAST_WORDS:
        raise Refused(_("请写明怎么核实的，例如：当面看了身份证；村文书认识本人；回了电话，说得对。"))
    who = standing(case, machine_of(case), acting.person_id, local_date(acting.at))
    if who.conflicts or not who.posts:
        raise Refused(_("您不能核实这个人的身份：要由这件事的经办人来核实，近亲属要回避。"))
    asked.verified_at, asked.verified_by_id, asked.verified_how = acting.at, acting.person_id, how.strip()
    asked.save(update_fields=["verified_at", "verified_by", "verified_how"])
    return Record(asked, ("case", case.pk), case.place, {"number": case.number}, personal={"how": how.strip()})


__all__ = ["Channel", "Lodged", "lodge_request", "verify_request"]
