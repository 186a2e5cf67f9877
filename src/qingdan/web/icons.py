"""The icons of the house: which there are (``icons.txt``) and how each is drawn (``static/vendor/icons.svg``, built).

The drawings are Tabler Icons, brought by npm and never committed. ``qingdan manage icons`` copies just the listed
ones into one file; pages carry the paths inline, so an icon costs no request and works without script.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping
from pathlib import Path
from xml.etree import ElementTree

from qingdan.domain.complaints import closest

WEB = Path(__file__).parent
LIST = WEB / "icons.txt"
BUILT = WEB / "static" / "vendor" / "icons.svg"
SOURCE = Path("node_modules") / "@tabler" / "icons" / "icons" / "outline"
SVG = "http://www.w3.org/2000/svg"

_WORD = re.compile(r"[a-z0-9][a-z0-9-]*\Z")
# Tabler puts an unpainted square first in every icon; it draws nothing.
_INVISIBLE = {"d": "M0 0h24v24H0z", "stroke": "none"}


class UnknownIcon(ValueError):
    """A name that ``icons.txt`` does not hold."""


class IconsUnreadable(ValueError):
    """``icons.txt`` or a source drawing cannot be used; the message says which, where and what to do."""


def read_list(text: str, file: str = LIST.name) -> dict[str, str]:
    """Our name → Tabler's name, in the order of the list. :raises IconsUnreadable: naming the line."""
    names: dict[str, str] = {}
    for number, line in enumerate(text.splitlines(), start=1):
        words = line.split("#", 1)[0].split()
        if not words:
            continue
        if len(words) > 2 or not all(map(_WORD.match, words)):
            raise IconsUnreadable(
                f"{file}, line {number}: {line.strip()!r} is not an icon. "
                "Write our name and, if it differs, Tabler's name after a space."
            )
        if words[0] in names:
            raise IconsUnreadable(f"{file}, line {number}: {words[0]} is listed twice. Remove one of the lines.")
        names[words[0]] = words[-1]
    return names


@functools.lru_cache(maxsize=1)
def listed() -> Mapping[str, str]:
    """What ``icons.txt`` says: our name → Tabler's name."""
    return read_list(LIST.read_text(encoding="utf-8"))


def drawing(svg: str) -> str:
    """The inner markup of one Tabler file, without the invisible square: ``<path d="…"/>…``.

    :raises IconsUnreadable: when the file holds anything but plain shapes.
    """
    root = ElementTree.fromstring(svg)  # noqa: S314 the file comes from the locked package, not from a person
    shapes = []
    for shape in root:
        name = shape.tag.removeprefix(f"{{{SVG}}}")
        if all(shape.get(k) == v for k, v in _INVISIBLE.items()):
            continue
        if name not in ("path", "circle", "rect", "line", "polyline", "ellipse") or len(shape):
            raise IconsUnreadable(f"an icon may hold plain shapes only, not <{name}>")
        if not all(re.fullmatch(r"[\w .,+-]*", value) for value in shape.attrib.values()):
            raise IconsUnreadable(f"a shape of an icon may hold numbers and words only: {dict(shape.attrib)}")
        shapes.append(f"<{name}{''.join(f' {k}={chr(34)}{v}{chr(34)}' for k, v in shape.attrib.items())}/>")
    return "".join(shapes)


def build(names: Mapping[str, str], source: Path) -> str:
    """One file of ``<symbol>``s for ``names``, read from the folder ``source`` of Tabler's outline icons.

    :raises IconsUnreadable: when the folder or an icon is not there.
    """
    if not source.is_dir():
        raise IconsUnreadable(f"{source} is not there. Install the front-end packages first: make setup")
    symbols = []
    for name, theirs in names.items():
        file = source / f"{theirs}.svg"
        if not file.is_file():
            near = closest(theirs, [f.stem for f in source.glob("*.svg")]).en
            raise IconsUnreadable(f"{LIST.name}: {name} asks for {theirs}, which Tabler Icons does not have. {near}")
        inner = drawing(file.read_text(encoding="utf-8"))
        symbols.append(f'<symbol id="{name}" viewBox="0 0 24 24">{inner}</symbol>')
    body = "\n".join(symbols)
    return f'<svg xmlns="{SVG}">\n{body}\n</svg>\n'


@functools.lru_cache(maxsize=4)
def _read_built(_stamp: int) -> Mapping[str, str]:
    found = re.findall(r'<symbol id="([^"]+)"[^>]*>(.*?)</symbol>', BUILT.read_text(encoding="utf-8"))
    return dict(found)


def icon_paths(name: str) -> str:
    """The inner markup of one icon on a 24 grid, for stroke drawing.

    Empty while the icons are not built: every icon has its word beside it, so the page still says everything.
    :raises UnknownIcon: naming the nearest known one.
    """
    if name not in listed():
        raise UnknownIcon(
            f"icons.txt has no icon {name!r}. {closest(name, listed()).en} "
            f"To add one, write it in {LIST.name} and run: qingdan manage icons"
        )
    return _built().get(name, "")


def _built() -> Mapping[str, str]:
    try:
        return _read_built(BUILT.stat().st_mtime_ns)
    except FileNotFoundError:
        return {}


def not_built() -> list[str]:
    """The listed names that the built file lacks; all of them when there is no built file."""
    built = _built()
    return [name for name in listed() if name not in built]
