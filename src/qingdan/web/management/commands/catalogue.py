"""``qingdan catalogue check | load | list | impact | law-digest``: the three lists, from files to the house."""

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
from django.utils.translation import gettext as _

from qingdan.domain.catalogue.concordance.check import check_concordances
from qingdan.domain.catalogue.concordance.compare import compare_texts
from qingdan.domain.catalogue.concordance.model import Change, Concordance
from qingdan.domain.catalogue.concordance.read import read_concordances
from qingdan.domain.catalogue.laws import article_digest, articles_of, check_laws
from qingdan.domain.catalogue.load import kind_of, load_edition, read_places
from qingdan.domain.catalogue.model import Edition
from qingdan.domain.catalogue.read_calendar import read_year
from qingdan.domain.complaints import Complaint, DefinitionError, gather
from qingdan.records.editions.sources import (
    read_calendars,
    read_concordance_files,
    read_law_texts,
    read_sources,
    read_text,
)  # fmt: skip
from qingdan.records.register.acts import Acting
from qingdan.web.management.impact import choose, impact_lines
from qingdan.web.management.speaking import add_language, speaking, write_complaints


class Command(BaseCommand):
    """The catalogue on the command line."""

    help = "Checks, loads and lists the editions of the catalogue."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        actions = parser.add_subparsers(dest="action", required=True)
        check = actions.add_parser("check", help="read the files and say everything that is wrong in them")
        check.add_argument("--laws", type=Path, metavar="DIR", help="compare citations with the texts in DIR")
        load = actions.add_parser("load", help="bring the files' edition into the database; nothing when it is there")
        touched = actions.add_parser("impact", help="list what a change of a law touches, with old and new article")
        touched.add_argument("--law", required=True, help="the law by its key: 村民委员会组织法")
        touched.add_argument("--from", dest="older", metavar="YEAR", help="the older version: 2018, 2018-12-29")
        touched.add_argument("--to", dest="newer", metavar="YEAR", help="the newer version: 2025")
        kinds = [change.value for change in Change]
        touched.add_argument("--only", action="append", choices=kinds, help="only what changed so; may be given again")
        for parser_ in (check, load, touched):
            parser_.add_argument("--edition", default=settings.EDITION, help="the folder's name (%(default)s)")
        listing = actions.add_parser("list", help="list the editions in the database")
        law = actions.add_parser("law-digest", help="print the digest of an article for a law's file")
        law.add_argument("file", type=Path, help="the text of the law")
        law.add_argument("article", help="its number: 35, 133-1")
        for parser_ in (check, load, touched, listing, law):
            add_language(parser_)

    def handle(self, *args: Any, action: str, **options: Any) -> None:
        doing = {
            "check": self.check_files,
            "load": self.load,
            "list": self.list_editions,
            "impact": self.impact,
            "law-digest": self.law_digest,
        }
        with speaking(options["language"]):
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
            self._refuse([*error.complaints, *complaints, *_concordances()[1]], files)
        concordances, wrong = _concordances()
        complaints += [*wrong, *check_concordances(edition, concordances)]
        if options["laws"]:
            complaints += _against_texts(edition, concordances, options["laws"])
        for line in (*_counts(edition), *_counted(concordances)):
            self.stdout.write(line)
        if complaints:
            self._refuse(complaints, files)
        self.stdout.write(_("%(files)d 个文件没有要改的地方。") % {"files": len(files) + len(concordances)})
        if options["laws"]:
            self.stdout.write(_("引用的条文都和原文一致。"))

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
            shown = _("、").join(map(str, publish_years(acting=acting, years=years)))
            self.stdout.write(_("载入了 %(years)s 年的日历。") % {"years": shown})
        edition = prepared.edition
        name = f"{edition.slug} {edition.head.version} ({edition.digest[:12]})"
        if Row.objects.filter(digest=edition.digest).exists():
            self.stdout.write(_("%(edition)s 已经载入过。") % {"edition": name})
            return
        adopt_edition(acting=acting, prepared=prepared)
        for line in _counts(edition):
            self.stdout.write(line)
        self.stdout.write(_("载入了 %(edition)s。") % {"edition": name})

    def list_editions(self, options: dict[str, Any]) -> None:
        """Newest last; the one in force today is marked."""
        from qingdan.records.editions.models import Edition as Row
        from qingdan.records.editions.queries import current_digest

        current = current_digest(timezone.localdate())
        for row in Row.objects.order_by("in_force", "id"):
            mark = "*" if row.digest == current else " "
            loaded = timezone.localtime(row.loaded_at).strftime("%Y-%m-%d %H:%M")
            dates = _("%(day)s 起施行  %(moment)s 载入") % {"day": row.in_force, "moment": loaded}
            self.stdout.write(f"{mark} {row.digest[:12]}  " + "  ".join((row.slug, row.version, row.status, dates)))
        if current is None:
            self.stdout.write(_("今天没有施行中的清单。请用 qingdan catalogue load 载入一版。"))

    def impact(self, options: dict[str, Any]) -> None:
        """Every entry that cites a changed article, with the article's number before and after."""
        files: dict[str, str] = {}
        try:
            files = read_sources(settings.CATALOGUE, options["edition"])
            edition = load_edition(files, self._progress)
        except DefinitionError as error:
            self._refuse(error.complaints, files)
        concordances, wrong = _concordances()
        wrong = wrong or check_concordances(edition, concordances)
        if wrong:
            self._refuse(wrong, files)
        one = choose(concordances, options["law"], options["older"], options["newer"])
        for line in impact_lines(edition, one, [Change(word) for word in options["only"] or ()], _path_from_here):
            self.stdout.write(line)

    def law_digest(self, options: dict[str, Any]) -> None:
        """Print the digest, and on standard error the text that it covers."""
        file, number = options["file"], options["article"]
        if not file.is_file():
            raise CommandError(_("%(file)s：没有这个文件。请写一部法律条文的文件名。") % {"file": file})
        try:
            articles = articles_of(read_text(file, str(file)))
        except DefinitionError as error:
            raise CommandError(error.to(options["language"])) from None
        if number not in articles:
            said = _("%(file)s：一共 %(count)d 条，没有“%(number)s”这一条。请写例如 35。")
            raise CommandError(said % {"file": file, "count": len(articles), "number": number})
        self.stderr.write(articles[number])
        self.stdout.write(article_digest(articles[number]))

    def _progress(self, done: int, of: int) -> None:
        """A counter for a person who waits; nothing in a log."""
        if sys.stderr.isatty() and (done % 5 == 0 or done == of):
            said = _("正在读第 %(done)d 个文件，共 %(of)d 个") % {"done": done, "of": of}
            self.stderr.write(f"\r{said}", ending="\n" if done == of else "")

    def _refuse(self, complaints: tuple[Complaint, ...] | list[Complaint], files: dict[str, str]) -> NoReturn:
        counted = write_complaints(self.stdout, map(_from_here, complaints))
        if not files:
            raise CommandError(counted)
        powers = sum(kind_of(path) == "power" for path in files)
        said = _("%(counted)s一共读了 %(files)d 个文件，其中 %(powers)d 项权力。")
        raise CommandError(said % {"counted": counted, "files": len(files), "powers": powers})


