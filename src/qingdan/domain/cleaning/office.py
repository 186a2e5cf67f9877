"""A Word or Excel file put together anew from the parts that a reader needs, each without names, dates and paths.

Left out: properties, thumbnails, custom data, people, printer settings, revision logs. In what stays: changes are taken
as accepted, what was struck out is gone, authors of comments become "作者"; dates, ids of editing sessions and paths of
the maker's disk go. Pictures inside are drawn anew. A part of a kind that is not known here is refused.
"""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
import zlib
from collections.abc import Iterable

from lxml import etree

from qingdan.domain.cleaning import pictures
from qingdan.domain.cleaning.faults import AS_PDF, Uncleanable, broken
from qingdan.domain.cleaning.office_words import without_names
from qingdan.domain.complaints import DefinitionError
from qingdan.domain.safe_xml import local_name, parsed
from qingdan.domain.words import Words

TYPES = "[Content_Types].xml"
MOST_PARTS, MOST_UNPACKED = 2000, 64 * 1024**2
LEFT_OUT = re.compile(
    r"docProps/.*|customXml/.*|docMetadata/.*|_xmlsignatures/.*|.*/printerSettings/.*|.*/persons/.*|.*/people\.xml"
    r"|.*/threadedComments/.*|.*/comments(?:Extended|Ids|Extensible)\.xml|xl/revisions/.*|xl/calcChain\.xml"
    r"|xl/webextensions/.*|.*/webSettings\.xml|customUI/.*|userCustomization/.*",
    re.IGNORECASE,
)
_XML = (".xml", ".rels", ".vml")
_PICTURES = (".jpg", ".jpeg", ".png")
_SAME_DAY = (1980, 1, 1, 0, 0, 0)
_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, LookupError, RuntimeError)


def put_together(content: bytes) -> bytes:
    """The same document without what tells of its maker. :raises Uncleanable: a part that cannot be cleaned."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as old:
            parts = old.infolist()
            if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED:
                raise Uncleanable(Words("文件解开以后太大", "too large when unpacked"), AS_PDF)
            kept = {part.filename: old.read(part) for part in parts if _stays(part)}
    except _BROKEN as error:
        if isinstance(error, Uncleanable):
            raise
        raise broken() from None
    if TYPES not in kept:
        raise broken()
    return _zipped((name, _clean(name, data, kept.keys())) for name, data in kept.items())


def _stays(part: zipfile.ZipInfo) -> bool:
    return not part.is_dir() and not LEFT_OUT.fullmatch(part.filename)


def _clean(name: str, data: bytes, kept: Iterable[str]) -> bytes:
    suffix = f".{name.rpartition('.')[2].lower()}"  # of _rels/.rels, too
    if suffix in _PICTURES:
        return pictures.same_kind(data)
    if suffix not in _XML:
        raise Uncleanable(
            Words(f"文件里有一样东西没法清理（{suffix[:8]}）", f"something in it cannot be cleaned ({suffix[:8]})"),
            AS_PDF,
        )
    try:
        root = parsed(name, data, MOST_UNPACKED)
    except DefinitionError:
        raise broken() from None
    if name == TYPES:
        _drop(root, lambda part: "PartName" not in part.attrib or part.get("PartName", "").lstrip("/") in set(kept))
    elif suffix == ".rels":
        _relations(root, name, frozenset(kept))
    else:
        without_names(root)
    written: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    return written


def _drop(root: etree._Element, stays: object) -> None:
    for child in list(root):
        if callable(stays) and not stays(child):
            root.remove(child)


def _relations(root: etree._Element, name: str, kept: frozenset[str]) -> None:
    """Relations to parts that were left out go; those to the maker's disk or servers lead nowhere, links stay."""
    base = posixpath.dirname(posixpath.dirname(name))
    for relation in list(root):
        target, kind = relation.get("Target", ""), relation.get("Type", "").rpartition("/")[2]
        if relation.get("TargetMode") == "External":
            if kind != "hyperlink" or not re.match(r"(?:https?|mailto|tel):", target, re.IGNORECASE):
                relation.set("Target", "about:blank")
        elif local_name(relation) != "Relationship" or _part(base, target) not in kept:
            root.remove(relation)


def _part(base: str, target: str) -> str:
    """The part that a relation of the part in ``base`` leads to."""
    path = target.partition("#")[0]
    return path.lstrip("/") if path.startswith("/") else posixpath.normpath(posixpath.join(base, path))


def _zipped(parts: Iterable[tuple[str, bytes]]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as new:
        for name, data in parts:
            part = zipfile.ZipInfo(name, _SAME_DAY)
            part.compress_type, part.create_system, part.external_attr = zipfile.ZIP_DEFLATED, 0, 0
            new.writestr(part, data)
    return out.getvalue()
