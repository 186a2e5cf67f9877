"""Read the QR codes in one file: ``python -m qingdan.records.files.scanning MIME < FILE`` writes a JSON list of texts.

A process of its own, without Django and with bounds on its time and memory.
"""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Iterator

import pypdfium2
import zxingcpp
from PIL import Image, ImageOps

from qingdan.records.files.drawing import bounded

MOST_PAGES = 20
SIDE = 3000  # pixels: enough for a code of two centimetres on a photographed sheet
LONGEST = 500  # characters of a text that could be an address of ours


def texts(content: bytes, mime: str) -> list[str]:
    """What the QR codes say, each once, in the order of the pages."""
    pages = _pages(content) if mime == "application/pdf" else [_picture(content)]
    found = [
        code.text for page in pages for code in zxingcpp.read_barcodes(page, formats=zxingcpp.BarcodeFormat.QRCode)
    ]
    return list(dict.fromkeys(text for text in found if 0 < len(text) <= LONGEST))


def _picture(content: bytes) -> Image.Image:
    Image.MAX_IMAGE_PIXELS = None  # counted when it was taken in
    image = Image.open(io.BytesIO(content))
    image.draft("L", (SIDE, SIDE))
    image = ImageOps.exif_transpose(image)
    image.thumbnail((SIDE, SIDE))
    return image.convert("L")


def _pages(content: bytes) -> Iterator[Image.Image]:
    with pypdfium2.PdfDocument(content) as document:
        for number in range(min(len(document), MOST_PAGES)):
            page = document[number]
            scale = min(SIDE / max(*page.get_size(), 1), 4)
            yield page.render(scale=scale).to_pil().convert("L")


if __name__ == "__main__":
    bounded()
    sys.stdout.write(json.dumps(texts(sys.stdin.buffer.read(), sys.argv[1])))
