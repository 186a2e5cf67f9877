"""``qingdan restore FILE.tar --into FOLDER``: a house from a backup, verified before and after."""

from __future__ import annotations

import os
import subprocess
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from qingdan.records.register.models import Seal
from qingdan.web.keeping.restoring import Restore, Unfit
from qingdan.web.management.progress import Progress

DATABASES = ("postgres://", "postgresql://", "sqlite://")


class Command(BaseCommand):
    """Never changes a database that has anything in it."""

    help = "Take a backup into an empty folder or database, then verify its register and files."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """What, and where to."""
        parser.add_argument("file", type=Path, help="the file that `qingdan backup` wrote")
        parser.add_argument(
            "--into",
            metavar="FOLDER|URL",
            help="an empty folder (becomes QINGDAN_VAR with an SQLite database) or the DATABASE_URL of an empty "
            "database; without it, the database of this house's settings",
        )

    def handle(self, *, file: Path, into: str | None, verbosity: int = 1, **options: Any) -> None:
        """Restore. :raises CommandError: when the backup is damaged, the target not empty, or something is wrong."""
        if into:
            _restore_there(file.resolve(), into, verbosity)
            return
        try:
            restore = Restore(file)
            try:
                self._restore(restore, verbosity)
            finally:
                restore.close()
        except Unfit as fault:
            raise CommandError(str(fault)) from fault
        call_command("register", "verify", verbosity=verbosity)
        self._compare_seal(restore)

    def _restore(self, restore: Restore, verbosity: int) -> None:
        quiet = verbosity == 0
        with Progress(sys.stderr, "verify", restore.size, quiet) as bar:
            restore.verify(bar.more)
        call_command("migrate", verbosity=0)
        restore.check_target()
        with Progress(sys.stderr, "restore", restore.size, quiet) as bar:
            restore.write(bar.more)
        if warning := restore.put_key():
            self.stderr.write(f"Note: {warning}")
        if not quiet:
            made = restore.manifest
            self.stdout.write(f"{restore.size} rows and files of {made.made_at} are back.")

    def _compare_seal(self, restore: Restore) -> None:
        wanted = restore.manifest.seal
        found = Seal.objects.order_by("-pk").values_list("pk", "digest").first()
        if wanted != found:
            raise CommandError(f"the newest seal is {found}, the backup says {wanted}: do not use this copy")


def _restore_there(file: Path, into: str, verbosity: int) -> None:
    """Run ourselves again with the settings of the other house."""
    environment = dict(os.environ)
    if into.startswith(DATABASES):
        environment["DATABASE_URL"] = into
        environment["QINGDAN_VAR"] = str(settings.VAR)
    else:
        folder = Path(into).resolve()
        if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
            raise CommandError(f"{into} is not an empty folder. Nothing was changed; name a new folder.")
        folder.mkdir(parents=True, exist_ok=True)
        environment.pop("DATABASE_URL", None)
        environment["QINGDAN_VAR"] = str(folder)
    command = [sys.executable, "-m", "django", "restore", str(file), "-v", str(verbosity)]
    done = subprocess.run(command, env=environment, check=False)  # noqa: S603 no word of it comes from outside
    if done.returncode:
        raise CommandError(f"nothing usable was restored into {into}; the reason stands above")
