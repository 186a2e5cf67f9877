"""Where handbooks are kept that were made once: files under ``var/handbook``, named for whatever can change a page.

A file is whole or not there, and the oldest go. Losing all of it costs nothing but the time to make it again.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Sequence
from dataclasses import asdict
from functools import lru_cache
from pathlib import Path

from django.conf import settings

from qingdan import web
from qingdan.records.files.disk import write_whole
from qingdan.web.handbook.figures import Picture, Wanted
from qingdan.web.handbook.order import Order

SOURCE = Path(web.__file__).parents[1]
CODE = ("*.py", "*.typ", "*.po")
MOST_BOOKS, MOST_PICTURES = 40, 800


def folder() -> Path:
    """The shelf; made when it is first asked for."""
    found = Path(settings.VAR) / "handbook"
    found.mkdir(parents=True, exist_ok=True)
    return found


@lru_cache(maxsize=1)
def code_digest() -> str:
    """The digest of the program, its templates and its translations: 0.1 s, once in a process."""
    digest = hashlib.sha256()
    for file in sorted(file for kind in CODE for file in SOURCE.rglob(kind)):
        digest.update(file.read_bytes())
    return digest.hexdigest()


def key_of(order: Order, drawing: str = "") -> str:
    """What an order's file is kept under, or that of one power's ``drawing``."""
    today = order.day.isoformat()
    lapsed = [law.key for law in order.edition.laws.values() if law.until and law.until <= today]
    contacts = [(c.name, c.phone) for c in order.place.contacts] if order.place else []
    place = (order.place.name, order.place.village.is_demo, contacts) if order.place else None
    what = (order.edition.digest, order.norm, order.language, sorted(order.limits.items()), place, lapsed)
    return _digest((*what, settings.BASE_URL, drawing))


def _digest(what: object) -> str:
    return hashlib.sha256(f"{code_digest()}{what!r}".encode()).hexdigest()[:32]


def book(key: str) -> Path | None:
    """The file kept under a key; None when it is still to be made. What is asked for stays longer."""
    file = folder() / f"{key}.pdf"
    try:
        os.utime(file)
    except FileNotFoundError:
        return None
    return file


def keep(key: str, content: bytes) -> Path:
    """Put a file on the shelf, whole, and take away the oldest."""
    return _keep(folder(), f"{key}.pdf", content, MOST_BOOKS)


def _keep(where: Path, name: str, content: bytes, most: int) -> Path:
    where.mkdir(parents=True, exist_ok=True)
    write_whole(where / name, content)
    aged = sorted(where.glob(f"*{Path(name).suffix}"), key=lambda file: file.stat().st_mtime)
    for old in aged[:-most]:
        old.unlink(missing_ok=True)
    return where / name


class Pictures:
    """The diagrams of powers as they were drawn for earlier handbooks; a new edition changes only some of them."""

    def __init__(self) -> None:
        self.folder = folder() / "pictures"

    def find(self, wanted: Wanted) -> list[Picture] | None:
        """The pages of a diagram, if it was drawn before."""
        file = self.folder / f"{self._key(wanted)}.json"
        try:
            found = json.loads(file.read_text(encoding="utf-8"))
        except (FileNotFoundError, ValueError):  # not drawn yet, or of a disk that was full
            return None
        return [Picture(**one) for one in found]

    def keep(self, wanted: Wanted, pages: Sequence[Picture]) -> None:
        """Keep the pages of a diagram."""
        content = json.dumps([asdict(page) for page in pages], ensure_ascii=False).encode()
        _keep(self.folder, f"{self._key(wanted)}.json", content, MOST_PICTURES)

    @staticmethod
    def _key(wanted: Wanted) -> str:
        words = wanted.words
        return _digest((wanted.digest, wanted.title, words.language, words.lanes, words.limits, words.first))
