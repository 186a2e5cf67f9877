"""Look into a picture: it must decode to its end, within bounds, and be nothing else at the same time."""

from __future__ import annotations

import io
import re
import zipfile

from django.utils.translation import gettext
from PIL import Image

from qingdan.records.register.acts import Refused

FORMATS = ("JPEG", "PNG", "WEBP")  # to Pillow, a JPEG in which a phone keeps a second picture becomes an MPO
MOST_PIXELS = 40_000_000  # decoded at once: 160 MB of memory at 4 bytes each
# A JPEG is decoded at an eighth of its size (libjpeg's own scaling), so a phone's 108-megapixel picture is no burden.
MOST_PIXELS_JPEG = 150_000_000
SCAN, MOST_SCANS = b"\xff\xda", 60  # a phone writes 1 to 14 of a picture; each costs a pass over all of it
MARKUP = re.compile(rb"<(?:script|html|svg|iframe|body|\?php|!doctype\s+html)[\s>/]", re.IGNORECASE)


def look(content: bytes) -> None:
    """:raises Refused: when the picture is broken, has too many pixels, or hides a page, a PDF or an archive."""
    if MARKUP.search(content) or b"%PDF-" in content or zipfile.is_zipfile(io.BytesIO(content)):
        raise Refused(gettext("照片里面还藏着别的文件或者程序。请重新拍一张，或者截图再传。"))
    try:
        _decode(content)
    except Image.DecompressionBombError as error:  # Pillow's limit, which a JPEG of a real phone does not reach
        raise Refused(_too_large()) from error
    except (OSError, ValueError, SyntaxError, ArithmeticError, LookupError) as error:
        raise Refused(gettext("照片不完整，打不开。请重新拍照，或者重新选一次文件。")) from error


def _decode(content: bytes) -> None:
    with Image.open(io.BytesIO(content), formats=FORMATS) as image:
        image.verify()  # checksums, as far as the format has them
    with Image.open(io.BytesIO(content), formats=FORMATS) as image:
        # A progressive JPEG is held whole in memory before its first row is known.
        is_light = image.format in ("JPEG", "MPO") and "progressive" not in image.info
        if image.width * image.height > (MOST_PIXELS_JPEG if is_light else MOST_PIXELS):
            raise Refused(_too_large())
        if image.format in ("JPEG", "MPO") and content.count(SCAN) > MOST_SCANS:
            raise Refused(_too_large())
        image.draft("RGB", (1, 1))
        image.load()  # to the last row: a cut-off picture fails here


def _too_large() -> str:
    return gettext("照片的尺寸太大。请缩小以后再传，或者截图再传。")
