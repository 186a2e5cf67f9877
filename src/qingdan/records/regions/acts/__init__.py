"""Every way to change the records of places."""

from qingdan.records.regions.acts.changing import move_village, recode_village, rename_village
from qingdan.records.regions.acts.contacts import remove_contact, set_contact
from qingdan.records.regions.acts.joining import AdoptedEdition, Decision, join_village, leave_pilot
from qingdan.records.regions.acts.load import LoadReport, load_divisions
from qingdan.records.regions.acts.merging import NewVillage, merge_villages, split_village
from qingdan.records.regions.acts.villages import add_group, add_village

__all__ = [
    "AdoptedEdition",
    "Decision",
    "LoadReport",
    "NewVillage",
    "add_group",
    "add_village",
    "join_village",
    "leave_pilot",
    "load_divisions",
    "merge_villages",
    "move_village",
    "recode_village",
    "remove_contact",
    "rename_village",
    "set_contact",
    "split_village",
]
