"""What the guards read: every file of ours, committed or about to be, and the Python sources as trees."""

from __future__ import annotations

import ast
import functools
import subprocess
from pathlib import Path

HOUSE = Path(__file__).resolve().parents[2]
SOURCE = HOUSE / "src" / "qingdan"


@functools.cache
def our_files() -> list[Path]:
    """Files that git tracks or would take, so that a mistake shows before it is committed."""
    listed = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    names = subprocess.run(listed, cwd=HOUSE, capture_output=True, check=True).stdout.decode().split("\0")
    return [HOUSE / name for name in names if name and (HOUSE / name).is_file()]


def our_sources() -> list[Path]:
    """Our Python under ``src``, migrations apart: those are written by Django."""
    return [f for f in our_files() if f.suffix == ".py" and SOURCE in f.parents and "migrations" not in f.parts]


@functools.cache
def parsed(file: Path) -> ast.Module:
    """The syntax tree of a source file."""
    return ast.parse(file.read_text(encoding="utf-8"), str(file))


def name_of(file: Path) -> str:
    """The file's path in the house, as messages say it."""
    return file.relative_to(HOUSE).as_posix()
