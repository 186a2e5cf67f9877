"""Writes of the people app, by noun."""

from __future__ import annotations

from qingdan.records.people.acts.absences import declare_absence, end_absence
from qingdan.records.people.acts.accounts import (
    add_person,
    change_password,
    close_account,
    new_temporary_password,
    open_account,
    reset_password,
)
from qingdan.records.people.acts.declarations import (
    declare_interest,
    declare_kin,
    end_interest,
    end_kin,
    look_up_kin,
)
from qingdan.records.people.acts.deputies import end_deputy, name_deputy
from qingdan.records.people.acts.holdings import appoint, end_holding
from qingdan.records.people.acts.sign_ins import (
    record_failed_sign_in,
    record_lock_out,
    record_sign_in,
    remove_second_factor,
    set_up_second_factor,
)

__all__ = [
    "add_person",
    "appoint",
    "change_password",
    "close_account",
    "declare_absence",
    "declare_interest",
    "declare_kin",
    "end_absence",
    "end_deputy",
    "end_holding",
    "end_interest",
    "end_kin",
    "look_up_kin",
    "name_deputy",
    "new_temporary_password",
    "open_account",
    "record_failed_sign_in",
    "record_lock_out",
    "record_sign_in",
    "remove_second_factor",
    "reset_password",
    "set_up_second_factor",
]
