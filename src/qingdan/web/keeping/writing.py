"""Writing a backup: tables, files, key and manifest into a tar file that is there whole or not at all."""

from __future__ import annotations

import io
import json
import os
import tarfile
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

from django.conf import settings

import qingdan
from qingdan.records.files import disk
from qingdan.records.files.models import StoredFile
from qingdan.records.register.models import Seal
from qingdan.web.keeping import manifest, tables
from qingdan.web.keeping.snapshot import snapshot

FILES_IN_A_PART = 5000
Step = Callable[[int], None]


class Backup:
    """``Backup(path, at, with_key).write(progress)``; afterwards ``faults`` names files that could not be kept."""

    def __init__(self, path: Path, at: datetime, with_key: bool) -> None:
        self.path, self.at, self.with_key = path, at, with_key
        self.faults: list[str] = []
        self.manifest = manifest.Manifest(
            made_at=at.isoformat(),
            version=qingdan.__version__,
            migrations=manifest.migrations_here(),
            key=manifest.fingerprint(settings.SECRET_KEY),
            key_included=with_key,
        )

    def write(self, progress: Callable[[int], Step]) -> manifest.Manifest:
        """Write the file. ``progress(total)`` gives the step function; a step is a row or a file.

        :raises FileExistsError: when the file is there already. :raises OSError: when the disk is full.
        """
        unfinished = self.path.with_name(self.path.name + ".part")
        handle = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)  # it holds personal data
        try:
            with os.fdopen(handle, "wb") as file:
                with tarfile.open(fileobj=file, mode="w") as self.tar, snapshot():
                    self._fill(progress(self._total()))
                file.flush()
                os.fsync(file.fileno())
            os.link(unfinished, self.path)  # refuses what is there, which a rename would replace
        finally:
            unfinished.unlink()
        return self.manifest

    def _total(self) -> int:
        return sum(m._base_manager.count() for m in tables.kept_models()) + StoredFile.objects.count()

    def _fill(self, step: Step) -> None:
        for model in tables.kept_models():
            self.manifest.tables.append(self._table(model, step))
        seal = Seal.objects.order_by("-pk").first()
        self.manifest.seal = (seal.pk, seal.digest) if seal else None
        for number, part in enumerate(self._files(step)):
            self.manifest.files.append(self._part(f"{manifest.FILES}/{number:06d}.jsonl", part, part.count(b"\n")))
        if self.with_key:
            self._add(manifest.KEY, settings.SECRET_KEY.encode())
        self._add(manifest.NAME, self.manifest.as_json())

    def _table(self, model: tables.Model, step: Step) -> manifest.Table:
        label = model._meta.label
        table = manifest.Table(label, tables.columns(model))
        for number, (content, rows) in enumerate(tables.parts(model)):
            table.parts.append(self._part(f"tables/{label}/{number:06d}.jsonl", content, rows))
            step(rows)
        return table

    def _files(self, step: Step) -> Iterator[bytes]:
        """Adds each file, and yields the lists of them."""
        lines: list[str] = []
        for stored in StoredFile.objects.order_by("pk").iterator(chunk_size=2000):
            if self._file(stored):
                lines.append(json.dumps([stored.digest, stored.salt, stored.size]))
            step(1)
            if len(lines) == FILES_IN_A_PART:
                yield ("\n".join(lines) + "\n").encode()
                lines = []
        if lines:
            yield ("\n".join(lines) + "\n").encode()

    def _file(self, stored: StoredFile) -> bool:
        path = disk.path_of(stored.digest)
        content = path.read_bytes() if path.is_file() else None
        if content is None or disk.digest_of(stored.salt, content) != stored.digest:
            self.faults.append(f"{path.name}: {'missing' if content is None else 'altered'}")
            return False
        self._add(member_of(stored.digest), content)
        self.manifest.file_bytes += len(content)
        return True

    def _part(self, name: str, content: bytes, rows: int) -> manifest.Part:
        self._add(name, content)
        return manifest.Part(name, manifest.sha256(content), rows)

    def _add(self, name: str, content: bytes) -> None:
        info = tarfile.TarInfo(name)
        info.size, info.mode, info.mtime = len(content), 0o600, int(self.at.timestamp())
        self.tar.addfile(info, io.BytesIO(content))


def member_of(digest: str) -> str:
    """The name of an upload in the tar."""
    return f"{manifest.FILES}/{digest[:2]}/{digest[2:4]}/{digest}"
