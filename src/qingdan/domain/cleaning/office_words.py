"""What the XML of a Word or Excel part says of people, sessions and disks, taken out of it.

By local names, because the same thing stands in several namespaces (w, w14, w15, w16cid, x14ac, xr) as Office grew.
"""

from __future__ import annotations

import re

from lxml import etree

from qingdan.domain.safe_xml import local_name

SOMEBODY = "作者"
# Attributes: names of people become nobody's, everything else of these goes.
NAMES = frozenset({"author", "initials", "username", "lasteditedby", "recoveryauthor"})
GONE = re.compile(
    r"rsid\w*|date(?:utc)?|userid|providerid|paraid|textid|durableid|documentid|docid|uid|codename|lastguid|guid"
    r"|lastedited|lowestedited|rupbuild|reservationpassword|hashvalue|saltvalue|algorithmname|spincount|coauthversion\w*"
)
# Elements of which nothing stays. trackRevisions and the like are not people and stay.
WITHOUT = frozenset(
    {
        "rsids", "rsid", "docId", "attachedTemplate", "mailMerge", "docVars", "saveThroughXslt", "writeProtection",
        "documentProtection", "absPath", "fileSharing", "revisionPtr", "fileRecoveryPr", "customWorkbookViews",
        "customSheetViews", "webPublishing", "smartTagPr", "proofErr", "lastRenderedPageBreak", "fileVersion",
        "presenceInfo", "legacyDrawingHF", "oleSize",
    }
)  # fmt: skip
# Fields that say who, when or where from when the document is opened or printed.
TELLING_FIELDS = re.compile(
    r"\b(?:AUTHOR|LASTSAVEDBY|USERNAME|USERINITIALS|USERADDRESS|FILENAME|CREATEDATE|SAVEDATE|PRINTDATE|EDITTIME|REVNUM"
    r"|TEMPLATE|DOCPROPERTY|DOCVARIABLE|INFO)\b"
)
_WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
STRUCK_OUT = re.compile(rf"{re.escape(_WORD)}(?:del|moveFrom|\w+Change|move(?:From|To)Range(?:Start|End)|cellDel)")
PUT_IN = frozenset({f"{_WORD}ins", f"{_WORD}moveTo", f"{_WORD}cellIns"})


def without_names(root: etree._Element) -> None:
    """Change a part in place."""
    for element in list(root.iter()):
        if not isinstance(element.tag, str):
            continue
        name = local_name(element)
        if name in WITHOUT or STRUCK_OUT.fullmatch(element.tag):
            _remove(element)
        elif element.tag in PUT_IN:
            _unwrap(element)
        elif name == "author" and not len(element):
            element.text = SOMEBODY  # the list of authors of a sheet's comments
        elif name == "instrText" and TELLING_FIELDS.search(element.text or ""):
            element.text = " QUOTE "
        elif name == "fldSimple":
            _plain_field(element)
        _attributes(element)


def _attributes(element: etree._Element) -> None:
    for key in list(element.attrib):
        plain = etree.QName(key).localname.lower()
        if plain in NAMES:
            element.set(key, SOMEBODY)
        elif GONE.fullmatch(plain):
            del element.attrib[key]
        elif plain in ("descr", "title", "name") and _is_path(element.get(key, "")):
            element.set(key, "")  # Word writes the path of a picture on the maker's disk there


def _plain_field(element: etree._Element) -> None:
    for key in list(element.attrib):
        if etree.QName(key).localname == "instr" and TELLING_FIELDS.search(element.get(key, "")):
            element.set(key, " QUOTE ")


def _is_path(text: str) -> bool:
    return bool(re.search(r"[A-Za-z]:\\|\\\\|file:|/(?:Users|home)/", text))


def _unwrap(element: etree._Element) -> None:
    """Put what is in an element in its place."""
    parent = element.getparent()
    if parent is not None:
        at = parent.index(element)
        parent[at : at + 1] = list(element)


def _remove(element: etree._Element) -> None:
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)
