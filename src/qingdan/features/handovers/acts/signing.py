"""The list is gone through, three sign, and it is done; or it is found not to be needed, or it is late."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import override

from qingdan.features.handovers.kinds import GIVER_MISSING, ITEMS_RECORDED, NOT_NEEDED, OVERDUE, REOPENED, SIGNED
from qingdan.features.handovers.models import Handover, Item, Signature
from qingdan.features.handovers.rules import Candidate, takers, witnesses
from qingdan.records.people import leaving
from qingdan.records.people.models import Person
from qingdan.records.people.posts import official_name
from qingdan.records.people.queries import near_kin_ids
from qingdan.records.regions.days import local_date
from qingdan.records.register.acts import Acting, Record, Refused, act

COUNT_LENGTH, NOTE_LENGTH = 40, 300


@dataclass(frozen=True, slots=True)
class ItemLine:
    """What was found of one line of the sheet."""

    item: int
    state: str
    count: str = ""
    note: str = ""


@act(ITEMS_RECORDED)
def record_items(*, acting: Acting, handover_id: int, lines: Sequence[ItemLine]) -> Record[Handover]:
    """Write down how it stands with the things of the list. Nothing is changed once somebody has signed for it.

    :raises Refused: after a signature, for a line that is not on the list, or a difference that is not described.
    """
    handover = _open(handover_id)
    if handover.signatures.exists():
        raise Refused(_("已经有人签了字，清单不能再改。要改，请先由监交人撤销签字。"))
    items = {item.pk: item for item in handover.items.all()}
    for line in lines:
        item = items.get(line.item)
        if item is None or line.state not in Item.State.values:
            raise Refused(_("清单里没有这一样。请刷新页面再填。"))
        if line.state == Item.State.DIFFERS and not line.note.strip():
            raise Refused(_("“%(what)s”有出入，请写明差在哪里、差多少。") % {"what": item.words})
        item.state = line.state
        item.count, item.note = line.count.strip()[:COUNT_LENGTH] or None, line.note.strip()[:NOTE_LENGTH] or None
        item.save(update_fields=["state", "count", "note"])
    states = [item.state for item in items.values()]
    counts = {"handed": states.count(Item.State.HANDED), "differs": states.count(Item.State.DIFFERS)}
    return _record(handover, **counts)


@act(SIGNED)
def sign(*, acting: Acting, handover_id: int, part: str, person: Person | None = None) -> Record[Handover]:
    """Sign for one part. With the third signature it is done, and what was the person's own goes to who takes over.

    ``person`` signed on paper, and whoever watches records it; without one, ``acting`` signs himself.
    :raises Refused: while a line is open, for somebody whose part it is not, or who has signed for another.
    """
    assert acting.person_id is not None
    handover = _open(handover_id)
    signer = person.pk if person else acting.person_id
    candidate = _checked(acting, handover, part, signer)
    if signer != acting.person_id and acting.person_id not in _watching(acting, handover):
        raise Refused(_("别人在纸上签的字，要由监交人登记。"))
    Signature.objects.create(
        handover=handover, part=part, person_id=signer, role=candidate.role if candidate else None,
        standing_in=bool(candidate and candidate.standing_in), at=acting.at, recorded_by_id=acting.person_id,
    )  # fmt: skip
    _finish_if_signed(acting, handover)
    name = candidate.person.name if candidate else handover.holding.person.name
    return _record(handover, {"name": name}, part=_official(part))


@act(GIVER_MISSING)
def giver_is_missing(*, acting: Acting, handover_id: int, why: str) -> Record[Handover]:
    """Whoever watches says that the one who leaves did not come, and why; the others sign all the same.

    :raises Refused: for somebody who does not watch, without a reason, or while a line is open.
    """
    assert acting.person_id is not None
    handover = _open(handover_id)
    if acting.person_id not in _watching(acting, handover):
        raise Refused(_("移交人没有到场，要由监交人登记。"))
    if not why.strip():
        raise Refused(_("请写明移交人为什么没有到场，例如：去世、被留置、通知了两次都没有来。"))
    _refuse_open_lines(handover)
    if handover.signatures.filter(part=Signature.Part.GIVER).exists():
        raise Refused(_("移交人已经签过字了。"))
    Signature.objects.create(
        handover=handover, part=Signature.Part.GIVER, person=handover.holding.person, at=acting.at,
        recorded_by_id=acting.person_id, missing=True,
    )  # fmt: skip
    _finish_if_signed(acting, handover)
    return _record(handover, {"name": handover.holding.person.name, "why": why.strip()})


@act(REOPENED)
def reopen(*, acting: Acting, handover_id: int, why: str) -> Record[Handover]:
    """Take the signatures back, so that the list can be put right. Not once it is done."""
    handover = _open(handover_id)
    if acting.person_id not in _watching(acting, handover):
        raise Refused(_("撤销签字要由监交人来办。"))
    if not why.strip():
        raise Refused(_("请写明为什么撤销签字，例如：数目写错了。"))
    gone, _by_model = Signature.objects.filter(handover=handover).delete()
    if not gone:
        raise Refused(_("还没有人签字，清单可以直接改。"))
    return _record(handover, {"why": why.strip()})


@act(NOT_NEEDED)
def close_as_not_needed(*, acting: Acting, handover_id: int, why: str) -> Record[Handover]:
    """Whoever watches finds that nothing is to be handed over, and says why."""
    handover = _open(handover_id)
    if acting.person_id not in _watching(acting, handover):
        raise Refused(_("不用移交，要由监交人登记。"))
    if not why.strip():
        raise Refused(_("请写明为什么不用移交，例如：连选连任。"))
    handover.done_at, handover.not_needed = acting.at, True
    handover.save(update_fields=["done_at", "not_needed"])
    return _record(handover, {"why": why.strip()})


@act(OVERDUE)
def mark_overdue(*, acting: Acting, handover: Handover) -> Record[Handover]:
    """The day has passed and it is not done: say so once, and let others hear. :raises Refused: a second time."""
    late = Handover.objects.filter(pk=handover.pk, done_at=None, missed_at=None)
    if not late.update(missed_at=acting.at):
        raise Refused(_("这次移交的超期已经记过了。"))
    return _record(handover, topics=[("handovers.overdue", {"handover": handover.pk})])


def _official(part: str) -> str:
    """The Chinese name of a part: what the register keeps, whatever language the page is in."""
    with override("zh-hans"):
        return str(Signature.Part(part).label)


def _open(handover_id: int) -> Handover:
    found = Handover.objects.select_for_update(of=("self",)).select_related("village", "holding__person")
    handover = found.get(pk=handover_id)
    if handover.done_at is not None:
        raise Refused(_("这次移交已经办完了，不能再改。"))
    return handover


def _refuse_open_lines(handover: Handover) -> None:
    left = handover.items.filter(state=Item.State.OPEN).count()
    if left:
        raise Refused(_("清单上还有 %(n)d 样没有核对。请逐样填好再签字。") % {"n": left})


def _watching(acting: Acting, handover: Handover) -> set[int]:
    return {c.person.pk for c in witnesses(handover, local_date(acting.at))}


def _checked(acting: Acting, handover: Handover, part: str, signer: int) -> Candidate | None:
    """In which post the signer may sign for this part; None for who leaves, who needs none."""
    _refuse_open_lines(handover)
    day = local_date(acting.at)
    signed = {s.part: s.person_id for s in handover.signatures.all()}
    if part in signed:
        raise Refused(_("这一签已经签过了。请刷新页面看现在的情况。"))
    if part == Signature.Part.GIVER and signer == handover.holding.person_id:
        return None
    fitting = {Signature.Part.TAKER: takers, Signature.Part.WITNESS: witnesses}.get(part)  # type: ignore[call-overload]
    candidate = next((c for c in fitting(handover, day) if c.person.pk == signer), None) if fitting else None
    if candidate is None:
        raise Refused(_("这一签不该由这个人签。移交人是离任的人，接手人是继任的人，监交人是镇里或者监委会主任。"))
    if signer in signed.values():
        raise Refused(_("三个签字要三个人签，才能互相作证。"))
    watched = {Signature.Part.WITNESS: Signature.Part.TAKER, Signature.Part.TAKER: Signature.Part.WITNESS}
    other = signed.get(watched[Signature.Part(part)])  # who leaves was looked at by ``witnesses``
    if other is not None and other in near_kin_ids([signer], day):
        raise Refused(_("监交人和交接的人是近亲属，要换一位监交。"))
    return candidate


def _finish_if_signed(acting: Acting, handover: Handover) -> None:
    signed = {s.part: s.person_id for s in Signature.objects.filter(handover=handover)}
    if len(signed) == len(Signature.Part):
        handover.done_at = acting.at
        handover.save(update_fields=["done_at"])
        leaving.pass_on(handover.holding, signed[Signature.Part.TAKER], local_date(acting.at))


def _record(
    handover: Handover, personal: dict[str, Any] | None = None, topics: Any = (), **data: Any
) -> Record[Handover]:
    names = {"place_name": handover.village.short_name, "post_name": official_name(handover.holding.post)}
    return Record(
        value=handover,
        subject=("handover", handover.pk),
        place=handover.place,
        data={**names, **data},
        personal=personal or {},
        topics=topics,
    )
