"""``qingdan manage icons``: copy the listed icons from the front-end packages into one static file."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from qingdan.web import icons


class Command(BaseCommand):
    help = "Build static/vendor/icons.svg from icons.txt and the installed Tabler Icons."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Where to read and where to write; both have good defaults."""
        parser.add_argument("--source", type=Path, default=Path(settings.HOUSE) / icons.SOURCE)
        parser.add_argument("--out", type=Path, default=icons.BUILT)

    def handle(self, *args: Any, source: Path, out: Path, **options: Any) -> None:
        """Write the file. :raises CommandError: saying which icon or folder is missing and what to do."""
        try:
            names = icons.listed()
            built = icons.build(names, source)
        except icons.IconsUnreadable as wrong:
            raise CommandError(str(wrong)) from wrong
        out.parent.mkdir(parents=True, exist_ok=True)
        out.write_text(built, encoding="utf-8")
        if options["verbosity"]:
            self.stdout.write(f"{len(names)} icons → {out.name} ({len(built.encode()) / 1024:.1f} KB)")
