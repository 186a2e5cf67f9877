"""Posts, and who stands in for them, when villages merge: each post ends or goes on with its holder, as was chosen."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import override

from qingdan.records.people.acts.holdings import appoint, end_holding
from qingdan.records.people.models import Deputy, Holding
from qingdan.records.regions import rebasing
from qingdan.records.regions.models import Division
from qingdan.records.regions.rebasing import Counted, Move, Rebaser
from qingdan.records.register.acts import Acting

NAME = "people"
CARRY = "carry"  # in the choices for this app: the holdings that go on in the village that comes after
A_DAY = timedelta(days=1)


def held_in(villages: Iterable[int], day: date) -> QuerySet[Holding]:
    """Terms in these villages themselves (not in their groups, which go as they are) that run on ``day`` or later."""
    found = Holding.objects.filter(Q(ends=None) | Q(ends__gte=day), division__in=list(villages))
    return found.select_related("person", "division").order_by("post", "division_id", "starts", "pk")


def count(move: Move) -> list[Counted]:
    """Terms that go on, those that end, and rules of deputies."""
    carried = set(move.choices.get(NAME, {}).get(CARRY, ()))
    terms = list(held_in(move.successors, move.day))
    going_on = sum(term.pk in carried for term in terms)
    rules = Deputy.objects.on(move.day).filter(village__in=list(move.successors)).count()
    return [
        Counted(_("转任的职务"), going_on, _("在新的村接着任")),
        Counted(_("到此为止的职务"), len(terms) - going_on, _("要办移交")),
        Counted(_("代签规则"), rules, _("新的村没有定的，沿用第一个村的")),
    ]


def apply(acting: Acting, move: Move) -> None:
    """End every term in the villages that end, then let those go on that were chosen.

    :raises Refused: when two of them would hold a post that one may hold, or the law keeps posts apart.
    """
    house = replace(acting, once=None)
    carried = set(move.choices.get(NAME, {}).get(CARRY, ()))
    going_on = []
    for term in held_in(move.successors, move.day):
        successor, ends = move.successors[term.division_id], term.ends
        if term.starts >= move.day:  # it began in a village that was no more: it is the successor's from its first day
            term.division = successor
            term.save(update_fields=["division"])
            continue
        with override("zh-hans"):
            names = {"village": term.division.short_name, "successor": successor.short_name}
            why = _("%(village)s并入%(successor)s") % names
        goes_on = term.pk in carried
        end_holding(acting=house, holding=term, last_day=move.day - A_DAY, why=why, goes_on=goes_on)
        if goes_on:
            going_on.append((term, successor, ends))
    for term, successor, ends in going_on:
        with override("zh-hans"):
            basis = _("%(basis)s；随村合并转任") % {"basis": term.basis}
        appoint(
            acting=house, person=term.person, post=term.post, division=successor, starts=move.day, ends=ends,
            basis=basis[:200],
        )  # fmt: skip
    _hand_on_rules(move)


def _hand_on_rules(move: Move) -> None:
    """A village without rules of its own begins with those of the first that ended; the others' end."""
    for successor in {s.pk: s for s in move.successors.values()}.values():
        if not Deputy.objects.on(move.day).filter(village=successor).exists():
            _copy_rules(move, successor)
    Deputy.objects.on(move.day).filter(village__in=list(move.successors)).update(ended_on=move.day - A_DAY)


def _copy_rules(move: Move, successor: Division) -> None:
    for number in (n for n, s in move.successors.items() if s.pk == successor.pk):
        rules = list(Deputy.objects.on(move.day).filter(village=number))
        if rules:
            for rule in rules:
                rule.pk, rule.village, rule.declared_on = None, successor, move.day
            Deputy.objects.bulk_create(rules)
            return


def register() -> None:
    """Called when the app is ready."""
    covers = ((Holding, "division"), (Deputy, "village"))
    over = {Holding: lambda day: Q(ends__lt=day), Deputy: lambda day: Q(ended_on__lt=day)}
    rebasing.register_rebaser(Rebaser(NAME, covers, count, apply, over=over))
