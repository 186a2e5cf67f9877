"""Sets a document of plain values as a PDF: one compiler for each template, a page in 10 to 25 milliseconds.

Whatever a person typed goes in as JSON and comes out as text. It is never markup, so nothing in it can do anything.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from threading import Lock
from typing import Any

import typst
from django.utils.translation import gettext as _

from qingdan.web.printing import fonts

HERE = Path(__file__).parent
FORMS = "forms.typ"
HANDBOOK = "handbook.typ"  # without tags, which would make it three times as heavy: its pages are on the web, too
PICTURES = ("code", "svg")  # what is not read by people and stays as it is
STANDARD = "a-2b"  # PDF/A: opens the same in twenty years
LONGEST_WORD = 24
_LONG = re.compile(rf"[^\s\u2e80-\uffff]{{{LONGEST_WORD},}}")
_LINES = re.compile(r"\r\n?|[\u2028\u2029\x0b\x0c]")
_ZERO_WIDTH_SPACE = "\u200b"


@lru_cache(maxsize=4)
def _compiler(where: Path, template: str) -> tuple[typst.Compiler, Lock]:
    """The compiler of a template, and the lock without which no thread may use it."""
    made = typst.Compiler(str(HERE / template), root=str(HERE), font_paths=fonts.loaded(where))
    return made, Lock()


@lru_cache(maxsize=1)
def standard_digest() -> str:
    """The digest of the templates: a form printed from other templates is another form."""
    digest = hashlib.sha256()
    for file in sorted(HERE.glob("*.typ")):
        digest.update(file.read_bytes())
    return digest.hexdigest()


def pdf(document: Mapping[str, Any], template: str = FORMS) -> bytes:
    """A document (see ``sheet.Document``) as a PDF/A-2b file. :raises fonts.FontsMissing: without the two faces."""
    data = json.dumps(printable(document), ensure_ascii=False)
    compiler, one_at_a_time = _compiler(fonts.folder(), template)
    with one_at_a_time:
        made = compiler.compile(
            format="pdf", sys_inputs={"data": data}, pdf_standards=[STANDARD], pdf_tags=template != HANDBOOK
        )
    return bytes(made)


def printable(document: Mapping[str, Any]) -> dict[str, Any]:
    """The document with every text made of characters that the faces have. What cannot be printed shows as 〓, and
    each sheet of such a document says so at its end, or the document itself where it has no sheets."""
    known = fonts.covered(fonts.folder())
    missing: set[str] = set()
    done: dict[str, Any] = _walk(document, known, missing)
    if missing:
        codes = " ".join(f"U+{ord(c):04X}" for c in sorted(missing)[:12])
        words = _("印成%(mark)s的字，打印字库里没有（%(codes)s），请用笔写上。") % {
            "mark": fonts.MISSING,
            "codes": codes,
        }
        for sheet in done.get("sheets", [done]):
            sheet["note"] = f"{sheet['note']}  {words}"
    return done


def _walk(value: Any, known: frozenset[int], missing: set[str]) -> Any:
    if isinstance(value, str):
        return _text(value, known, missing)
    if isinstance(value, Mapping):
        return {k: v if k in PICTURES else _walk(v, known, missing) for k, v in value.items()}
    if isinstance(value, list | tuple):
        return [_walk(one, known, missing) for one in value]
    return value


def _text(words: str, known: frozenset[int], missing: set[str]) -> str:
    words = _LINES.sub("\n", words).replace("\t", "  ")
    if not all(ord(c) in known or c == "\n" for c in words):
        words = "".join(_character(c, known, missing) for c in words)
    return _LONG.sub(_breakable, words)


def _character(one: str, known: frozenset[int], missing: set[str]) -> str:
    if ord(one) in known or one == "\n":
        return one
    found = fonts.substitute(one, known)
    if found is None:
        missing.add(one)
        return fonts.MISSING
    return found


def _breakable(long: re.Match[str]) -> str:
    """A word that no line could hold may break anywhere, so that it stays in its cell."""
    word = long.group()
    return _ZERO_WIDTH_SPACE.join(word[n : n + 4] for n in range(0, len(word), 4))
