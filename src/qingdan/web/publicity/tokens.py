"""The colours of the theme for pictures and paper: read from the theme itself, so there is one place to change them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

THEME = Path(__file__).parents[1] / "static" / "qingdan" / "theme.css"
_TOKEN = re.compile(r"--qd-([a-z0-9-]+): *(#[0-9a-f]{3,6})\b")


@lru_cache(maxsize=1)
def colours() -> Mapping[str, str]:
    """Name → ``#rrggbb`` of the theme's ordinary look: ``seal``, ``done-wash`` and so on."""
    first = THEME.read_text(encoding="utf-8").partition(":root {")[2].partition("}")[0]
    return {name: _long(value) for name, value in _TOKEN.findall(first)}


def _long(value: str) -> str:
    return value if len(value) == 7 else "#" + "".join(c * 2 for c in value[1:])
