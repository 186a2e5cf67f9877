"""Writes of the rolls app, by noun."""

from __future__ import annotations

from qingdan.records.rolls.acts.closing import close_roll
from qingdan.records.rolls.acts.entries import correct_entry, enter_on_roll, strike_off, void_entry
from qingdan.records.rolls.acts.importing import import_roll
from qingdan.records.rolls.acts.members import (
    add_household,
    add_member,
    change_household,
    correct_member,
    end_membership,
)
from qingdan.records.rolls.acts.persons import correct_person, end_capacity, find_capacity
from qingdan.records.rolls.acts.reading import export_roll, export_roll_with_numbers, look_up_identity

__all__ = [
    "add_household",
    "add_member",
    "change_household",
    "close_roll",
    "correct_entry",
    "correct_member",
    "correct_person",
    "end_capacity",
    "end_membership",
    "enter_on_roll",
    "export_roll",
    "export_roll_with_numbers",
    "find_capacity",
    "import_roll",
    "look_up_identity",
    "strike_off",
    "void_entry",
]
