"""Single places: a village or a villager group added by hand, and a village that joins."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _

from qingdan.records.regions import codes
from qingdan.records.regions.days import local_date
from qingdan.records.regions.kinds import GROUP_ADDED, VILLAGE_ADDED, VILLAGE_JOINED
from qingdan.records.regions.models import NAME_LENGTH, Division, DivisionCode
from qingdan.records.regions.names import short_village_name
from qingdan.records.register.acts import Acting, Record, Refused, act

ADOPTED_BY_LENGTH = 200


@act(VILLAGE_ADDED)
def add_village(
    *, acting: Acting, town: Division, name: str, code: str, since: date, is_demo: bool = False
) -> Record[Division]:
    """Register one village of ``town`` with its official code from ``since``; it has not joined yet.

    An invented village (``is_demo``) takes a code that no real one has: 600-999 at the end.

    :raises Refused: for a wrong level, name or code, or a code or name that is taken.
    """
    if town.level != "town":
        raise Refused(_("村要登记在镇或街道下面。请先选镇。"))
    name = _checked_name(name)
    Division.objects.select_for_update().get(pk=town.pk)  # so that two people do not add one name at once
    _refuse_code(town, code, is_demo)
    if town.children.filter(name=name).exists():
        raise Refused(_("%(town)s已经有“%(name)s”。请直接使用它，或换一个名称。") % {"town": town, "name": name})
    village = Division.objects.plant(
        parent=town, level="village", name=name, short_name=short_village_name(name), is_demo=is_demo
    )
    DivisionCode.objects.create(division=village, code=code, name=name, valid_from=since)
    return _record(village, town=town.short_name, village=village.short_name, code=code, demo=is_demo)


@act(GROUP_ADDED)
def add_group(*, acting: Acting, village: Division, name: str) -> Record[Division]:
    """Register a villager group (村民小组) of ``village``. It has no official code.

    :raises Refused: for a wrong level, an empty name, or a name that this village already has.
    """
    if village.level != "village":
        raise Refused(_("村民小组要登记在村下面。请先选村。"))
    name = _checked_name(name)
    Division.objects.select_for_update().get(pk=village.pk)
    if village.children.filter(name=name).exists():
        raise Refused(_("%(village)s已经有“%(name)s”。") % {"village": village.short_name, "name": name})
    group = Division.objects.plant(parent=village, level="group", name=name, short_name=name, is_demo=village.is_demo)
    return _record(group, village=village.short_name, group=name)


@act(VILLAGE_JOINED)
def join_village(
    *, acting: Acting, village: Division, state: str, joined_on: date, adopted_by: str
) -> Record[Division]:
    """Register that a village begins as a ``pilot``, or has ``joined``, by the decision ``adopted_by``.

    When a pilot joins, its first day as a pilot stays the day from which the lists apply; the entry keeps both.

    :raises Refused: for another level or state, a step back, no decision named, or a day still to come.
    """
    if village.level != "village":
        raise Refused(_("只有村（社区）可以加入。请选一个村。"))
    village = Division.objects.select_for_update().get(pk=village.pk)
    _refuse_state(village, state)
    adopted_by = adopted_by.strip()
    if not adopted_by or len(adopted_by) > ADOPTED_BY_LENGTH:
        raise Refused(_("请写明由哪次会议或哪份文件通过，最多 %(most)d 个字。") % {"most": ADOPTED_BY_LENGTH})
    if joined_on > local_date(acting.at):
        raise Refused(_("%(day)s 还没有到。请在当天或以后登记。") % {"day": joined_on.isoformat()})
    if village.joined_on and joined_on < village.joined_on:
        raise Refused(_("加入的日期不能早于试点开始的 %(day)s。请核对日期。") % {"day": village.joined_on.isoformat()})
    village.state, village.adopted_by = state, adopted_by
    village.joined_on = village.joined_on or joined_on
    village.save(update_fields=["state", "adopted_by", "joined_on"])
    return _record(
        village,
        village=village.short_name,
        state=state,
        state_name=str(Division.State(state).label),
        since=joined_on.isoformat(),
        applies_from=village.joined_on.isoformat(),
        adopted_by=adopted_by,
    )


def _checked_name(name: str) -> str:
    name = name.strip()
    if not name or len(name) > NAME_LENGTH:
        raise Refused(_("请填写名称，最多 %(most)d 个字。") % {"most": NAME_LENGTH})
    return name


def _refuse_code(town: Division, code: str, is_demo: bool) -> None:
    if not codes.is_code(code) or codes.level_of(code) != "village":
        raise Refused(_("“%(code)s”不是村级代码。村级代码是 12 位数字，后三位不是 000。") % {"code": code})
    if codes.is_for_invention(code) != is_demo:
        raise Refused(
            _("代码 %(code)s 用错了范围：真实的村后三位是 001-599，示例村后三位是 600-999。") % {"code": code}
        )
    town_code = DivisionCode.objects.filter(division=town, valid_to=None).values_list("code", flat=True).first()
    if codes.parent_code(code) != town_code:
        raise Refused(
            _("代码 %(code)s 不属于%(town)s（%(town_code)s）。请核对代码的前 9 位。")
            % {"code": code, "town": town.short_name, "town_code": town_code}
        )
    taken = DivisionCode.objects.filter(code=code, valid_to=None).select_related("division").first()
    if taken:
        raise Refused(_("代码 %(code)s 已经是%(name)s的。请核对代码。") % {"code": code, "name": taken.division})


def _refuse_state(village: Division, state: str) -> None:
    if state not in (Division.State.PILOT, Division.State.JOINED):
        raise Refused(_("“%(state)s”不是可以登记的状态。请选“试点”或“已加入”。") % {"state": state})
    if village.state == state or village.state == Division.State.JOINED:
        raise Refused(
            _("%(village)s已经是“%(state)s”，不用再登记。")
            % {"village": village.short_name, "state": Division.State(village.state).label}
        )


def _record(division: Division, **data: object) -> Record[Division]:
    return Record(value=division, subject=("division", division.pk), place=division.path, data=data)
