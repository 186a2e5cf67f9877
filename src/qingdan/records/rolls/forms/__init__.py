"""Forms of the rolls app. What the rolls forbid is the acts' to refuse; here only what was typed."""

from qingdan.records.rolls.forms.entries import (
    CloseForm,
    CorrectEntryForm,
    EnterForm,
    ExportForm,
    ImportForm,
    PurposeForm,
    ReasonForm,
    StrikeForm,
)
from qingdan.records.rolls.forms.households import (
    CapacityForm,
    ChangeHouseholdForm,
    CorrectMemberForm,
    CorrectPersonForm,
    EndForm,
    HouseholdForm,
    LeaveForm,
    MemberForm,
)

__all__ = [
    "CapacityForm",
    "ChangeHouseholdForm",
    "CloseForm",
    "CorrectEntryForm",
    "CorrectMemberForm",
    "CorrectPersonForm",
    "EndForm",
    "EnterForm",
    "ExportForm",
    "HouseholdForm",
    "ImportForm",
    "LeaveForm",
    "MemberForm",
    "PurposeForm",
    "ReasonForm",
    "StrikeForm",
]
