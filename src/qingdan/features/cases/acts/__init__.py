"""The writes of cases, by noun: opening, steps, meetings, notices, and moving work between people."""

from qingdan.features.cases.acts.calling import Call, call_meeting
from qingdan.features.cases.acts.elections import Count, Line, Sheet, record_election
from qingdan.features.cases.acts.meetings import Told, confirm_meeting, record_meeting
from qingdan.features.cases.acts.notices import (
    answer_objection,
    close_notice,
    object_to_notice,
    post_notice,
    restart_notice,
)
from qingdan.features.cases.acts.opening import Opened, open_case
from qingdan.features.cases.acts.steps import begin_duty, complete_step, discharge, dispute_step, expire_step, interrupt
from qingdan.features.cases.acts.work import add_file, add_late_file, hand_over, mark_overdue, urge

__all__ = [
    "Call",
    "Count",
    "Line",
    "Opened",
    "Sheet",
    "Told",
    "add_file",
    "add_late_file",
    "answer_objection",
    "begin_duty",
    "call_meeting",
    "close_notice",
    "complete_step",
    "confirm_meeting",
    "discharge",
    "dispute_step",
    "expire_step",
    "hand_over",
    "interrupt",
    "mark_overdue",
    "object_to_notice",
    "open_case",
    "post_notice",
    "record_election",
    "record_meeting",
    "restart_notice",
    "urge",
]
