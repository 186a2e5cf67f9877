"""A PDF printed anew, each page as a picture: whatever else was in it stays behind.

Author, program and dates, earlier versions, hidden layers, text under a black bar, attachments, scripts, and the
camera's data inside its pictures: none of them is pixels. The words in it can no longer be searched; that is the price.
"""

from __future__ import annotations

import io
import re

import pypdfium2

from qingdan.domain.cleaning.faults import SMALLER, Uncleanable, broken
from qingdan.domain.cleaning.pictures import QUALITY
from qingdan.domain.words import Words

MOST_PAGES = 60
DOTS = 150  # an inch
MOST_SIDE = 2600  # pixels: a page of a building plan becomes coarser
POINTS = 72
_WHEN = re.compile(rb"/CreationDate ?\(D:[^)]{1,40}\)")


def as_pictures(content: bytes) -> bytes:
    """A new PDF of the same pages. :raises Uncleanable: it does not open, has a password, or too many pages."""
    try:
        with pypdfium2.PdfDocument(content) as old:
            if len(old) > MOST_PAGES:
                raise Uncleanable(
                    Words(f"PDF有{len(old)}页，最多收{MOST_PAGES}页", f"{len(old)} pages; at most {MOST_PAGES}"),
                    SMALLER,
                )
            if not len(old):
                raise broken()
            return _printed(old)
    except (pypdfium2.PdfiumError, OSError, ValueError) as error:
        if isinstance(error, Uncleanable):
            raise
        raise broken() from None


def _printed(old: pypdfium2.PdfDocument) -> bytes:
    out = io.BytesIO()
    with pypdfium2.PdfDocument.new() as new:
        for number in range(len(old)):
            _print(old[number], new)
        new.save(out)
    # The library writes the minute of this cleaning; blanks of the same length leave every place in the file as it is.
    return _WHEN.sub(lambda found: b" " * len(found[0]), out.getvalue())


def _print(page: pypdfium2.PdfPage, new: pypdfium2.PdfDocument) -> None:
    width, height = page.get_size()
    scale = min(DOTS / POINTS, MOST_SIDE / max(width, height, 1))
    jpeg = io.BytesIO()
    page.render(scale=scale).to_pil().convert("RGB").save(jpeg, "JPEG", quality=QUALITY)
    picture = pypdfium2.PdfImage.new(new)
    jpeg.seek(0)
    picture.load_jpeg(jpeg, inline=True)
    picture.set_matrix(pypdfium2.PdfMatrix().scale(width, height))
    sheet = new.new_page(width, height)
    sheet.insert_obj(picture)
    sheet.gen_content()
