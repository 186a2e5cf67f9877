"""What the commands that write files for people are asked for: the list in force, one of its norms, one village."""

from __future__ import annotations

from argparse import ArgumentParser
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from django.core.management.base import CommandError
from django.utils import timezone

from qingdan.domain.catalogue.model import Edition
from qingdan.records.editions.queries import NoEdition, current_edition
from qingdan.records.regions.days import local_date
from qingdan.records.regions.models import Division
from qingdan.records.regions.queries import village_by_code

GIVEN_AWAY = 0o644  # a file made for people: the owner may change it, others read it


@dataclass(frozen=True)
class Asked:
    """The list in force today, the norm ("" for all) and the village (None for none)."""

    edition: Edition
    day: date
    norm: str
    village: Division | None


def add_norm_and_village(parser: ArgumentParser) -> None:
    """``--norm`` and ``--village``, the same for each of these commands."""
    parser.add_argument("--norm", default="", help="one norm only, by its short name")
    parser.add_argument("--village", default="", metavar="CODE", help="the 12-digit code of the village it is for")


def asked(norm: str, village: str) -> Asked:
    """What was named on the command line. :raises CommandError: when there is no such list, norm or village."""
    today = local_date(timezone.now())
    try:
        edition = current_edition(today)
    except NoEdition as fault:
        raise CommandError("no list is in force: qingdan catalogue load") from fault
    if norm and norm not in edition.norms:
        raise CommandError(f"no norm {norm!r}; the list has {', '.join(edition.norms)}")
    found = village_by_code(village) if village else None
    if village and found is None:
        raise CommandError(f"no village has the code {village!r}")
    return Asked(edition, today, norm, found)


def refuse_what_is_there(file: Path) -> None:
    """:raises CommandError: where nothing can be written, before a minute's work is done for nothing."""
    if file.exists():
        raise CommandError(f"{file} is there already; give another name")
    if not file.parent.is_dir():
        raise CommandError(f"there is no folder {file.parent}; make it first")
