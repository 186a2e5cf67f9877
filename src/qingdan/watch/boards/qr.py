"""QR codes as inline SVG: a posted sheet and its page say the same address."""

from __future__ import annotations

from io import BytesIO

import segno
from django.conf import settings
from django.utils.safestring import SafeString, mark_safe


def address(path: str) -> str:
    """The whole address of a page of this house, as paper carries it."""
    return f"{settings.BASE_URL.rstrip('/')}{path}"


def qr_svg(text: str, title: str) -> SafeString:
    """A QR code that scales with its place; ``title`` is what a reader of the page hears. Error level M."""
    drawn = BytesIO()
    code = segno.make(text, error="m", micro=False)
    code.save(drawn, kind="svg", xmldecl=False, svgns=False, omitsize=True, border=2, title=title, nl=False)
    return mark_safe(drawn.getvalue().decode("utf-8"))  # noqa: S308 - segno escapes the title; the rest are numbers
