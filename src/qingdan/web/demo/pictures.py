"""Evidence that nobody can take for real: a drawn sheet with 示例 across it."""

from __future__ import annotations

import io
from functools import lru_cache

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, ImageDraw, ImageFont

from qingdan.web.printing import fonts

SIZE = (640, 440)


def evidence(kind: str, title: str) -> SimpleUploadedFile:
    """A JPEG as somebody would upload it for this kind of evidence."""
    return SimpleUploadedFile(f"示例{title}.jpg", _sheet(title), content_type="image/jpeg")


@lru_cache(maxsize=64)
def _sheet(title: str) -> bytes:
    image = Image.new("RGB", SIZE, "#fbf7f0")
    draw = ImageDraw.Draw(image)
    draw.rectangle((24, 24, SIZE[0] - 24, SIZE[1] - 24), outline="#8a7f72", width=2)
    for y in range(150, 380, 34):
        draw.line((60, y, SIZE[0] - 60, y), fill="#e2d9cb", width=2)
    _write(draw, (60, 60), f"示例 {title}", 40, "#2b2622")
    _write(draw, (150, 190), "示 例", 120, "#e3b7b2")
    _write(draw, (60, 385), "演示用，不是真的材料", 20, "#8a7f72")
    buffer = io.BytesIO()
    image.save(buffer, "JPEG", quality=80)  # as a phone takes them, and quick to look into
    return buffer.getvalue()


def _write(draw: ImageDraw.ImageDraw, at: tuple[int, int], text: str, size: int, colour: str) -> None:
    try:
        face = ImageFont.truetype(fonts.faces(fonts.folder())["Regular"], size)
    except fonts.FontsMissing:  # the sheet is still a sheet
        face, text = ImageFont.load_default(size), "EXAMPLE"
    draw.text(at, text, fill=colour, font=face)
