"""``qingdan demo load``: three invented villages, their people, and cases at every stage."""

from __future__ import annotations

import logging
import sys
from argparse import ArgumentParser
from collections.abc import Sequence
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from qingdan.records.editions.queries import NoEdition
from qingdan.records.register.acts import Refused
from qingdan.web.demo import mark
from qingdan.web.demo.loading import Step, load
from qingdan.web.management.progress import Progress


class Command(BaseCommand):
    """Only for a database made for nothing else: in it anybody signs in as anybody, on this machine."""

    help = "Make this empty database a demonstration; a second time it does nothing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """What to do."""
        load = parser.add_subparsers(dest="does", required=True).add_parser("load", help=self.help)
        load.add_argument("--only", nargs="+", default=(), metavar="POWER", help="cases of these powers alone")

    def handle(self, *, verbosity: int = 1, only: Sequence[str] = (), **options: Any) -> None:
        """Load it. :raises CommandError: when the database is in real use, or regions or catalogue are missing."""
        if mark.remember():
            if verbosity:
                self.stdout.write("this database is the demonstration already.")
            return
        bar: Progress | None = None

        def progress(total: int) -> Step:
            nonlocal bar
            bar = Progress(sys.stderr, "demonstration", total)
            return bar.more

        logging.getLogger("qingdan.worker").setLevel(logging.WARNING)  # a hundred nights' work is no news
        try:
            loaded = load(timezone.now(), progress, only)
        except (Refused, NoEdition) as fault:
            raise CommandError(str(fault)) from fault
        finally:
            logging.getLogger("qingdan.worker").setLevel(logging.NOTSET)
            if bar:
                bar.__exit__()
        for fault in loaded.faults:
            self.stderr.write(f"left where it stands: {fault}")
        if verbosity:
            self.stdout.write(f"three invented villages and {loaded.cases} cases.")
            if loaded.without:
                self.stdout.write(f"no such stage in the definition: {', '.join(loaded.without)}")
