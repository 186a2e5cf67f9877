"""Sets a document of plain values as a PDF or a picture: one compiler for each template in a process, a page in 10 to
25 milliseconds.

Whatever a person typed goes in as JSON and comes out as text. It is never markup, so nothing in it can do anything.
"""

from __future__ import annotations

import hashlib
import io
import json
import re
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from threading import Lock
from typing import Any

import typst
from django.utils.translation import gettext as _
from PIL import Image

from qingdan.web.printing import fonts

HERE = Path(__file__).parent
FORMS = HERE / "forms.typ"
PICTURES = frozenset({"code", "svg"})  # keys whose text is drawn and not read by people
STANDARD = "a-2b"  # PDF/A: opens the same in twenty years
LONGEST_WORD = 24
_LONG = re.compile(rf"[^\s\u2e80-\uffff]{{{LONGEST_WORD},}}")
_LINES = re.compile(r"\r\n?|[\u2028\u2029\x0b\x0c]")
_ZERO_WIDTH_SPACE = "\u200b"


@lru_cache(maxsize=8)
def _compiler(template: Path, where: Path) -> tuple[typst.Compiler, Lock]:
    """The compiler of a template, and the lock without which no thread may use it."""
    # One folder above: a template may use the pieces of another.
    return typst.Compiler(str(template), root=str(HERE.parent), font_paths=fonts.loaded(where)), Lock()


@lru_cache(maxsize=4)
def standard_digest(folder: Path = HERE) -> str:
    """The digest of a folder's templates: a form printed from other templates is another form."""
    digest = hashlib.sha256()
    for file in sorted(folder.glob("*.typ")):
        digest.update(file.read_bytes())
    return digest.hexdigest()


def pdf(document: Mapping[str, Any]) -> bytes:
    """A document of forms (see ``sheet.Document``) as a PDF/A-2b file. :raises fonts.FontsMissing: without the two
    faces."""
    return as_pdf(FORMS, printable(document))


def as_pdf(template: Path, document: Mapping[str, Any], *, tags: bool = True) -> bytes:
    """What a template makes of a document of legible texts, as a PDF/A-2b file; without ``tags`` a third as heavy."""
    return _compiled(template, document, format="pdf", pdf_standards=[STANDARD], pdf_tags=tags)


def as_png(template: Path, document: Mapping[str, Any], ppi: float) -> bytes:
    """The same as a picture of its one page, ``ppi`` pixels an inch."""
    return _compiled(template, document, format="png", ppi=ppi)


def light(png: bytes, colours: int, size: tuple[int, int] | None = None) -> bytes:
    """A picture of flat grounds in few colours, a third of its weight; made smaller to ``size`` (px) where given."""
    drawn = Image.open(io.BytesIO(png)).convert("RGB")
    if size is not None:
        drawn = drawn.resize(size, Image.Resampling.LANCZOS)
    made = io.BytesIO()
    drawn.quantize(colours, dither=Image.Dither.NONE).save(made, "PNG", optimize=True)
    return made.getvalue()


def _compiled(template: Path, document: Mapping[str, Any], **wanted: Any) -> bytes:
    data = json.dumps(document, ensure_ascii=False)
    compiler, one_at_a_time = _compiler(template, fonts.folder())
    with one_at_a_time:
        return bytes(compiler.compile(sys_inputs={"data": data}, **wanted))


def printable(document: Mapping[str, Any]) -> dict[str, Any]:
    """A document of forms made legible; each sheet says at its end what could not be printed."""
    done, words = legible(document)
    if words:
        for sheet in done["sheets"]:
            sheet["note"] = f"{sheet['note']}  {words}"
    return done


def legible(document: Mapping[str, Any]) -> tuple[dict[str, Any], str]:
    """The document with every text made of characters that the faces have, and a sentence on those that cannot be
    printed and show as 〓 ("" when all can)."""
    known = fonts.covered(fonts.folder())
    missing: set[str] = set()
    done: dict[str, Any] = _walk(document, known, missing)
    if not missing:
        return done, ""
    codes = " ".join(f"U+{ord(c):04X}" for c in sorted(missing)[:12])
    words = _("印成%(mark)s的字，打印字库里没有（%(codes)s），请用笔写上。")
    return done, words % {"mark": fonts.MISSING, "codes": codes}


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
