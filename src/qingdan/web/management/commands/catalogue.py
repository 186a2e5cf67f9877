"""``qingdan catalogue check | load | list | law-digest``: the three lists, from files to the house."""

from __future__ import annotations

import os
import sys
from argparse import ArgumentParser
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any, NoReturn

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from qingdan.domain.catalogue.laws import article_digest, articles_of, check_laws
from qingdan.domain.catalogue.load import kind_of, load_edition, read_places
from qingdan.domain.catalogue.model import Edition
from qingdan.domain.catalogue.read_calendar import read_year
from qingdan.domain.reading import Complaint, DefinitionError, gather
from qingdan.records.editions.sources import read_calendars, read_law_texts, read_sources, read_text
from qingdan.records.register.acts import Acting


class Command(BaseCommand):
    """The catalogue on the command line."""

    help = "Checks, loads and lists the editions of the catalogue."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        actions = parser.add_subparsers(dest="action", required=True)
        check = actions.add_parser("check", help="read the files and say everything that is wrong in them")
        check.add_argument("--laws", type=Path, metavar="DIR", help="compare citations with the texts in DIR")
        load = actions.add_parser("load", help="bring the files' edition into the database; nothing when it is there")
        for parser_ in (check, load):
            parser_.add_argument("--edition", default=settings.EDITION, help="the folder's name (%(default)s)")
        actions.add_parser("list", help="list the editions in the database")
        law = actions.add_parser("law-digest", help="print the digest of an article for a law's file")
        law.add_argument("file", type=Path, help="the text of the law")
        law.add_argument("article", help="its number: 35, 133-1")

    def handle(self, *args: Any, action: str, **options: Any) -> None:
        doing = {
            "check": self.check_files,
            "load": self.load,
            "list": self.list_editions,
            "law-digest": self.law_digest,
        }
        doing[action](options)

    def check_files(self, options: dict[str, Any]) -> None:
        """Exit 1 when there is any complaint."""
        files: dict[str, str] = {}
        complaints: list[Complaint] = []
        try:
            files = read_sources(settings.CATALOGUE, options["edition"])
            complaints += _wrong_years()
            edition = load_edition(files, self._progress)
        except DefinitionError as error:
            self._refuse([*error.complaints, *complaints], files)
        if options["laws"]:
            complaints += _against_texts(edition, options["laws"])
        for line in _counts(edition):
            self.stdout.write(line)
        if complaints:
            self._refuse(complaints, files)
        checked = " Every citation agrees with the texts." if options["laws"] else ""
        self.stdout.write(f"Nothing to complain about in {len(files)} files.{checked}")

    def load(self, options: dict[str, Any]) -> None:
        """Do nothing when this very edition and these calendars are already there."""
        from qingdan.records.editions.acts import adopt_edition, prepare, prepare_years, publish_years
        from qingdan.records.editions.models import Edition as Row

        files: dict[str, str] = {}
        try:
            files = read_sources(settings.CATALOGUE, options["edition"])
            years = prepare_years(read_calendars(settings.CATALOGUE))
            prepared = prepare(files, self._progress)
        except DefinitionError as error:
            self._refuse(error.complaints, files)
        acting = Acting.system("qingdan catalogue load", timezone.now())
        if years:
            shown = ", ".join(map(str, publish_years(acting=acting, years=years)))
            self.stdout.write(f"Calendars of {shown} are loaded.")
        edition = prepared.edition
        name = f"{edition.slug} {edition.head.version} ({edition.digest[:12]})"
        if Row.objects.filter(digest=edition.digest).exists():
            self.stdout.write(f"{name} is already loaded.")
            return
        adopt_edition(acting=acting, prepared=prepared)
        for line in _counts(edition):
            self.stdout.write(line)
        self.stdout.write(f"{name} is loaded.")

    def list_editions(self, options: dict[str, Any]) -> None:
        """Newest last; the one in force today is marked."""
        from qingdan.records.editions.models import Edition as Row
        from qingdan.records.editions.queries import current_digest

        current = current_digest(timezone.localdate())
        for row in Row.objects.order_by("in_force", "id"):
            mark = "*" if row.digest == current else " "
            loaded = timezone.localtime(row.loaded_at).strftime("%Y-%m-%d %H:%M")
            words = (row.slug, row.version, row.status, f"in force {row.in_force}", f"loaded {loaded}")
            self.stdout.write(f"{mark} {row.digest[:12]}  " + "  ".join(words))
        if current is None:
            self.stdout.write("No edition is in force today. Load one with `qingdan catalogue load`.")

    def law_digest(self, options: dict[str, Any]) -> None:
        """Print the digest, and on standard error the text that it covers."""
        file, number = options["file"], options["article"]
        if not file.is_file():
            raise CommandError(f"{file}: there is no such file. Name the text of a law.")
        try:
            articles = articles_of(read_text(file, str(file)))
        except DefinitionError as error:
            raise CommandError(str(error)) from None
        if number not in articles:
            raise CommandError(
                f"{file}: there is no article {number!r} among its {len(articles)}. Write for example 35."
            )
        self.stderr.write(articles[number])
        self.stdout.write(article_digest(articles[number]))

    def _progress(self, done: int, of: int) -> None:
        """A counter for a person who waits; nothing in a log."""
        if sys.stderr.isatty() and (done % 5 == 0 or done == of):
            self.stderr.write(f"\rreading {done} of {of} files", ending="\n" if done == of else "")

    def _refuse(self, complaints: tuple[Complaint, ...] | list[Complaint], files: dict[str, str]) -> NoReturn:
        for complaint in complaints:
            self.stdout.write(_shown(complaint))
        powers = sum(kind_of(path) == "power" for path in files)
        where = f" in {len(files)} files ({powers} powers)" if files else ""
        raise CommandError(f"{len(complaints)} complaint{'s' if len(complaints) > 1 else ''}{where}.")


def _shown(complaint: Complaint) -> str:
    """The complaint with its file as one would open it from here."""
    path = Path(settings.CATALOGUE) / complaint.file
    return str(replace(complaint, file=os.path.relpath(path))) if path.exists() else str(complaint)


def _wrong_years() -> list[Complaint]:
    try:
        gather(partial(read_year, place) for place in read_places(read_calendars(settings.CATALOGUE)).values())
    except DefinitionError as error:
        return list(error.complaints)
    return []


def _against_texts(edition: Edition, folder: Path) -> list[Complaint]:
    if not folder.is_dir():
        raise CommandError(f"{folder}: there is no such folder. Name the folder with the texts of the laws.")
    return check_laws(edition, read_law_texts(folder))


def _counts(edition: Edition) -> list[str]:
    counts = edition.head.counts
    lists = (
        ("powers", len(edition.powers), counts.powers),
        ("duties", len(edition.duties), counts.duties),
        ("prohibitions", len(edition.prohibitions), counts.prohibitions),
    )
    articles = sum(len(law.articles) for law in edition.laws.values())
    unread = sum(not law.text for law in edition.laws.values())
    return [
        *(f"{name:13} {there} of {of} written" for name, there, of in lists),
        f"{'laws':13} {len(edition.laws)} with {articles} articles; {unread} without a text to check",
    ]