def _from_here(complaint: Complaint) -> Complaint:
    """The complaint with its file as one would open it from here."""
    return replace(complaint, file=_path_from_here(complaint.file))


def _path_from_here(file: str) -> str:
    path = Path(settings.CATALOGUE) / file
    return os.path.relpath(path) if path.exists() else file


def _wrong_years() -> list[Complaint]:
    try:
        gather(partial(read_year, place) for place in read_places(read_calendars(settings.CATALOGUE)).values())
    except DefinitionError as error:
        return list(error.complaints)
    return []


def _concordances() -> tuple[list[Concordance], list[Complaint]]:
    """Those that can be read, and what is wrong in the others."""
    try:
        return read_concordances(read_places(read_concordance_files(settings.CATALOGUE)).values()), []
    except DefinitionError as error:
        return [], list(error.complaints)


def _against_texts(edition: Edition, concordances: list[Concordance], folder: Path) -> list[Complaint]:
    if not folder.is_dir():
        raise CommandError(_("%(folder)s：没有这个文件夹。请写放法律条文的文件夹。") % {"folder": folder})
    texts = read_law_texts(folder)
    return [*check_laws(edition, texts), *compare_texts(concordances, texts)]


def _counted(concordances: list[Concordance]) -> list[str]:
    """A line on the concordances; none where there are none."""
    counts = {
        "files": len(concordances),
        "old": sum(len(one.older.articles) for one in concordances),
        "new": sum(len(one.newer.articles) for one in concordances),
    }
    return [_("条文对照  %(files)d 份，旧文本 %(old)d 条，新文本 %(new)d 条") % counts] if concordances else []


def _counts(edition: Edition) -> list[str]:
    counts = edition.head.counts
    lists = (
        (_("权力      写好 %(there)d 项，共 %(of)d 项"), len(edition.powers), counts.powers),
        (_("责任      写好 %(there)d 项，共 %(of)d 项"), len(edition.duties), counts.duties),
        (_("禁止事项  写好 %(there)d 条，共 %(of)d 条"), len(edition.prohibitions), counts.prohibitions),
    )
    laws = {
        "laws": len(edition.laws),
        "articles": sum(len(law.articles) for law in edition.laws.values()),
        "unread": sum(not law.text for law in edition.laws.values()),
    }
    return [
        *(line % {"there": there, "of": of} for line, there, of in lists),
        _("法律      %(laws)d 部，用到 %(articles)d 条；%(unread)d 部手头没有条文可核对") % laws,
    ]
