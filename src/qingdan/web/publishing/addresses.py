"""Addresses of the house, the files that they have in the copy, and the way from one file to another."""

from __future__ import annotations

import mimetypes
import posixpath
import re
from typing import NamedTuple
from urllib.parse import parse_qsl, quote, unquote, urlencode

from django.conf import settings

HOUSE_LANGUAGE = settings.LANGUAGE_CODE
LONGEST_NAME = 180  # bytes of one part of a file's name; disks take 255
PAGE = "text/html"
_PLAIN = re.compile(r"[^A-Za-z0-9._-]")


class Address(NamedTuple):
    """What a reader asks for: a path, what follows ``?``, and the language ("" for the house's own)."""

    path: str
    query: str = ""
    language: str = ""

    @classmethod
    def of(cls, path: str, query: str, language: str) -> Address:
        """The same address however it was written: unquoted, the query in the order given."""
        return cls(unquote(path), urlencode(parse_qsl(query, keep_blank_values=True)), language)

    @classmethod
    def read(cls, text: str) -> Address:
        """From :meth:`__str__`."""
        before, _slash, rest = text.partition("/")
        path, _mark, query = rest.partition("?")
        return cls.of(f"/{path}", query, before)

    @property
    def asked(self) -> str:
        """As the house is asked."""
        return quote(self.path) + (f"?{self.query}" if self.query else "")

    def __str__(self) -> str:
        return self.language + self.asked

    def in_language(self, language: str) -> Address:
        """The same page in another language."""
        return self._replace(language="" if language == HOUSE_LANGUAGE else language)


def can_be_a_file(address: Address) -> bool:
    """Whether every part of the address can be the name of a file that a server hands out."""
    return all(
        part and not part.startswith(".") and "\\" not in part and part.isprintable()
        and len(part.encode()) <= LONGEST_NAME
        for part in [*address.path.strip("/").split("/"), *_parts_of(address.query)] if address.path != "/" or part
    )  # fmt: skip


def _parts_of(query: str) -> list[str]:
    """``norm=x&before=3`` as names of folders: letters and digits stand as they are."""
    return [f"{_named(name)}={_named(value)}" for name, value in parse_qsl(query, keep_blank_values=True)]


def _named(text: str) -> str:
    return _PLAIN.sub(lambda sign: "".join(f"~{byte:02x}" for byte in sign[0].encode()), text)


def file_of(address: Address, kind: str, name: str = "") -> str:
    """Where an answer lies in the copy. ``kind``: its content type. ``name``: what it is called when it is saved.

    A server gives a file its type by its ending, so what is no page and has no ending of its own gets one.
    """
    parts = [part for part in (address.language, *address.path.strip("/").split("/")) if part]
    parts += _parts_of(address.query)
    ending = "html" if kind == PAGE else (mimetypes.guess_extension(kind) or ".bin").lstrip(".")
    if name:
        parts.append(name)
    elif address.path.endswith("/") or address.query or kind == PAGE:
        parts.append(f"index.{ending}")
    return "/".join(parts)


def way(here: str, there: str) -> str:
    """The link that leads from one file of the copy to another, wherever the copy stands."""
    found = posixpath.relpath(there, posixpath.dirname(here) or ".")
    if posixpath.basename(there) == "index.html":
        found = posixpath.dirname(found)
        found = f"{found}/" if found else "./"
    return quote(found, safe="/=~:@!$&'()*+,;")


def place_of(file: str) -> str:
    """The path by which a reader asks a server for a file."""
    return "/" + quote(file.removesuffix("index.html"), safe="/=~")
