"""``qingdan forms FILE.zip``: every blank form of the list in one archive, for a village or for none."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from qingdan.records.editions.queries import limits_for
from qingdan.records.files.disk import write_whole
from qingdan.web.management.asked import GIVEN_AWAY, add_norm_and_village, asked, refuse_what_is_there
from qingdan.web.management.progress import Progress
from qingdan.web.management.speaking import add_language, speaking
from qingdan.web.printing.serving import place_of
from qingdan.web.printing.whole_set import archive


class Command(BaseCommand):
    """The whole set of forms as a file."""

    help = "Writes every blank form of the list as PDF and Word into one ZIP file."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="where to: NAME.zip")
        add_norm_and_village(parser)
        add_language(parser)

    def handle(self, *args: Any, file: Path, village: str, norm: str, **options: Any) -> None:
        of = asked(norm, village)
        refuse_what_is_there(file)
        powers = [power for power in of.edition.powers.values() if norm in ("", power.norm)]
        limits = limits_for(of.village, of.day, of.edition) if of.village else of.edition.limits
        place = place_of(of.village) if of.village else None
        with speaking(options["language"]), Progress(self.stderr, "forms", len(powers)) as bar:
            content = archive(of.edition, powers, place, limits, bar.more)
        write_whole(file, content, GIVEN_AWAY)
        self.stdout.write(f"{file}: {len(powers)} powers, {len(content) / 1e6:.1f} MB")
