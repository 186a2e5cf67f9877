"""The files of a kit: which there are, how each is made, and all of them in one folder or archive."""

from __future__ import annotations

import hashlib
import io
import zipfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from qingdan.domain import flow, publicity
from qingdan.features.cases.messages import local
from qingdan.web import icons
from qingdan.web.printing import engine
from qingdan.web.printing.serving import FileType
from qingdan.web.publicity.card import card_png
from qingdan.web.publicity.kit import Kit
from qingdan.web.publicity.poster import poster_pdf, poster_png
from qingdan.web.publicity.strip import strip
from qingdan.web.publicity.texts import texts
from qingdan.web.publicity.tokens import THEME, tongue

HERE = Path(__file__).parent
PICTURE = HERE / "picture.typ"
STRIP_PPI = 108  # 2600 px wide: enough to be printed on a page
WHOLE = "kit.zip"


@dataclass(frozen=True)
class File:
    """A file of a kit: what it is called for people, its type, and what makes it of a kit. ``given`` False: it is only
    for the page."""

    title: object
    type: FileType
    make: Callable[[Kit], bytes]
    given: bool = True


def strip_svg(kit: Kit) -> bytes:
    """The strip as a drawing."""
    return strip(kit).svg.encode()


def strip_png(kit: Kit) -> bytes:
    """The strip as a picture."""
    drawn = strip(kit)
    data = {"svg": drawn.svg, "width": drawn.width, "height": drawn.height, "alt": drawn.words, **tongue()}
    return engine.as_png(PICTURE, data, STRIP_PPI)


def archive(kit: Kit) -> bytes:
    """Every file and text of a kit as a ZIP file; the same kit gives the same bytes."""
    kept, day = io.BytesIO(), kit.edition.head.in_force
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in contents(kit):
            made.writestr(zipfile.ZipInfo(name, (day.year, day.month, day.day, 0, 0, 0)), content, zipfile.ZIP_DEFLATED)
    return kept.getvalue()


def contents(kit: Kit) -> Iterator[tuple[str, bytes]]:
    """The name and content of each file and text of a kit, and a note on where they come from."""
    for file in FILES.values():
        if file.given and file.make is not archive:
            yield f"{file.title}.{file.type.ending}", file.make(kit)
    for text in texts(kit):
        yield f"{text.name}.txt", f"{text.text or text.note}\n".encode()
    yield _("说明") + ".txt", ("\n".join(_about(kit)) + "\n").encode()


def _about(kit: Kit) -> list[str]:
    lines = [kit.told.plain, kit.village, local(kit.edition.title), local(kit.edition.head.note)]
    lines += [_("参考清单（待确认）")] if kit.reference else []
    return [line for line in (*lines, kit.address) if line]


_PNG, _SVG = FileType("png", "image/png"), FileType("svg", "image/svg+xml")
FILES: Mapping[str, File] = {
    "poster.pdf": File(gettext_lazy("海报A2"), FileType("pdf", "application/pdf", "inline"), poster_pdf),
    "poster.png": File(gettext_lazy("海报A2"), FileType("png", "image/png", "inline"), poster_png, given=False),
    "strip.png": File(gettext_lazy("漫画"), _PNG, strip_png),
    "strip.svg": File(gettext_lazy("漫画"), _SVG, strip_svg),
    "card.png": File(gettext_lazy("公众号封面"), _PNG, card_png),
    WHOLE: File(gettext_lazy("宣传包"), FileType("zip", "application/zip"), archive),
}


def digest_of(kit: Kit, name: str) -> str:
    """What a file is kept under: it changes with whatever stands in it, and with what draws it."""
    place = (kit.village, kit.example, kit.address) if kit.place else (kit.address,)
    limits = tuple(sorted((key, value) for key, value in kit.limits.items()))
    said = (name, kit.edition.digest, kit.power.slug, limits, place, kit.telephones, get_language(), drawn_by())
    return hashlib.sha256(repr(said).encode()).hexdigest()


@lru_cache(maxsize=1)
def drawn_by() -> str:
    """The digest of everything of ours that draws a kit."""
    folders = (HERE, Path(publicity.__file__).parent, Path(flow.__file__).parent / "draw")
    files = [file for folder in folders for file in folder.rglob("*") if file.suffix in (".py", ".typ")]
    digest = hashlib.sha256()
    for file in [*sorted(files), THEME, icons.LIST]:
        digest.update(file.read_bytes())
    return digest.hexdigest()
