"""XML from outside, read as data: no document type, hence no entity of any kind; nothing fetched; bounded in size.

Element depth and text length are bounded by libxml2 itself (``huge_tree`` off).
"""

from __future__ import annotations

import codecs
import re
from typing import Any, NoReturn

from lxml import etree

from qingdan.domain.complaints import Complaint, DefinitionError
from qingdan.domain.words import Words

MOST_BYTES = 8_000_000
PROLOG = 65_536  # bytes in which the first element must begin
OPTIONS: dict[str, Any] = {"resolve_entities": False, "no_network": True, "load_dtd": False, "huge_tree": False}
_DECLARED = re.compile(rb"""^\s*<\?xml[^>]*encoding\s*=\s*["']([A-Za-z0-9._-]+)["']""")
_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")
_MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))


def parsed(file: str, data: bytes, most: int = MOST_BYTES) -> etree._Element:
    """The root element of an XML file. :raises DefinitionError: for what is not XML, too large, or has a document
    type; ``file`` is what the message calls it."""
    if len(data) > most:
        what = Words(
            f"文件有 {len(data):,} 字节，最多收 {most:,} 字节。", f"{len(data):,} bytes; at most {most:,} are taken."
        )
        refuse(file, 1, what, Words("请只导出一个流程。", "Export one process only."))
    text = _decoded(file, data)
    refuse_document_type(file, text)
    try:
        return etree.fromstring(text.encode(), etree.XMLParser(**OPTIONS, remove_comments=True, remove_pis=True))
    except etree.XMLSyntaxError as fault:
        raise not_xml(file, fault) from fault


def refuse_document_type(file: str, prolog: str) -> None:
    """:raises DefinitionError: when a document type is declared: what it can do (entities), no model needs."""
    at = prolog.find("<!DOCTYPE")
    if at >= 0:
        what = Words(
            "文件里有 <!DOCTYPE>，这种文件可以夹带别的内容，不收。", "It has a <!DOCTYPE>, which can smuggle things in."
        )
        remedy = Words("请删掉这一段再导入。", "Remove that declaration, then import again.")
        refuse(file, prolog.count("\n", 0, at) + 1, what, remedy)


def not_xml(file: str, fault: etree.XMLSyntaxError) -> DefinitionError:
    """What to say of a file that libxml2 cannot read."""
    line = fault.lineno or 1
    what = Words(f"这不是完整的 XML：{fault.msg}。", f"This is not well-formed XML: {fault.msg}.")
    remedy = Words("请从原来的软件重新导出。", "Export it again from the program that made it.")
    return DefinitionError([Complaint(file, line, what, remedy)])


def refuse(file: str, line: int, what: Words, remedy: Words) -> NoReturn:
    """:raises DefinitionError: always."""
    raise DefinitionError([Complaint(file, line, what, remedy)])


def local_name(element: etree._Element) -> str:
    """An element's name without its namespace."""
    return str(etree.QName(element).localname)


def _decoded(file: str, data: bytes) -> str:
    encoding = next((name for mark, name in _MARKS if data.startswith(mark)), None)
    if encoding is None:
        declared = _DECLARED.match(data[:PROLOG])
        encoding = declared.group(1).decode("ascii") if declared else "utf-8"
    try:
        text = data.decode(encoding).removeprefix("\ufeff")
    except (LookupError, UnicodeDecodeError) as fault:
        what = Words(f"文字编码读不出：{encoding}。", f"The text cannot be read as {encoding}.")
        remedy = Words("请另存为 UTF-8 编码。", "Save it as UTF-8.")
        raise DefinitionError([Complaint(file, 1, what, remedy)]) from fault
    return _DECLARATION.sub("", text, count=1)
