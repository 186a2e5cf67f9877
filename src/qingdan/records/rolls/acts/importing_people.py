"""The persons of an import: those who are new, and what changes of those who are registered."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from qingdan.records.people.models import Person
from qingdan.records.regions.models import Division
from qingdan.records.rolls.models import Change, Identity
from qingdan.records.rolls.planning.plan import Item, Plan

Note = Callable[..., None]


def write_persons(plan: Plan, village: Division, note: Note) -> dict[int, Person]:
    """Make and change persons in a few statements. Gives the new ones by the ``id()`` of their item."""
    new = [item for item in plan.items if item.person is None]
    made = Person.objects.bulk_create([_person(item, village) for item in new])
    Identity.objects.bulk_create([_identity(item, person) for item, person in zip(new, made, strict=True)])
    changed = [item for item in plan.items if item.changes]
    _change(changed)
    for item in changed:
        shown = {k: ([None, None] if k == "id_number" else v) for k, v in item.changes.items()}
        note(Change.What.CORRECTED, person=item.person, changed=shown, reason=None)
    return {id(item): person for item, person in zip(new, made, strict=True)}


def _person(item: Item, village: Division) -> Person:
    return Person(name=item.name, mobile=item.row.mobile if item.row else None, is_demo=village.is_demo)


def _identity(item: Item, person: Person) -> Identity:
    row = item.row
    assert row is not None
    return Identity(person=person, id_number=row.id_number, born_on=row.born_on, sex=row.sex)


def _change(changed: list[Item]) -> None:
    own: list[Person] = []
    kept: list[Identity] = []
    fresh: list[Identity] = []
    for item in changed:
        person, values = item.person, {name: pair[1] for name, pair in item.changes.items()}
        assert person is not None
        for name in ("name", "mobile"):
            if name in values:
                setattr(person, name, values.pop(name))
                own.append(person)
        if values:
            there = hasattr(person, "identity")
            identity = person.identity if there else Identity(person=person)
            for name, value in values.items():
                setattr(identity, name, _typed(name, value))
            (kept if there else fresh).append(identity)
    Person.objects.bulk_update(own, ["name", "mobile"], batch_size=500)
    Identity.objects.bulk_update(kept, ["id_number", "born_on", "sex"], batch_size=500)
    Identity.objects.bulk_create(fresh)


def _typed(name: str, value: Any) -> Any:
    return date.fromisoformat(value) if name == "born_on" and isinstance(value, str) else value
