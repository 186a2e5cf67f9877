"""Translations without the gettext programs: Babel finds the marked texts, compares and compiles.

A msgid *is* the Simplified Chinese text, so Chinese needs no catalogue; ``locale/en/LC_MESSAGES/django.po`` holds the
English. The ``.mo`` file beside it is made, never committed.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

from babel.messages import Catalog, Message
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

# Function name -> which arguments are context, singular and plural, as Babel counts them.
KEYWORDS: dict[str, Any] = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
PLACEHOLDER = re.compile(r"%\((\w+)\)[a-z]|\{(\w+)\}|%[sdf]")
_FIXED = datetime(2026, 1, 1, tzinfo=UTC)  # a date in the header would change with every extraction

Key = tuple[str | None, str]


def found_in(tree: Path) -> Catalog:
    """Every marked text under ``tree``: ``.py`` files, and templates (``.html``, ``.txt``) under ``templates/``.

    :raises SyntaxError: for a template whose translation block holds another tag; names file and line.
    """
    catalog = Catalog(locale="en")
    for file in _sources(tree):
        place = file.relative_to(tree).as_posix()
        for line, words, comments, context in extract("python", BytesIO(_as_python(file)), KEYWORDS, ("Translators:",)):
            catalog.add(words, locations=[(place, line)], auto_comments=comments, context=context)
    return catalog


def _sources(tree: Path) -> Iterator[Path]:
    for file in sorted(tree.rglob("*")):
        is_template = file.suffix in (".html", ".txt") and "templates" in file.parts
        if file.suffix == ".py" or is_template:
            yield file


def _as_python(file: Path) -> bytes:
    text = file.read_text(encoding="utf-8")
    if file.suffix != ".py":
        # What stands outside the tags becomes X's; its indentation is HTML's and would trip Python's tokenizer.
        text = "\n".join(line.lstrip() for line in templatize(text, origin=str(file)).split("\n"))
    return text.encode()


def read(po: Path) -> Catalog:
    """The catalogue in a ``.po`` file; an empty one when there is no file yet."""
    if not po.exists():
        return Catalog(locale="en")
    with po.open("rb") as stream:
        return read_po(stream, locale="en")


def merge(found: Catalog, po: Path) -> tuple[int, int]:
    """Bring ``po`` up to ``found``: new texts come in empty, vanished ones go. Returns how many of each."""
    kept = read(po)
    before, now = _keys(kept), _keys(found)
    kept.update(found, no_fuzzy_matching=True)
    kept.obsolete.clear()
    kept.project, kept.version, kept.header_comment = "Qingdan", "1", "# English. A msgid is the Chinese text."
    kept.creation_date = kept.revision_date = _FIXED
    kept.fuzzy = False
    po.parent.mkdir(parents=True, exist_ok=True)
    with po.open("wb") as stream:
        write_po(stream, kept, width=120, sort_by_file=True, include_lineno=False)
    return len(now - before), len(before - now)


def complaints(found: Catalog, kept: Catalog) -> Iterator[str]:
    """What keeps ``kept`` from being a complete translation of ``found``; one line each, none when it is complete."""
    for message in _messages(found):
        translated = kept.get(message.id, context=message.context)
        where = message.locations[0][0] if message.locations else "?"
        problem = "missing" if translated is None else _problem(message, translated)
        if problem:
            yield f"{problem}: {_first(message)!r} ({where})"
    for _, text in sorted(_keys(kept) - _keys(found), key=str):
        yield f"obsolete: {text!r} is no longer in the code"
    for message in kept.obsolete.values():
        yield f"obsolete: {_first(message)!r} is commented out in the catalogue"


def _problem(message: Message, translated: Message) -> str | None:
    strings = translated.string if isinstance(translated.string, (tuple, list)) else [translated.string]
    plural = isinstance(message.id, (tuple, list))
    if translated.fuzzy:
        return "fuzzy"
    if plural != isinstance(translated.id, (tuple, list)) or (plural and len(strings) < 2):
        return "singular and plural differ from the code"
    if not all(s and s.strip() for s in strings):
        return "empty"
    wanted = _placeholders(message.id[-1] if plural else message.id)
    # "one village" need not repeat its number; every other form names exactly what the code fills in.
    loose, strict = (strings[:1], strings[1:]) if plural else ([], strings)
    for string in strict:
        if _placeholders(string) != wanted:
            return f"placeholders differ ({_listed(string)} instead of {', '.join(sorted(wanted)) or 'none'})"
    for string in loose:
        if not _placeholders(string) <= wanted:
            return f"placeholders unknown to the code ({_listed(string)})"
    return None


def _placeholders(text: str) -> set[str]:
    return {match.group() for match in PLACEHOLDER.finditer(text.replace("%%", ""))}


def _listed(text: str) -> str:
    return ", ".join(sorted(_placeholders(text))) or "none"


def _messages(catalog: Catalog) -> Iterable[Message]:
    return (message for message in catalog if message.id)


def _first(message: Message) -> str:
    return message.id[0] if isinstance(message.id, (tuple, list)) else message.id


def _keys(catalog: Catalog) -> set[Key]:
    return {(message.context, _first(message)) for message in _messages(catalog)}


def compile_stale(locales: Iterable[Path]) -> list[Path]:
    """Write each ``.mo`` that is missing or older than its ``.po``; returns those written."""
    written = []
    for locale in locales:
        for po in sorted(locale.glob("*/LC_MESSAGES/*.po")):
            mo = po.with_suffix(".mo")
            if not mo.exists() or mo.stat().st_mtime < po.stat().st_mtime:
                _compile(po, mo)
                written.append(mo)
    return written


def _compile(po: Path, mo: Path) -> None:
    # Two test processes may compile at once: each writes its own file and puts it in place whole.
    making = mo.with_suffix(f".{os.getpid()}.tmp")
    with making.open("wb") as stream:
        write_mo(stream, read(po))
    making.replace(mo)
