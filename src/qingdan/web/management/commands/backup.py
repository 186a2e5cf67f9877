"""``qingdan backup FILE.tar``: the whole house, as it is at this moment, in one file."""

from __future__ import annotations

import os
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

from qingdan.web.keeping.manifest import Manifest
from qingdan.web.keeping.writing import Backup, Step
from qingdan.web.management.progress import Progress


class Command(BaseCommand):
    """May run while the house works; nobody waits for it."""

    help = "Keep every table, every uploaded file and the secret key in a tar file, readable by its owner only."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Where to, and with what."""
        parser.add_argument("file", type=Path, help="a new file, for example qingdan-2026-11-23.tar")
        parser.add_argument(
            "--without-key",
            action="store_true",
            help="leave the secret key out; without it codes given to villagers do not work after a restore",
        )

    def handle(self, *, file: Path, without_key: bool, verbosity: int = 1, **options: Any) -> None:
        """Write it. :raises CommandError: when it cannot be written, or a file of the house was missing or altered."""
        _refuse_old_tables()
        # A key from the environment is kept by whoever set it there.
        with_key = not without_key and not os.environ.get("QINGDAN_SECRET_KEY")
        backup = Backup(file, timezone.now(), with_key)
        bar: Progress | None = None

        def progress(total: int) -> Step:
            nonlocal bar
            bar = Progress(sys.stderr, "backup", total, quiet=verbosity == 0)
            return bar.more

        try:
            made = backup.write(progress)
        except FileExistsError:
            raise CommandError(f"{file} is there already. Choose a new name; a backup is never written over.") from None
        except OSError as fault:
            raise CommandError(f"{file} could not be written ({fault.strerror}). Nothing was left behind.") from fault
        finally:
            if bar:
                bar.__exit__()
        if verbosity:
            self.stdout.write(_sentence(file, made))
        if backup.faults:
            self.stderr.write("\n".join(backup.faults))
            raise CommandError(f"{len(backup.faults)} files of the house are missing or altered; all else is in {file}")


def _refuse_old_tables() -> None:
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        raise CommandError("the tables are of an older version than the program. Run `qingdan manage migrate` first.")


def _sentence(file: Path, made: Manifest) -> str:
    rows, files = sum(t.rows for t in made.tables), sum(p.rows for p in made.files)
    key = "with the secret key" if made.key_included else "WITHOUT the secret key: keep it elsewhere"
    seal = f"seal {made.seal[0]} {made.seal[1]}" if made.seal else "no seal yet"
    return (
        f"{file}: {rows} rows, {files} files, {file.stat().st_size:,} bytes, {key}; {seal}. "
        "It holds personal data: keep it where only you can read it."
    )
