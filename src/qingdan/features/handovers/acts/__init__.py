"""The writes of handovers: opening, the list, the signatures, closing."""

from qingdan.features.handovers.acts.opening import open_handover
from qingdan.features.handovers.acts.signing import (
    ItemLine,
    close_as_not_needed,
    giver_is_missing,
    mark_overdue,
    record_items,
    reopen,
    sign,
)

__all__ = [
    "ItemLine",
    "close_as_not_needed",
    "giver_is_missing",
    "mark_overdue",
    "open_handover",
    "record_items",
    "reopen",
    "sign",
]
