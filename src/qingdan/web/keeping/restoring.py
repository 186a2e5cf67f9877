"""Taking a backup in: verify all of it, refuse what is not empty, write all of it or nothing."""

from __future__ import annotations

import json
import os
import tarfile
from collections.abc import Callable, Iterator
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.core.management.color import no_style
from django.db import connection, transaction

from qingdan.records.files import disk
from qingdan.web.keeping import manifest, tables
from qingdan.web.keeping.writing import member_of

Step = Callable[[int], None]


class Unfit(Exception):
    """This backup cannot be taken in here. The message says why, and what to do."""


class Restore:
    """A backup file, opened for reading. ``verify`` before ``write``."""

    def __init__(self, path: Path) -> None:
        """:raises Unfit: when the file is not a backup of ours."""
        try:
            self.tar = tarfile.open(path, "r:")  # noqa: SIM115 closed by close()
            self.manifest = manifest.read(self._content(manifest.NAME))
        except FileNotFoundError:
            raise Unfit(f"{path}: there is no such file. Check the name.") from None
        except (tarfile.TarError, OSError, KeyError, TypeError, ValueError) as fault:
            why = f"{path} is not a whole backup of this house ({type(fault).__name__}). Take another copy of it."
            raise Unfit(why) from fault

    def close(self) -> None:
        """Close the file."""
        self.tar.close()

    @property
    def size(self) -> int:
        """How many rows and files there are."""
        return sum(t.rows for t in self.manifest.tables) + sum(p.rows for p in self.manifest.files)

    # -- before anything is written ------------------------------------------------------------------------------
    def verify(self, step: Step = lambda n: None) -> None:
        """Read everything against its digest. :raises Unfit: naming what is damaged or missing."""
        for part in (p for t in self.manifest.tables for p in t.parts):
            self._checked(part)
            step(part.rows)
        for digest, salt, _size in self._listed():
            content = self._content_or_unfit(member_of(digest))
            if disk.digest_of(salt, content) != digest:
                raise _damaged(member_of(digest))
            step(1)
        if self.manifest.key_included and manifest.fingerprint(self._key()) != self.manifest.key:
            raise _damaged(manifest.KEY)

    def check_target(self) -> None:
        """:raises Unfit: when the database has other tables than the backup, or anything in them."""
        here = manifest.migrations_here()
        for app, names in self.manifest.migrations.items():
            if here.get(app) != names:
                raise Unfit(
                    f"the backup was made by version {self.manifest.version} with other tables ({app}). "
                    "Restore it with that version, then put the new version in place."
                )
        for model in tables.kept_models():
            if model._base_manager.exists():
                raise Unfit(
                    f"this database is not empty (there are rows in {model._meta.label}). Nothing was changed. "
                    "Restore into an empty folder (--into FOLDER) or a new database (--into postgres://…)."
                )

    # -- writing -------------------------------------------------------------------------------------------------
    def write(self, step: Step = lambda n: None) -> None:
        """Put files, then rows: a row that is there has its file. All rows, or none. Sequences go on behind them."""
        for digest, salt, _size in self._listed():
            disk.keep(digest, salt, self._content(member_of(digest)))
            step(1)
        with transaction.atomic():
            for table in self.manifest.tables:
                self._table(table, step)
            connection.check_constraints()
            _reset_sequences()

    def _table(self, table: manifest.Table, step: Step) -> None:
        model = apps.get_model(table.model)
        for part in table.parts:
            rows = list(tables.rows(model, table.columns, self._checked(part)))
            model._base_manager.bulk_create(rows, batch_size=500)
            step(part.rows)

    def put_key(self) -> str | None:
        """Put the secret key in its place, if there is none but the one just made. Returns a warning, or None."""
        kept = Path(settings.VAR) / manifest.KEY
        if manifest.fingerprint(settings.SECRET_KEY) == self.manifest.key:
            return None
        if not self.manifest.key_included:
            return f"the secret key is not in the backup. Codes given to villagers work again once it stands in {kept}."
        if os.environ.get("QINGDAN_SECRET_KEY"):
            return "QINGDAN_SECRET_KEY is another key than the backup's: codes given to villagers do not work with it."
        kept.touch(mode=0o600)
        kept.write_text(self._key(), encoding="ascii")
        return None

    # -- reading -------------------------------------------------------------------------------------------------
    def _key(self) -> str:
        return self._content(manifest.KEY).decode("ascii")

    def _listed(self) -> Iterator[tuple[str, str, int]]:
        for part in self.manifest.files:
            for line in self._checked(part).splitlines():
                digest, salt, size = json.loads(line)
                yield digest, salt, size

    def _checked(self, part: manifest.Part) -> bytes:
        content = self._content_or_unfit(part.name)
        if manifest.sha256(content) != part.sha256:
            raise _damaged(part.name)
        return content

    def _content_or_unfit(self, name: str) -> bytes:
        try:
            return self._content(name)
        except (KeyError, tarfile.TarError, OSError):
            raise _damaged(name) from None

    def _content(self, name: str) -> bytes:
        file = self.tar.extractfile(name)  # by name only: nothing is ever unpacked to a path that the tar chose
        if file is None:
            raise KeyError(name)
        return file.read()


def _damaged(name: str) -> Unfit:
    return Unfit(f"the backup is damaged: {name} is missing or not what was written. Take another copy of it.")


def _reset_sequences() -> None:
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), tables.kept_models()):
            cursor.execute(statement)
