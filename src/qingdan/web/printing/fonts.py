"""The two faces that everything is printed with, and which characters they have."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from pathlib import Path

import typst
from django.conf import settings
from fontTools.ttLib import TTFont

FACES = {"Regular": r"NotoSansSC[-_](?:400)?Regular\.[ot]tf", "Bold": r"NotoSansSC[-_](?:700)?Bold\.[ot]tf"}
MISSING = "〓"  # what Chinese printers set where a character is not in the case; seen, and written over by pen
_IGNORABLE = frozenset({0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF, *range(0xFE00, 0xFE10)})


class FontsMissing(RuntimeError):
    """The fonts for printing are not where they should be."""

    def __init__(self, folder: Path, faces: list[str]) -> None:
        super().__init__(
            f"no {' and no '.join(faces)} face of Noto Sans SC under {folder}: run `make run` (or `npm ci`), which "
            "brings them, or name the folder that has NotoSansSC-Regular and NotoSansSC-Bold in QINGDAN_FONTS"
        )


def folder() -> Path:
    """Where the fonts are looked for: setting QINGDAN_FONTS, else the npm package."""
    return Path(settings.QINGDAN_FONTS)


def faces(where: Path) -> dict[str, Path]:
    """The file of each face under a folder. :raises FontsMissing: naming those that are not there."""
    files = sorted(where.rglob("NotoSansSC*"))
    found = {name: next((f for f in files if re.fullmatch(p, f.name)), None) for name, p in FACES.items()}
    missing = [name for name, file in found.items() if file is None]
    if missing:
        raise FontsMissing(where, missing)
    return {name: file for name, file in found.items() if file}


@lru_cache(maxsize=2)
def loaded(where: Path) -> typst.Fonts:
    """The faces for the compiler, read once in a process: 5 ms."""
    places = sorted({str(file.parent) for file in faces(where).values()})
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=places)


@lru_cache(maxsize=2)
def covered(where: Path) -> frozenset[int]:
    """The code points that every face has, read once in a process: 0.3 s."""
    sets = []
    for file in faces(where).values():
        with TTFont(file, lazy=True) as font:
            sets.append(set(font.getBestCmap()))
    return frozenset(set.intersection(*sets))


def substitute(character: str, known: frozenset[int]) -> str | None:
    """What is printed for a character that the faces do not have: its plain form, nothing for what is invisible
    anyway, or None when there is no way to print it."""
    if ord(character) in _IGNORABLE or unicodedata.category(character) in ("Cc", "Cf"):
        return ""
    plain = unicodedata.normalize("NFKC", character)
    return plain if plain != character and all(ord(c) in known for c in plain) else None
