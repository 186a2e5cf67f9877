"""My household and the rolls that I am on, for my own page."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import template
from django.utils.translation import gettext as _

from qingdan.domain.catalogue.rolls import Rolls
from qingdan.domain.rules.households import ORDER, Relation
from qingdan.records.people.gates import Viewer
from qingdan.records.register.models import Entry
from qingdan.records.rolls.catalogue import rolls_on, title_of, why_words
from qingdan.records.rolls.models import HouseholdMember, RollEntry
from qingdan.records.rolls.queries.people import lookups_of, my_home, my_rolls

register = template.Library()


@register.inclusion_tag("rolls/_mine.html")
def my_rolls_and_household(viewer: Viewer) -> dict[str, Any]:
    """What of the rolls is about the reader: household, entries, and who looked at the identity number. Six queries."""
    person, day = viewer.person, viewer.day
    rolls = rolls_on(day)
    member, household = my_home(person, day)
    entries = my_rolls(person)
    return {
        "member": member,
        "household": sorted(household, key=_place),
        "entries": [_row(entry, rolls, day) for entry in entries],
        "lookups": [
            _looked(entry, rolls) for entry in lookups_of(person, _places(entries)) if _concerns(entry, entries)
        ],
    }


def _place(member: HouseholdMember) -> tuple[int, int]:
    return ORDER[Relation(member.relation)], member.pk


def _row(entry: RollEntry, rolls: Rolls, day: date) -> dict[str, Any]:
    roll = rolls.kinds.get(entry.kind)
    keeping = roll.keeping if roll else None
    return {
        "entry": entry,
        "title": title_of(rolls, entry.kind),
        "why_on": why_words(keeping, entry.why_on),
        "why_off": why_words(keeping, entry.why_off),
        "is_over": entry.ends is not None and entry.ends < day,
        "not_yet": entry.starts > day,
    }


def _places(entries: list[RollEntry]) -> set[str]:
    return {entry.village.path for entry in entries}


def _concerns(looked: Entry, entries: list[RollEntry]) -> bool:
    """Whether a reading was of this person alone, or of a file of a roll on which he was that day."""
    if looked.subject_type == "person":
        return True
    day = date.fromisoformat(looked.data["day"])
    mine = (e for e in entries if e.kind == looked.data["kind"] and e.village.path == looked.place)
    return any(e.starts <= day and (e.ends is None or day <= e.ends) for e in mine)


def _looked(entry: Entry, rolls: Rolls) -> dict[str, Any]:
    words = entry.personal.words if hasattr(entry, "personal") else {}
    alone = entry.subject_type == "person"
    what = (
        _("看了您的身份证号")
        if alone
        else _("导出了“%(roll)s”，带身份证号") % {"roll": title_of(rolls, entry.data["kind"])}
    )
    return {"entry": entry, "what": what, "purpose": words.get("purpose", _("（已删除）"))}
