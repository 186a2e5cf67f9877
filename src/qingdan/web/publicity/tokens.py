"""What every picture and sheet has from the house: the theme's colours, the mark, the language of its words.

The colours are read from the theme itself, so there is one place to change them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.utils.translation import get_language

from qingdan.web.formats import is_english
from qingdan.web.icons import icon_paths

_STATIC = Path(__file__).parents[1] / "static" / "qingdan"
THEME, MARK = _STATIC / "theme.css", _STATIC / "seal.svg"
_TOKEN = re.compile(r"--qd-([a-z0-9-]+): *(#[0-9a-f]{3,6})\b")


@lru_cache(maxsize=1)
def colours() -> Mapping[str, str]:
    """Name → ``#rrggbb`` of the theme's ordinary look: ``seal``, ``done-wash`` and so on."""
    first = THEME.read_text(encoding="utf-8").partition(":root {")[2].partition("}")[0]
    return {name: _long(value) for name, value in _TOKEN.findall(first)}


def _long(value: str) -> str:
    return value if len(value) == 7 else "#" + "".join(c * 2 for c in value[1:])


@lru_cache(maxsize=1)
def mark() -> str:
    """The mark of the house as SVG in the seal's colour."""
    return MARK.read_text(encoding="utf-8").replace("currentColor", colours()["seal"])


def tongue() -> dict[str, Any]:
    """The language of a sheet as a template asks for it."""
    english = is_english(get_language())
    return {"language": "en" if english else "zh", "region": None if english else "cn"}


def icon_svg(name: str, ink: str = "ink") -> str:
    """An icon of the house as a drawing that stands alone."""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24" fill="none" stroke="{colours()[ink]}" '
        f'stroke-width="1.9" stroke-linecap="round" stroke-linejoin="round">{icon_paths(name)}</svg>'
    )
