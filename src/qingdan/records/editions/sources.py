"""Reads the files of an edition from the ``catalogue/`` folder. The only place that opens them."""

from __future__ import annotations

import json
from functools import partial
from pathlib import Path

from qingdan.domain.catalogue.canonical import canonical
from qingdan.domain.catalogue.load import read_places
from qingdan.domain.catalogue.read_calendar import read_year
from qingdan.domain.complaints import Complaint, DefinitionError, gather
from qingdan.domain.rules.calendar import WorkCalendar
from qingdan.domain.rules.read_years import calendar_from
from qingdan.domain.words import Words


def read_sources(root: Path, edition: str) -> dict[str, str]:
    """The text of every YAML file of ``edition`` and of ``laws/``, by its path inside ``root``.

    :raises DefinitionError: when the folder is not there or a file is not UTF-8 text.
    """
    if not (root / edition).is_dir():
        what = Words(f"{root} 里没有“{edition}”这一版清单", f"there is no edition {edition!r} in {root}")
        remedy = Words("请写 laws 旁边的一个文件夹名。", "Name one of the folders beside laws/.")
        raise DefinitionError([Complaint(f"{root / edition}", 1, what, remedy)])
    return _texts(root, [p for folder in (edition, "laws") for p in sorted((root / folder).rglob("*.y*ml"))])


def read_calendars(root: Path) -> dict[str, str]:
    """The text of every year's file in ``calendar/``, by its path. :raises DefinitionError: not UTF-8."""
    return _texts(root, sorted((root / "calendar").glob("*.y*ml")))


def calendar_in(root: Path) -> WorkCalendar:
    """Holidays and make-up days of every year that ``calendar/`` has. :raises DefinitionError: for a broken file."""
    places = read_places(read_calendars(root))
    years = gather(partial(read_year, place) for place in places.values())
    return calendar_from({y: json.loads(canonical(place)) for y, place in zip(years, places.values(), strict=True)})


def read_concordance_files(root: Path) -> dict[str, str]:
    """The text of every file in ``concordances/``, by its path. :raises DefinitionError: not UTF-8."""
    return _texts(root, sorted((root / "concordances").rglob("*.y*ml")))


def _texts(root: Path, paths: list[Path]) -> dict[str, str]:
    return {p.relative_to(root).as_posix(): read_text(p, p.relative_to(root).as_posix()) for p in paths}


def read_law_texts(folder: Path) -> dict[str, str]:
    """The texts of laws, by file name without its ending; ``.md`` and ``.txt``. :raises DefinitionError: not UTF-8."""
    paths = sorted(p for p in folder.iterdir() if p.suffix in (".md", ".txt") and p.stem != "README")
    return {p.stem: read_text(p, p.name) for p in paths}


def read_text(path: Path, shown: str) -> str:
    """A file's text. :raises DefinitionError: naming the line that is not UTF-8."""
    raw = path.read_bytes()
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        line = raw[: fault.start].count(b"\n") + 1
        what = Words("这不是 UTF-8 文本", "this is not UTF-8 text")
        remedy = Words("请把文件存成 UTF-8（不是 GBK）。", "Save the file as UTF-8 (not GBK).")
        raise DefinitionError([Complaint(shown, line, what, remedy)]) from None
