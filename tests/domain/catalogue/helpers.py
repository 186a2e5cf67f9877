"""The small edition that the catalogue's tests load, break and load again."""

from __future__ import annotations

from pathlib import Path

ROOT = Path(__file__).parent / "edition"
CONCORDANCES = Path(__file__).parent / "concordances"
CONCORDANCE = "concordances/测试法/2015-2020.yaml"
SHELF = Path(__file__).parents[2] / "broken" / "definitions"
POWER = "mini/powers/buying/small-buy.yaml"


def mini_files() -> dict[str, str]:
    """The small edition's files, by path."""
    return {p.relative_to(ROOT).as_posix(): p.read_text(encoding="utf-8") for p in sorted(ROOT.rglob("*.yaml"))}


def all_files() -> dict[str, str]:
    """The small edition's files and, beside it, a concordance of its law, by path."""
    found = sorted(CONCORDANCES.rglob("*.yaml"))
    return mini_files() | {p.relative_to(CONCORDANCES.parent).as_posix(): p.read_text(encoding="utf-8") for p in found}


def broken(path: str, old: str, new: str) -> dict[str, str]:
    """The small edition with ``old`` replaced by ``new`` in one file."""
    files = mini_files()
    assert old in files[path], f"{old!r} is not in {path}"
    return files | {path: files[path].replace(old, new, 1)}
