"""The parts of a Word or Excel file as trees, and the words in any of them that no library shows: drawings, charts,
comments, properties, caches of pivot tables and of other workbooks."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from pathlib import PurePosixPath

from lxml import etree

from qingdan.domain.safe_xml import OPTIONS
from qingdan.records.files.texts.passages import Reader

TOGETHER = {"p", "text", "si", "comment", "t"}  # what is one piece of text whatever formatting cuts it
SAYING = ("v", "string", "descr", "title")  # attributes in which words stand
QUIET = ("styles", "theme", "settings", "fonttable", "numbering", "calcchain", "websettings", "[content_types]")
PICTURES = (".png", ".jpg", ".jpeg", ".gif", ".bmp", ".emf", ".wmf", ".tif", ".tiff", ".webp", ".svg")
EMBEDDED = (".docx", ".xlsx")


def name_of(element: etree._Element) -> str:
    """An element's name without its namespace; "" for a comment."""
    return etree.QName(element).localname if isinstance(element.tag, str) else ""


def tree(content: bytes) -> etree._Element | None:
    """A part as a tree; None when it is no XML that may be read."""
    if b"<!DOCTYPE" in content[:65_536]:
        return None
    try:
        return etree.fromstring(content, etree.XMLParser(**OPTIONS, remove_comments=True, remove_pis=True))
    except etree.XMLSyntaxError:
        return None


def parts_of(content: bytes) -> Iterator[tuple[str, bytes]]:
    """The parts of the zip by name, in its order; its size was bounded when it was taken in (records.files.office)."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        for info in archive.infolist():
            yield info.filename, archive.read(info)


def sweep(root: etree._Element) -> Iterator[str]:
    """Every piece of text in a part, whatever the part is, and the words in attributes."""
    for element in root.iter():
        if name_of(element) in TOGETHER and not any(name_of(a) in TOGETHER for a in element.iterancestors()):
            yield "".join(element.itertext())
        elif element.text and not any(name_of(a) in TOGETHER for a in (element, *element.iterancestors())):
            yield element.text
        yield from (element.attrib[a] for a in SAYING if a in element.attrib)


def sweep_part(reader: Reader, name: str, content: bytes, where: str) -> None:
    """Take everything that a part says; a picture, and what cannot be read, is missed."""
    suffix = PurePosixPath(name.lower()).suffix
    if suffix in PICTURES:
        reader.miss("picture", int("thumbnail" not in name))  # a small copy of what is read anyway
    elif suffix in (".xml", ".rels", ".vml"):
        root = tree(content)
        if root is None:
            reader.miss("part")
            return
        for text in _addresses(root) if suffix == ".rels" else sweep(root):
            reader.take(where, text)


def _addresses(relations: etree._Element) -> Iterator[str]:
    """Where links lead: mailto:, tel: and others outside of the file."""
    return (r.get("Target", "") for r in relations if r.get("TargetMode") == "External")


def is_quiet(name: str) -> bool:
    """Whether a part says how things look and holds no words."""
    return PurePosixPath(name.lower()).stem.startswith(QUIET) or "/theme/" in name.lower()
