"""A picture drawn anew from its pixels: EXIF, GPS, comments, profiles, thumbnails, second pictures and the bytes after
its end stay behind. It becomes smaller too, which blurs the grain by which a camera's sensor can be told.
"""

from __future__ import annotations

import io
from collections.abc import Callable

from PIL import Image, ImageOps

from qingdan.domain.cleaning.faults import Uncleanable, broken
from qingdan.domain.words import Words

SIDE = 2560  # pixels of the longer side: a photographed page can still be read
MOST_PIXELS = 150_000_000
QUALITY = 85
Save = Callable[[Image.Image], bytes]
_BROKEN = (OSError, ValueError, SyntaxError, ArithmeticError, LookupError, EOFError, Image.DecompressionBombError)


def to_jpeg(content: bytes) -> bytes:
    """A JPEG, WebP or HEIC picture as a bare JPEG, upright, on white. :raises Uncleanable: it does not decode."""
    return _saved(pixels(content), "JPEG", quality=QUALITY)


def to_png(content: bytes) -> bytes:
    """A PNG (a screenshot, a drawing) as a bare PNG, on white. :raises Uncleanable: it does not decode."""
    return _saved(pixels(content), "PNG")


def same_kind(content: bytes) -> bytes:
    """A JPEG or PNG inside a document, in its own kind and size. :raises Uncleanable: another kind, or broken."""
    if content.startswith(b"\xff\xd8\xff"):
        return _saved(pixels(content, side=None), "JPEG", quality=QUALITY)
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return _saved(pixels(content, side=None, keep_clear=True), "PNG")
    raise broken()


def pixels(content: bytes, side: int | None = SIDE, *, keep_clear: bool = False) -> Image.Image:
    """Nothing but the pixels of the (first) picture. ``keep_clear``: what is transparent stays so."""
    _know_heic(content)
    try:
        with Image.open(io.BytesIO(content)) as image:
            if image.width * image.height > MOST_PIXELS:
                raise Uncleanable(
                    Words("照片的尺寸太大", "the picture is too large"),
                    Words("请缩小，或者截图再交。", "Make it smaller, or take a screenshot of it."),
                )
            if side:
                image.draft("RGB", (side, side))
            upright = ImageOps.exif_transpose(image)
            if side:
                upright.thumbnail((side, side))
            return _bare(upright, keep_clear)
    except _BROKEN as error:
        if isinstance(error, Uncleanable):
            raise
        raise broken() from None


def _bare(image: Image.Image, keep_clear: bool) -> Image.Image:
    clear = "A" in image.getbands() or "transparency" in image.info
    if clear:
        image = image.convert("RGBA")
        if not keep_clear:
            image = Image.alpha_composite(Image.new("RGBA", image.size, "white"), image)
    mode = "RGBA" if clear and keep_clear else "RGB"
    bare = Image.new(mode, image.size)  # only the pixels go on
    bare.paste(image.convert(mode))
    return bare


def _saved(image: Image.Image, kind: str, **options: int) -> bytes:
    out = io.BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


def is_heic(content: bytes) -> bool:
    """Whether a phone kept this picture in HEIC (not AVIF, which no phone's camera writes)."""
    return content[4:8] == b"ftyp" and content[8:12] in (b"heic", b"heix", b"heim", b"heis", b"mif1", b"msf1")


def _know_heic(content: bytes) -> None:
    """Teach Pillow to read HEIC when one comes: the decoder is loaded by nobody who needs it not."""
    if is_heic(content):
        import pi_heif

        pi_heif.register_heif_opener(thumbnails=False)
