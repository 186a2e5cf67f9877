"""What is complained of in the files of a catalogue, and the shelf of small slips in good files."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache, partial
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from qingdan.domain.catalogue.concordance.check import check_concordances
from qingdan.domain.catalogue.concordance.read import read_concordances
from qingdan.domain.catalogue.load import build_edition, check_edition, kind_of, read_places, spelled_out
from qingdan.domain.catalogue.read_calendar import read_year
from qingdan.domain.complaints import Complaint, DefinitionError, gather
from qingdan.domain.reading import Place
from tests.domain.catalogue.helpers import SHELF, all_files, mini_files

SLIPS = SHELF.parent / "slips"


def faults(files: Mapping[str, str]) -> list[Complaint]:
    """Every complaint about these files, as loading them would give; those about calendars and
    concordances among them."""
    try:
        places = {path: place for path, text in sorted(files.items()) for place in _read(path, text)}
        years = [place for path, place in places.items() if kind_of(path) == "calendar"]
        gather(partial(read_year, place) for place in years)
        concordances = read_concordances(place for path, place in places.items() if kind_of(path) == "concordance")
        edition = build_edition(spelled_out(places))
        return [*check_edition(edition), *check_concordances(edition, concordances)]
    except DefinitionError as error:
        return list(error.complaints)


@lru_cache(maxsize=200)
def _read(path: str, text: str) -> list[Place]:
    """The file's place, none when it is nothing that is loaded. Most files stay the same from one fault to the next."""
    return list(read_places({path: text}).values())


def slipped(slip: Mapping[str, Any]) -> dict[str, str]:
    """The small edition with one file as the slip makes it: some words changed, another text, or not there at all.
    ``beside``: whole files that the slip needs."""
    files, path = all_files() | slip.get("beside", {}), slip["file"]
    if "change" not in slip:
        text = slip["text"]
        return files | {path: text} if text is not None else {p: t for p, t in files.items() if p != path}
    text = files[path]
    for change in slip["change"]:
        assert change["old"] in text, f"{change['old']!r} is not in {path}"
        text = text.replace(change["old"], change["new"], 1)
    return files | {path: text}


def slips() -> Iterator[dict[str, Any]]:
    """Every slip of the shelf."""
    for file in sorted(SLIPS.glob("*.yaml")):
        yield from YAML(typ="safe", pure=True).load(file.read_text(encoding="utf-8"))


def broken_files(path: Path) -> tuple[str, dict[str, str]]:
    """The small edition with one file of the shelf in its place, and that place."""
    text = path.read_text(encoding="utf-8")
    place = re.search(r"^# file: (\S+)$", text, re.M)
    shown = place.group(1) if place else "mini/powers/buying/small-buy.yaml"
    return shown, mini_files() | {shown: text}
