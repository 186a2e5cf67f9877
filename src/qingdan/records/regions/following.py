"""What the regions app itself lets follow when places move: the divisions below, and supervision numbers."""

from __future__ import annotations

from collections import Counter

from django.utils.translation import gettext as _

from qingdan.records.regions import rebasing
from qingdan.records.regions.models import (
    NAME_LENGTH,
    Adoption,
    Change,
    Division,
    DivisionCode,
    FormerPath,
    SupervisionContact,
)
from qingdan.records.regions.names import initials
from qingdan.records.regions.paths import path_of
from qingdan.records.regions.rebasing import Counted, Move, Rebaser, move_rows
from qingdan.records.register.acts import Acting
from qingdan.records.register.models import Entry


def count(move: Move) -> list[Counted]:
    """Groups that get another path, and numbers that are published for the successor."""
    groups = Division.objects.filter(move.below("path"), level=Division.Level.GROUP)
    contacts = SupervisionContact.objects.filter(division__in=list(move.successors))
    return [
        Counted(_("村民小组"), groups.count(), _("带着过去")),
        Counted(_("监督电话"), contacts.count(), _("改列在新的村下面")),
    ]


def apply(acting: Acting, move: Move) -> None:
    """Let groups and numbers follow. The villages themselves are the act's to write."""
    _name_groups_apart(move)
    for number, successor in move.successors.items():
        for group in Division.objects.filter(parent=number, level=Division.Level.GROUP).order_by("pk"):
            group.parent, group.path = successor, path_of(group.pk, successor.path)
            group.save(update_fields=["parent", "path"])
    if not move.successors:  # a village or groups that move as they are; one that ends keeps its path for history
        move_rows(Division, move, path="path")
    _hand_on_contacts(move)


def _name_groups_apart(move: Move) -> None:
    """Two villages each have a first group: where names would meet, those that come bring their village's name."""
    for successor in {s.pk: s for s in move.successors.values()}.values():
        coming = list(
            Division.objects.filter(
                parent__in=[n for n, s in move.successors.items() if s.pk == successor.pk], level=Division.Level.GROUP
            ).select_related("parent")
        )
        there = Division.objects.filter(parent=successor).values_list("name", flat=True)
        names = Counter([*there, *(group.name for group in coming)])
        for group in coming:
            if names[group.name] > 1:
                assert group.parent is not None
                group.name = f"{group.parent.short_name}{group.name}"[:NAME_LENGTH]
                group.short_name, group.initials = group.name, initials(group.name)
                group.save(update_fields=["name", "short_name", "initials"])


def _hand_on_contacts(move: Move) -> None:
    for number, successor in move.successors.items():
        taken = set(SupervisionContact.objects.filter(division=successor).values_list("name", flat=True))
        for contact in SupervisionContact.objects.filter(division=number).select_related("division").order_by("pk"):
            if contact.name in taken:
                contact.name = f"{contact.name}（{contact.division.short_name}）"[:NAME_LENGTH]
            taken.add(contact.name)
            contact.division = successor
            contact.save(update_fields=["division", "name"])


def register() -> None:
    """Called when the app is ready."""
    rebasing.register_rebaser(
        Rebaser("regions", ((Division, "parent"), (SupervisionContact, "division")), count, apply)
    )
    history = "it tells what was so at its time"
    for model, column in (
        (Division, "successor"), (DivisionCode, "division"), (Adoption, "village"), (Change, "division"),
        (Change, "other"), (FormerPath, "division"),
    ):  # fmt: skip
        rebasing.stays(model, column, history)
    rebasing.stays(Entry, "place", "the register is never changed; FormerPath leads its readers to it")
