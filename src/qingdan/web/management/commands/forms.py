"""``qingdan forms FILE.zip``: every blank form of the list in one archive, for a village or for none."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from qingdan.records.editions.queries import NoEdition, current_edition, limits_for
from qingdan.records.regions.days import local_date
from qingdan.records.regions.queries import village_by_code
from qingdan.web.management.progress import Progress
from qingdan.web.management.speaking import add_language, speaking
from qingdan.web.printing.serving import place_of
from qingdan.web.printing.whole_set import archive


class Command(BaseCommand):
    """The whole set of forms as a file."""

    help = "Writes every blank form of the list as PDF and Word into one ZIP file."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="where to: NAME.zip")
        parser.add_argument("--village", default="", help="the 12-digit code of a village, whose name stands on them")
        parser.add_argument("--norm", default="", help="one norm only, by its short name")
        add_language(parser)

    def handle(self, *args: Any, file: Path, village: str, norm: str, **options: Any) -> None:
        today = local_date(timezone.now())
        try:
            edition = current_edition(today)
        except NoEdition as fault:
            raise CommandError("no list is in force: qingdan catalogue load") from fault
        found = village_by_code(village) if village else None
        if village and found is None:
            raise CommandError(f"no village has the code {village!r}")
        if norm and norm not in edition.norms:
            raise CommandError(f"no norm {norm!r}; the list has {', '.join(edition.norms)}")
        if file.exists():
            raise CommandError(f"{file} is there already; give another name")
        powers = [power for power in edition.powers.values() if norm in ("", power.norm)]
        limits = limits_for(found, today, edition) if found else edition.limits
        with speaking(options["language"]), Progress(self.stderr, "forms", len(powers)) as bar:
            content = archive(edition, powers, place_of(found) if found else None, limits, bar.more)
        file.write_bytes(content)
        self.stdout.write(f"{file}: {len(powers)} powers, {len(content) / 1e6:.1f} MB")
