"""The folder of a copy: nobody else's files are touched, one run at a time, each file whole or as it was.

Two hidden files are ours: the manifest of what lies there, and, while a run writes, the list of what it is about to
write, so that whatever a crash leaves behind is known to be ours.
"""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import json
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from pathlib import Path

from django.utils.translation import gettext as _

from qingdan.records.files.disk import UNFINISHED, write_whole
from qingdan.web.publishing.pages import Manifest, Written

MANIFEST, WRITING, LOCK = ".qingdan-copy", ".qingdan-writing", ".qingdan-lock"
OURS = {MANIFEST, WRITING, LOCK}
FOR_EVERYBODY, FOR_US = 0o644, 0o600


class Unfit(Exception):
    """This folder cannot take a copy. The words are for whoever runs the command."""


class Folder:
    """``with Folder(path).alone() as folder: …``."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.before = Manifest()
        self.interrupted: list[str] = []  # what a run that was cut off may have written

    @contextmanager
    def alone(self, make: bool = True) -> Iterator[Folder]:
        """Only this run works here. :raises Unfit: when another does, or the folder is not one of ours."""
        self._refuse(make)
        try:
            self.path.mkdir(exist_ok=True)
            lock = (self.path / LOCK).open("a")
        except OSError as fault:
            raise Unfit(_("写不进 %(path)s（%(why)s）。换一个文件夹，或者改它的权限。") % self._said(fault)) from fault
        with lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                raise Unfit(_("%(path)s 正由另一次发布在写。等它做完再来。") % self._said()) from None
            self._read()
            yield self

    def _said(self, fault: OSError | None = None) -> dict[str, str]:
        return {"path": str(self.path), "why": (fault.strerror or str(fault)) if fault else ""}

    def _refuse(self, make: bool) -> None:
        if self.path.is_dir():
            names = {file.name for file in self.path.iterdir()}
            if names - OURS and not names & {MANIFEST, WRITING}:
                said = _(
                    "%(path)s 里有别的文件，不是清单的静态副本。什么都没有动。"
                    "给一个空文件夹，或者原来那份副本的文件夹。"
                )
                raise Unfit(said % self._said())
            if not make and MANIFEST not in names:
                raise Unfit(_("%(path)s 里还没有静态副本，没有可以核对的。") % self._said())
            return
        if self.path.exists():
            raise Unfit(_("%(path)s 是一个文件，不是文件夹。") % self._said())
        if not make:
            raise Unfit(_("没有 %(path)s 这个文件夹。") % self._said())
        if not self.path.parent.is_dir():
            parent = {"parent": str(self.path.parent), "path": str(self.path)}
            raise Unfit(_("没有 %(parent)s 这个文件夹，所以建不了 %(path)s。请先建上一层。") % parent)

    def _read(self) -> None:
        try:
            if (self.path / MANIFEST).exists():
                self.before = Manifest.unpacked((self.path / MANIFEST).read_bytes())
            if (self.path / WRITING).exists():
                self.interrupted = list(json.loads((self.path / WRITING).read_bytes()))
        except (OSError, ValueError) as fault:
            said = _("%(path)s 里的目录文件 %(file)s 读不懂，可能被改过。什么都没有动。请换一个空文件夹重新发布。")
            raise Unfit(said % (self._said() | {"file": MANIFEST})) from fault

    # -- writing ---------------------------------------------------------------------------------------------------
    def begin(self, names: Collection[str]) -> None:
        """Say what is about to be written, before any of it is."""
        for left in self.path.rglob(f"*{UNFINISHED}") if self.interrupted else ():
            left.unlink(missing_ok=True)
        write_whole(self.path / WRITING, json.dumps(sorted({*names, *self.interrupted})).encode(), FOR_US)

    def holds(self, name: str, content: bytes) -> bool:
        """Whether this very content lies there, as far as the manifest and the file's size tell."""
        kept = self.before.files.get(name)
        return kept is not None and kept.digest == digest_of(content) and self.size_of(name) == len(content)

    def size_of(self, name: str) -> int:
        """The size of a file as it lies there; -1 when it does not."""
        try:
            return (self.path / name).stat().st_size
        except OSError:
            return -1

    def write(self, name: str, content: bytes) -> Written:
        """Put a file there: whole, or what was there before."""
        file = self.path / name
        try:
            file.parent.mkdir(parents=True, exist_ok=True)
            write_whole(file, content, FOR_EVERYBODY)
        except OSError as fault:
            said = _("%(file)s 写不下去（%(why)s）。已经写好的都是完整的；解决以后再发布一次，会接着做。")
            raise Unfit(said % {"file": str(file), "why": fault.strerror or fault}) from fault
        return Written(digest_of(content), len(content))

    def remove(self, name: str) -> bool:
        """Take a file away, with the folders that it leaves empty. Whether it was there."""
        file = self.path / name
        was = file.is_file()
        file.unlink(missing_ok=True)
        for folder in file.parents:
            if folder == self.path:
                break
            with contextlib.suppress(OSError):  # something else lies there
                folder.rmdir()
        return was

    def finish(self, manifest: Manifest) -> bool:
        """Remember what lies there now. Whether there was anything new to remember."""
        packed, file = manifest.packed(), self.path / MANIFEST
        changed = not file.exists() or file.read_bytes() != packed
        if changed:
            write_whole(file, packed, FOR_US)
        (self.path / WRITING).unlink(missing_ok=True)
        return changed


def digest_of(content: bytes) -> str:
    """SHA-256 (hex) of a file's content."""
    return hashlib.sha256(content).hexdigest()
