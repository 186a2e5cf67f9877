"""What a link of a page means: another page, a static file, a file of a published folder, or something of others."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import parse_qs, unquote, urljoin, urlsplit

from django.conf import settings
from django.urls import reverse

from qingdan.web.publishing import plan
from qingdan.web.publishing.addresses import Address, can_be_a_file


class To(StrEnum):
    """Where a link leads."""

    PAGE = "page"  # of the house, open to everybody
    STATIC = "static"  # a style, a script, a picture of ours
    FOLDER = "folder"  # a file of a folder that is published as it is
    HOUSE = "house"  # of the house, and not for a copy
    ELSEWHERE = "elsewhere"  # another site, a telephone, a place on this page


@dataclass(frozen=True, slots=True)
class Target:
    """``file``: its name in the copy, for static files and folders. ``path``: as the live house is asked."""

    to: To
    address: Address | None = None
    file: str = ""
    path: str = ""
    fragment: str = ""


_ELSEWHERE = Target(To.ELSEWHERE)


class Reader:
    """Reads links as they stand in pages of the house whose own addresses begin with one of ``bases``."""

    def __init__(self, bases: tuple[str, ...], papers: bool = True) -> None:
        self._papers = papers
        self._bases = tuple(dict.fromkeys(base.rstrip("/") for base in bases))
        self._switch = reverse(plan.LANGUAGE_SWITCH)
        self._static = f"/{settings.STATIC_URL.lstrip('/')}"
        self._folders = {f"/{name}/": path for name, path, _last in plan.folders()}

    def read(self, here: Address, link: str) -> Target:
        """What ``link`` means on the page ``here``."""
        link = self._own(link.strip())
        if link.startswith(("#", "//")) or ":" in link.partition("/")[0].partition("?")[0]:
            return _ELSEWHERE
        whole = urlsplit(urljoin(here.asked, link))
        path, fragment = whole.path or "/", f"#{whole.fragment}" if whole.fragment else ""
        asked = path + (f"?{whole.query}" if whole.query else "")
        if path.startswith(self._static):
            return Target(To.STATIC, file=f"static/{unquote(path.removeprefix(self._static))}", fragment=fragment)
        if path == self._switch:
            return self._other_language(here, whole.query, asked)
        if file := self._in_folder(unquote(path)):
            return Target(To.FOLDER, file=file, path=asked, fragment=fragment)
        address = Address.of(path, whole.query, here.language)
        if not self.takes(address):
            return Target(To.HOUSE, path=asked, fragment=fragment)
        return Target(To.PAGE, address, path=asked, fragment=fragment)

    def takes(self, address: Address) -> bool:
        """Whether an address may be asked for the copy."""
        wanted = self._papers or not address.path.endswith(plan.PAPERS)
        return wanted and plan.is_open(address.path) and can_be_a_file(address)

    def _own(self, link: str) -> str:
        for base in self._bases:
            if link == base or link.startswith((f"{base}/", f"{base}?")):
                return link.removeprefix(base) or "/"
        return link

    def _other_language(self, here: Address, query: str, asked: str) -> Target:
        """In a copy the switch of language leads to the same page, written in that language."""
        wanted = parse_qs(query).get("to", [""])[0]
        if wanted not in dict(settings.LANGUAGES):
            return Target(To.HOUSE, path=asked)
        return Target(To.PAGE, here.in_language(wanted), path=asked)

    def _in_folder(self, path: str) -> str:
        for begins, folder in self._folders.items():
            if path.startswith(begins) and ".." not in path and (folder / path.removeprefix(begins)).is_file():
                return path.lstrip("/")
        return ""
