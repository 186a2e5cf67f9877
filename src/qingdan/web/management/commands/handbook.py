"""``qingdan handbook FILE.pdf``: the handbook of the norms as one file, whole or of one norm, for a village or none."""

from __future__ import annotations

import os
import time
from argparse import SUPPRESS, ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from pypdfium2 import PdfDocument

from qingdan.records.files.disk import write_whole
from qingdan.web.handbook import making, paper
from qingdan.web.handbook.figures import usual_processes
from qingdan.web.handbook.order import Order
from qingdan.web.handbook.shelf import Pictures
from qingdan.web.management.asked import GIVEN_AWAY, add_norm_and_village, asked, refuse_what_is_there
from qingdan.web.management.progress import Progress
from qingdan.web.management.speaking import add_language, speaking

NICE = 5  # those who ask for pages go before


class Command(BaseCommand):
    """The handbook as a file."""

    help = "Writes the handbook of the norms, or the chapter of one norm, as one PDF."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, nargs="?", help="where to: NAME.pdf")
        parser.add_argument("--shelf", action="store_true", help=SUPPRESS)  # for the pages, which hand over their lock
        add_norm_and_village(parser)
        add_language(parser)

    def handle(
        self, *args: Any, file: Path | None, shelf: bool, norm: str, village: str, language: str, **options: Any
    ) -> None:
        if shelf:
            os.nice(NICE)
            with speaking(language):
                making.make(order_of(norm, village))
            return
        if file is None:
            raise CommandError("name the file to write: qingdan handbook NAME.pdf")
        refuse_what_is_there(file)
        began = time.monotonic()
        with speaking(language):
            order = order_of(norm, village)
            with Progress(self.stderr, "handbook", paper.calls_of(order)) as bar:
                content = paper.pdf(order, bar.more, usual_processes(), Pictures())
        try:
            write_whole(file, content, GIVEN_AWAY)
        except OSError as fault:
            raise CommandError(f"cannot write {file}: {fault.strerror}") from fault
        with PdfDocument(content) as found:
            pages = len(found)
        size, took = len(content) / 1e6, time.monotonic() - began
        self.stdout.write(f"{file}: {len(order.powers)} powers, {pages} pages, {size:.1f} MB, {took:.0f} s")


def order_of(norm: str, village: str) -> Order:
    """What is asked for on a command line. :raises CommandError: when there is no such list, norm or village."""
    of = asked(norm, village)
    return Order.of(of.edition, of.day, of.village, of.norm)
