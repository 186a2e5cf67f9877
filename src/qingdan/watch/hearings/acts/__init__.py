"""The writes of hearings and of questions put to meetings."""

from qingdan.watch.hearings.acts.questions import answer_question, ask, check_answer, receipt_hash
from qingdan.watch.hearings.acts.records import (
    answer_opinion,
    enter,
    erase_names,
    open_sheet,
    record_opinion,
    sign_in,
)

__all__ = [
    "answer_opinion", "answer_question", "ask", "check_answer", "enter", "erase_names", "open_sheet", "receipt_hash",
    "record_opinion", "sign_in",
]  # fmt: skip
