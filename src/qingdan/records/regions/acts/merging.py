"""Villages become one, or one becomes two. What they did stays theirs; what is open goes on with who comes after."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext as _

from qingdan.records.regions.acts.changing import checked_day, checked_document
from qingdan.records.regions.acts.joining import locked_village
from qingdan.records.regions.acts.villages import checked_name, refuse_code
from qingdan.records.regions.kinds import VILLAGE_SPLIT, VILLAGES_MERGED
from qingdan.records.regions.models import Adoption, Change, Division, DivisionCode, FormerPath
from qingdan.records.regions.names import short_village_name
from qingdan.records.regions.rebasing import Counted, Move, rebase
from qingdan.records.register.acts import Acting, Record, Refused, act

A_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class NewVillage:
    """The village that a merger or a split makes: its official name and code."""

    name: str
    code: str


@act(VILLAGES_MERGED)
def merge_villages(
    *,
    acting: Acting,
    villages: Sequence[Division],
    into: Division | NewVillage,
    on: date,
    document: str,
    choices: Mapping[str, Any] | None = None,
) -> Record[Division]:
    """Let ``villages`` of one town be one from ``on``: a new one, or another that goes on (``into``).

    Their rows stay with their lasting ids, names and codes, ended on that day; groups, contacts and everything that the
    apps keep by place follow to the successor in this transaction (see ``rebasing``). ``choices``: what the person
    chose for an app, by the name of its rebaser. The successor runs the lists if one of them did.

    :raises Refused: for villages of different towns, days out of order, no document, or what an app refuses.
    """
    document = checked_document(document)
    ending = _locked(acting, villages, into, on)
    keep = ending[0].parent
    assert keep is not None
    successor = _successor(keep, ending, into, on, document, acting)
    _end(ending, successor, on, document)
    _go_on_running(ending, successor, on, document)
    move = Move(
        day=on,
        paths=tuple((village.path, successor.path) for village in ending),
        successors={village.pk: successor for village in ending},
        choices=choices or {},
    )
    moved = rebase(acting, move)
    names = "、".join(village.short_name for village in ending)
    data = {"names": names, "from": [village.pk for village in ending]}
    return _record(successor, on, document, moved, **data)


def _locked(acting: Acting, villages: Sequence[Division], into: Division | NewVillage, on: date) -> list[Division]:
    """The villages that end, locked in one order. :raises Refused: when they cannot become one."""
    wanted = {village.pk: village for village in villages}
    everybody = {**wanted, **({into.pk: into} if isinstance(into, Division) else {})}
    if len(everybody) < 2:
        raise Refused(_("合并至少要两个村。请再选一个。"))
    if isinstance(into, Division):
        wanted.pop(into.pk, None)
    locked = {pk: locked_village(everybody[pk]) for pk in sorted(everybody)}
    if len({village.parent_id for village in locked.values()}) > 1:
        raise Refused(_("要合并的村不在同一个镇。请先把它们划到同一个镇，再合并。"))
    if len({village.is_demo for village in locked.values()}) > 1:
        raise Refused(_("示例村不能和真实的村合并。"))
    for pk in wanted:
        checked_day(acting, locked[pk], on)
        _refuse_later_adoption(locked[pk], on)
    return [locked[pk] for pk in sorted(wanted)]


def _refuse_later_adoption(village: Division, on: date) -> None:
    later = Adoption.objects.filter(village=village, until=None, since__gte=on).first()
    if later is not None:
        raise Refused(
            _("%(village)s从 %(day)s 起才用清单，合并的日期要比它晚。请核对日期。")
            % {"village": village.short_name, "day": later.since.isoformat()}
        )


def _successor(
    town: Division, ending: Sequence[Division], into: Division | NewVillage, on: date, document: str, acting: Acting
) -> Division:
    if isinstance(into, Division):
        successor = locked_village(into)
        checked_day(acting, successor, on)
        return successor
    return _plant(town, into, ending[0].is_demo, on, ending)


def _plant(town: Division, new: NewVillage, is_demo: bool, on: date, giving_up: Sequence[Division]) -> Division:
    """A new village with a code that may be one of those which the others give up on that day."""
    name = checked_name(new.name)
    there = town.children.filter(name=name, ended_on=None).exclude(pk__in=[v.pk for v in giving_up])
    if there.exists():
        raise Refused(_("%(town)s已经有“%(name)s”。请换一个名称。") % {"town": town.short_name, "name": name})
    refuse_code(town, new.code, is_demo, but=[village.pk for village in giving_up])
    for code in DivisionCode.objects.filter(division__in=[v.pk for v in giving_up], valid_to=None):
        code.valid_to = on
        code.save(update_fields=["valid_to"])
    village: Division = Division.objects.plant(
        parent=town, level="village", name=name, short_name=short_village_name(name), is_demo=is_demo
    )
    DivisionCode.objects.create(division=village, code=new.code, name=name, valid_from=on)
    return village


def _end(ending: Sequence[Division], successor: Division, on: date, document: str) -> None:
    """The villages are no more; every path at which something of theirs stands in the register leads to the heir."""
    for village in ending:
        DivisionCode.objects.filter(division=village, valid_to=None).update(valid_to=on)
        Adoption.objects.filter(village=village, until=None).update(until=on - A_DAY, ended_why=document)
        former = [(village.path, on), *village.former_paths.values_list("path", "until")]
        FormerPath.objects.bulk_create(
            [FormerPath(division=successor, path=path, until=until, own=False) for path, until in former]
        )
        Division.objects.filter(successor=village).update(successor=successor)  # those that ended in it before
        village.ended_on, village.successor = on, successor
        village.save(update_fields=["ended_on", "successor"])
        for one, kind, other in (
            (village, Change.Kind.MERGED_INTO, successor),
            (successor, Change.Kind.MERGED_FROM, village),
        ):
            Change.objects.create(division=one, kind=kind, day=on, document=document, other=other)


_ORDER = (Division.State.NOT_JOINED, Division.State.PILOT, Division.State.JOINED)


def _go_on_running(ending: Sequence[Division], successor: Division, on: date, document: str) -> None:
    """What the villagers of one of them could watch, those of the new one can: the farthest state of all holds."""
    farthest = max(ending, key=lambda village: _ORDER.index(Division.State(village.state)))
    if _ORDER.index(Division.State(farthest.state)) <= _ORDER.index(Division.State(successor.state)):
        return
    last = Adoption.objects.filter(village=farthest, until=on - A_DAY).order_by("-since").first()
    Adoption.objects.filter(village=successor, until=None).update(until=on - A_DAY, ended_why=document)
    _inherit(successor, str(farthest.state), last, on, document)


def _inherit(village: Division, state: str, last: Adoption | None, on: date, document: str) -> None:
    """Let a village that comes out of another run the same lists, by the document that made it."""
    by = last.decided_by if last else document
    Adoption.objects.create(
        village=village, state=state, since=on, body=last.body if last else None, decided_by=by, decided_on=on,
        document=document, edition=last.edition if last else None, edition_name=last.edition_name if last else None,
    )  # fmt: skip
    village.state, village.adopted_by = state, f"{by} {document}"[:200]
    village.joined_on = village.joined_on or on
    village.save(update_fields=["state", "adopted_by", "joined_on"])


@act(VILLAGE_SPLIT)
def split_village(
    *, acting: Acting, village: Division, new: NewVillage, groups: Sequence[Division], on: date, document: str
) -> Record[Division]:
    """Let ``groups`` of a village be a new village from ``on``; the old one goes on with the rest.

    What the groups hold goes with them; the village's own posts and open cases stay. The new one runs the same lists.
    :raises Refused: for groups that are not the village's, or all of them, days out of order, or no document.
    """
    village = locked_village(village)
    document = checked_document(document)
    checked_day(acting, village, on)
    _refuse_later_adoption(village, on)
    there = {group.pk: group for group in Division.objects.select_for_update().filter(parent=village)}
    chosen = {group.pk for group in groups}
    if not chosen or not chosen < set(there):
        raise Refused(_("请选分出去的村民小组：至少一个，也不能是全部。全部都去，就用更名。"))
    town = village.parent
    assert town is not None
    made = _plant(town, new, village.is_demo, on, ())
    leaving = [there[pk] for pk in sorted(chosen)]
    move = Move(day=on, paths=tuple((group.path, made.path + group.path[len(village.path) :]) for group in leaving))
    for group in leaving:
        FormerPath.objects.create(division=made, path=group.path, until=on, own=False)
        group.parent = made
        group.save(update_fields=["parent"])
    moved = rebase(acting, move)
    if village.state != Division.State.NOT_JOINED:
        last = Adoption.objects.filter(village=village, until=None).first()
        _inherit(made, str(village.state), last, on, document)
    for one, kind, other in ((village, Change.Kind.SPLIT_OFF, made), (made, Change.Kind.SPLIT_FROM, village)):
        Change.objects.create(division=one, kind=kind, day=on, document=document, other=other)
    return _record(made, on, document, moved, village=village.short_name, new=made.short_name, of=village.pk)


def _record(made: Division, on: date, document: str, moved: Sequence[Counted], **data: Any) -> Record[Division]:
    kept = {"village": made.short_name, "on": on.isoformat(), "document": document, **data}
    kept["moved"] = {counted.what: counted.number for counted in moved}
    return Record(value=made, subject=("division", made.pk), place=made.path, data=kept)
