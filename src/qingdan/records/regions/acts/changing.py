"""A village gets another name, another code, or another town. Its lasting id stays, and with it everything it did."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _

from qingdan.records.regions import rebasing
from qingdan.records.regions.acts.joining import locked_village
from qingdan.records.regions.acts.villages import checked_name, refuse_code
from qingdan.records.regions.days import local_date
from qingdan.records.regions.kinds import VILLAGE_MOVED, VILLAGE_RECODED, VILLAGE_RENAMED
from qingdan.records.regions.models import DOCUMENT_LENGTH, Change, Division, DivisionCode, FormerPath
from qingdan.records.regions.names import initials, short_village_name
from qingdan.records.regions.paths import path_of
from qingdan.records.regions.rebasing import Move, rebase
from qingdan.records.register.acts import Acting, Record, Refused, act


@act(VILLAGE_RENAMED)
def rename_village(*, acting: Acting, village: Division, name: str, on: date, document: str) -> Record[Division]:
    """Give a village another official name from ``on``; the old one stays dated.

    :raises Refused: for a name that the town has already, a day out of order, or no document.
    """
    village = locked_village(village)
    name, document = checked_name(name), checked_document(document)
    now = checked_day(acting, village, on)
    assert village.parent is not None
    if name == village.name or village.parent.children.filter(name=name, ended_on=None).exists():
        raise Refused(_("%(town)s已经有“%(name)s”。请换一个名称。") % {"town": village.parent.short_name, "name": name})
    before = village.short_name
    new_code(village, now, now.code, name, on)
    village.name, village.short_name = name, short_village_name(name)
    village.initials = initials(village.short_name)
    village.save(update_fields=["name", "short_name", "initials"])
    return record_change(village, Change.Kind.RENAMED, on, document, before=before, after=village.short_name)


@act(VILLAGE_RECODED)
def recode_village(*, acting: Acting, village: Division, code: str, on: date, document: str) -> Record[Division]:
    """Give a village another official code from ``on``; the old one still finds it.

    :raises Refused: for a code that is wrong or taken, a day out of order, or no document.
    """
    village = locked_village(village)
    document = checked_document(document)
    now = checked_day(acting, village, on)
    assert village.parent is not None
    if code == now.code:
        raise Refused(_("%(village)s现在的代码就是 %(code)s。") % {"village": village.short_name, "code": code})
    refuse_code(village.parent, code, village.is_demo)
    new_code(village, now, code, now.name, on)
    return record_change(village, Change.Kind.RECODED, on, document, before=now.code, after=code)


@act(VILLAGE_MOVED)
def move_village(
    *, acting: Acting, village: Division, town: Division, code: str, on: date, document: str
) -> Record[Division]:
    """Let a village of one town belong to another of the same city from ``on``, with a code of that town.

    Everything that is kept of it by place follows in this transaction.
    :raises Refused: for a town of another city, a code that is not the town's, a day out of order, or no document.
    """
    village = locked_village(village)
    document = checked_document(document)
    now = checked_day(acting, village, on)
    old_town = village.parent
    assert old_town is not None
    _refuse_town(village, old_town, town)
    refuse_code(town, code, village.is_demo)
    old_path, new_path = village.path, path_of(village.pk, town.path)
    move = Move(day=on, paths=((old_path, new_path),))
    new_code(village, now, code, now.name, on)
    FormerPath.objects.create(division=village, path=old_path, until=on, own=True)
    village.parent, village.path, village.placed_on = town, new_path, on
    moved = rebase(acting, move)
    village.save(update_fields=["parent", "path", "placed_on"])
    return record_change(
        village, Change.Kind.MOVED, on, document, before=old_town.short_name, after=town.short_name, other=town,
        moved=moved,
    )  # fmt: skip


def _refuse_town(village: Division, old_town: Division, town: Division) -> None:
    if town.level != Division.Level.TOWN or town.parent_id != old_town.parent_id:
        raise Refused(_("村只能划到同一个市的镇或街道。请选镇或街道。"))
    if town.pk == old_town.pk:
        raise Refused(_("%(village)s现在就归%(town)s。") % {"village": village.short_name, "town": town.short_name})
    if town.children.filter(name=village.name, ended_on=None).exists():
        raise Refused(
            _("%(town)s已经有“%(name)s”。请先更名，再划过去。") % {"town": town.short_name, "name": village.name}
        )


def checked_document(document: str) -> str:
    """The number of the document without spaces around it. :raises Refused: when it is missing or too long."""
    document = document.strip()
    if not document or len(document) > DOCUMENT_LENGTH:
        raise Refused(_("请写明依据的批准文件和文号，最多 %(most)d 个字。") % {"most": DOCUMENT_LENGTH})
    return document


def checked_day(acting: Acting, village: Division, on: date) -> DivisionCode:
    """The code and name of today, if they may change on this day. :raises Refused: for a day still to come, or one
    that is not later than what was registered last."""
    if on > local_date(acting.at):
        raise Refused(_("%(day)s 还没有到。请在当天或以后登记。") % {"day": on.isoformat()})
    now = DivisionCode.objects.select_for_update().filter(division=village, valid_to=None).first()
    if now is None:
        raise Refused(_("%(village)s没有现行的代码，请先核对行政区划。") % {"village": village.short_name})
    days = Change.objects.filter(division=village).order_by("-day").values_list("day", flat=True)
    last = max([now.valid_from, *days[:1]])
    if on <= last:
        raise Refused(
            _("%(village)s上一次变动登记在 %(day)s，这次的日期要比它晚。请核对日期。")
            % {"village": village.short_name, "day": last.isoformat()}
        )
    return now


def new_code(village: Division, now: DivisionCode, code: str, name: str, on: date) -> None:
    """Close the dated row of code and name, and open the next."""
    now.valid_to = on
    now.save(update_fields=["valid_to"])
    DivisionCode.objects.create(division=village, code=code, name=name, valid_from=on)


def record_change(
    village: Division,
    kind: Change.Kind,
    on: date,
    document: str,
    *,
    before: str,
    after: str,
    other: Division | None = None,
    moved: list[rebasing.Counted] | None = None,
) -> Record[Division]:
    """Keep the change for the village's page, and give the record of the act."""
    Change.objects.create(
        division=village, kind=kind, day=on, document=document, other=other, before=before, after=after
    )
    data = {"village": village.short_name, "on": on.isoformat(), "document": document, "before": before, "after": after}
    if moved is not None:
        data["moved"] = {c.what: c.number for c in moved}  # type: ignore[assignment]
    return Record(value=village, subject=("division", village.pk), place=village.path, data=data)
