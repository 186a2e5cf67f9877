"""Single places: a village or a villager group added by hand."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from django.utils.translation import gettext as _

from qingdan.records.regions import codes
from qingdan.records.regions.kinds import GROUP_ADDED, VILLAGE_ADDED
from qingdan.records.regions.models import NAME_LENGTH, Division, DivisionCode
from qingdan.records.regions.names import short_village_name
from qingdan.records.register.acts import Acting, Record, Refused, act


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
    name = checked_name(name)
    Division.objects.select_for_update().get(pk=town.pk)  # so that two people do not add one name at once
    refuse_code(town, code, is_demo)
    if town.children.filter(name=name, ended_on=None).exists():
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
    name = checked_name(name)
    Division.objects.select_for_update().get(pk=village.pk)
    if village.children.filter(name=name).exists():
        raise Refused(_("%(village)s已经有“%(name)s”。") % {"village": village.short_name, "name": name})
    group = Division.objects.plant(parent=village, level="group", name=name, short_name=name, is_demo=village.is_demo)
    return _record(group, village=village.short_name, group=name)


def checked_name(name: str) -> str:
    """A name without spaces around it. :raises Refused: when it is empty or too long."""
    name = name.strip()
    if not name or len(name) > NAME_LENGTH:
        raise Refused(_("请填写名称，最多 %(most)d 个字。") % {"most": NAME_LENGTH})
    return name


def refuse_code(town: Division, code: str, is_demo: bool, but: Collection[int] = ()) -> None:
    """:raises Refused: when a village of ``town`` may not have the code. ``but``: villages that give theirs up."""
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
    held = DivisionCode.objects.filter(code=code, valid_to=None).exclude(division__in=list(but))
    taken = held.select_related("division").first()
    if taken:
        raise Refused(_("代码 %(code)s 已经是%(name)s的。请核对代码。") % {"code": code, "name": taken.division})


def _record(division: Division, **data: object) -> Record[Division]:
    return Record(value=division, subject=("division", division.pk), place=division.path, data=data)
