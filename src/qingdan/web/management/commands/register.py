"""``qingdan register verify``: does the register stand as it was written, and every file as it was handed in?"""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from collections.abc import Iterable
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from qingdan.records.files.models import StoredFile
from qingdan.records.files.verify import verify_files
from qingdan.records.register.models import Entry
from qingdan.records.register.seals import verify
from qingdan.web.management.progress import Progress


class Command(BaseCommand):
    """Reads everything and changes nothing."""

    help = "Verify the register's entries, personal words and seals, and the files on disk."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """What to do."""
        does = parser.add_subparsers(dest="does", required=True)
        check = does.add_parser("verify", help=self.help)
        check.add_argument("--without-files", action="store_true", help="entries and seals only")

    def handle(self, *, without_files: bool = False, verbosity: int = 1, **options: Any) -> None:
        """Print every fault on a line of its own. :raises CommandError: when there is one (exit code 1)."""
        entries, files = Entry.objects.count(), StoredFile.objects.count()
        with Progress(sys.stderr, "register", entries, quiet=verbosity == 0) as bar:
            faults = self._say(verify(bar.to))
        if not without_files:
            # A file that no record knows loses nothing of anybody's: it is said, and is not a fault.
            faults += self._say(f for f in verify_files() if f.kind != "unknown")
        if faults:
            raise CommandError(
                f"{faults} faults. Stop the house, keep this disk as it is, and compare with the last backup."
            )
        if verbosity:
            read = f"{entries} entries" if without_files else f"{entries} entries and {files} files"
            self.stdout.write(f"{read} stand as they were written.")

    def _say(self, faults: Iterable[Any]) -> int:
        lines = [f"{fault.where}: {fault.what}" for fault in faults]
        for line in lines:
            self.stdout.write(line)
        return len(lines)
