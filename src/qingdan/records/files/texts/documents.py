"""Word files: body, tables, headers, footnotes, comments, what tracked changes deleted, text boxes, properties."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePosixPath

from lxml import etree

from qingdan.records.files.texts.parts import EMBEDDED, is_quiet, name_of, parts_of, sweep_part, tree
from qingdan.records.files.texts.passages import Reader, table_lines

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
WHERE = {"document": "body", "header": "header", "footer": "header", "footnotes": "footnote", "endnotes": "footnote",
         "comments": "comment"}  # fmt: skip
_SIGNS = {f"{W}tab": "\t", f"{W}br": "\n", f"{W}cr": "\n", f"{W}noBreakHyphen": "-"}


def read_document(reader: Reader, content: bytes) -> list[bytes]:
    """Take everything that a Word file says; the value: workbooks and documents embedded in it."""
    inner = []
    for name, part in parts_of(content):
        path = PurePosixPath(name.lower())
        where = WHERE.get(path.stem.rstrip("0123456789"))
        root = tree(part) if where and path.suffix == ".xml" and path.parts[0] == "word" else None
        if where and root is not None:
            _story(reader, root, where)
        elif path.suffix in EMBEDDED:
            inner.append(part)
        elif not is_quiet(name):
            sweep_part(reader, name, part, "properties" if path.parts[0] == "docprops" else "drawing")
    return inner


def _story(reader: Reader, root: etree._Element, where: str) -> None:
    for paragraph in root.iter(f"{W}p"):
        if next(paragraph.iterancestors(f"{W}tc"), None) is None:
            reader.take(where, _words(paragraph))
        if next(paragraph.iter(f"{W}delText"), None) is not None:
            reader.take("deleted", _words(paragraph, before=True))
    for table in root.iter(f"{W}tbl"):
        rows = [[_cell(cell) for cell in row.iterchildren(f"{W}tc")] for row in table.iterchildren(f"{W}tr")]
        for r, c, text in table_lines(rows):
            reader.take("table", text, f"{r},{c}")
    for element in root.iter():
        if name_of(element) in ("docPr", "cNvPr", "textpath"):  # what is read out of a picture; lettering
            for said in ("descr", "title", "string"):
                reader.take("drawing", element.get(said, ""))


def _cell(cell: etree._Element) -> str:
    own = (p for p in cell.iter(f"{W}p") if next(p.iterancestors(f"{W}tc"), None) is cell)
    return "\n".join(_words(p) for p in own)


def _words(paragraph: etree._Element, before: bool = False) -> str:
    """A paragraph as it reads now, or as it read before its tracked changes; a text box in it is read by itself."""
    return "".join(_pieces(paragraph, before))


def _pieces(element: etree._Element, before: bool) -> Iterator[str]:
    for child in element:
        if child.tag == f"{W}p" or child.tag == (f"{W}ins" if before else f"{W}del"):
            continue
        if child.tag in (f"{W}t", f"{W}instrText", f"{W}delText", f"{W}delInstrText"):
            yield child.text or ""
        elif child.tag in _SIGNS:
            yield _SIGNS[child.tag]
        else:
            yield from _pieces(child, before)
