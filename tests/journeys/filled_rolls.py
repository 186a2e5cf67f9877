"""Every page of rolls, of an invented village that the demonstration's own hand has filled."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from django.utils import timezone

from qingdan.records.rolls.drafts import keep_draft
from qingdan.records.rolls.models import ClosedRoll, HouseholdMember, RollEntry
from qingdan.records.rolls.planning.plan import Options
from qingdan.records.rolls.sheets.rows import PersonRow, Read
from qingdan.records.rolls.sheets.tables import Table
from qingdan.web.demo.populating import Populating
from tests.cast import house
from tests.journeys.staging import Stage
from tests.places import group_of

SHELF = Path(__file__).parents[1] / "broken" / "rolls"


def pages_of_rolls(stage: Stage) -> dict[str, str]:
    """Kind and address of every page of rolls, once there is somebody on them."""
    village = stage.cast.one
    group_of(village)
    populating = Populating.of(village, stage.edition, house())
    assert populating is not None
    populating.populate([stage.cast[key].person for key in ("clerk", "director", "secretary", "villager")])
    entry = RollEntry.objects.filter(person=stage.cast["clerk"].person).latest("pk")
    member = HouseholdMember.objects.get(person=stage.cast["clerk"].person)
    here, roll = f"/desk/rolls/{village.pk}/", f"/desk/rolls/{village.pk}/roll/{entry.kind}/"
    row = PersonRow("", 2, "示例·新来的", born_on=date(1980, 1, 5), household="900", relation="head")
    draft = keep_draft(
        owner=stage.cast["clerk"].person, village=village, roll=stage.edition.rolls.kinds[entry.kind],
        table=Table("示例.xlsx", "0" * 64, ()), read=Read((row,), {}, ("列“备注”没有用到",)),
        options=Options(date(2026, 1, 1), "first-count"), at=timezone.now(),
    )  # fmt: skip
    return {
        "rolls": here,
        "rolls-town": "/desk/rolls/",
        "roll": roll,
        "roll-back-then": f"{roll}?day=2025-01-01&q=示例",
        "roll-enter": f"{roll}enter/",
        "roll-import": f"{roll}import/",
        "roll-preview": f"/desk/rolls/import/{draft.pk}/",
        "roll-entry": f"/desk/rolls/entry/{entry.pk}/",
        "roll-closed": f"/desk/rolls/closed/{ClosedRoll.objects.latest('pk').pk}/",
        "roll-person": f"{here}person/{entry.person_id}/",
        "households": f"{here}households/",
        "household-add": f"{here}households/add/",
        "household": f"/desk/rolls/household/{member.household_id}/",
        "member-leave": f"/desk/rolls/member/{member.pk}/leave/",
    }
