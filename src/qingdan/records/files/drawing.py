"""Draw one preview: ``python -m qingdan.records.files.drawing FILE MIME SIDE`` writes a JPEG to standard output.

A process of its own, without Django and with bounds on its time and memory.
"""

from __future__ import annotations

import io
import resource
import sys
from pathlib import Path

import pypdfium2
from PIL import Image, ImageOps

CPU_SECONDS = 15
MEMORY = 2 * 1024**3  # bytes of address space, of which little is used


def bounded(seconds: int = CPU_SECONDS) -> None:
    """From here on this process may use only so much."""
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))


def draw(content: bytes, mime: str, side: int) -> bytes:
    """A JPEG whose longer side is at most ``side`` pixels, upright, on white, with no metadata at all."""
    image = _first_page(content, side) if mime == "application/pdf" else _picture(content, side)
    image.thumbnail((side, side))
    if "A" in image.getbands() or "transparency" in image.info:
        image = image.convert("RGBA")
        white = Image.new("RGBA", image.size, "white")
        image = Image.alpha_composite(white, image)
    # Only the pixels go on: profile, EXIF, comments and thumbnails stay behind.
    bare = Image.new("RGB", image.size)
    bare.paste(image.convert("RGB"))
    out = io.BytesIO()
    bare.save(out, "JPEG", quality=80, optimize=True, progressive=True)
    return out.getvalue()


def _picture(content: bytes, side: int) -> Image.Image:
    Image.MAX_IMAGE_PIXELS = None  # counted when it was taken in
    image = Image.open(io.BytesIO(content))
    image.draft("RGB", (side, side))
    return ImageOps.exif_transpose(image)


def _first_page(content: bytes, side: int) -> Image.Image:
    with pypdfium2.PdfDocument(content) as document:
        page = document[0]
        return page.render(scale=side / max(*page.get_size(), 1)).to_pil()


if __name__ == "__main__":
    bounded()
    sys.stdout.buffer.write(draw(Path(sys.argv[1]).read_bytes(), sys.argv[2], int(sys.argv[3])))
