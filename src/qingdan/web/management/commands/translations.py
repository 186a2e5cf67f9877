"""``qingdan translations {extract,check,compile}``: keep the English catalogue complete, with no gettext programs."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from qingdan.web import translating

HELP = {
    "extract": "bring newly marked texts into the .po file (empty) and take vanished ones out",
    "check": "fail with a list of texts that are missing, empty, fuzzy, obsolete or have other placeholders",
    "compile": "write the .mo files that are missing or older than their .po",
}


class Command(BaseCommand):
    help = __doc__
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """One word: what to do; and, for a tree that is not ours, where."""
        parser.add_argument("do", choices=list(HELP), help="; ".join(f"{name}: {text}" for name, text in HELP.items()))
        parser.add_argument("--tree", type=Path, default=Path(__file__).resolve().parents[3], help="where to look")
        parser.add_argument("--locale", type=Path, default=Path(settings.LOCALE_PATHS[0]), help="the locale folder")

    def handle(self, *, do: str, tree: Path, locale: Path, **options: Any) -> None:
        """Dispatch to the word."""
        po = locale / "en" / "LC_MESSAGES" / "django.po"
        {"extract": self._extract, "check": self._check, "compile": self._compile}[do](tree, po, locale)

    def _extract(self, tree: Path, po: Path, locale: Path) -> None:
        new, gone = translating.merge(translating.found_in(tree), po)
        self.stdout.write(f"{po.name}: {new} new, {gone} gone")

    def _check(self, tree: Path, po: Path, locale: Path) -> None:
        found = translating.found_in(tree)
        complaints = list(translating.complaints(found, translating.read(po)))
        for complaint in complaints:
            self.stdout.write(complaint)
        if complaints:
            raise CommandError(
                f"the English is not complete: {len(complaints)} texts. `qingdan translations extract` brings new ones "
                f"into {po.name}; then write their English there."
            )
        self.stdout.write(f"translations: {len(list(found)) - 1} texts, all in English")

    def _compile(self, tree: Path, po: Path, locale: Path) -> None:
        for mo in translating.compile_stale([locale]):
            self.stdout.write(f"written: {mo.relative_to(locale)}")
