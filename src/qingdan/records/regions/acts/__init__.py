"""Every way to change the records of places."""

from qingdan.records.regions.acts.contacts import remove_contact, set_contact
from qingdan.records.regions.acts.load import LoadReport, load_divisions
from qingdan.records.regions.acts.villages import add_group, add_village, join_village

__all__ = [
    "LoadReport",
    "add_group",
    "add_village",
    "join_village",
    "load_divisions",
    "remove_contact",
    "set_contact",
]
