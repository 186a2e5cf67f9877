"""Says at start, and not at the first print, that the fonts are missing."""

from __future__ import annotations

from collections.abc import Sequence

from django.core.checks import CheckMessage, Error, register

from qingdan.web.printing import fonts


@register
def fonts_are_there(app_configs: object, **kwargs: object) -> Sequence[CheckMessage]:
    """An error when a face of the printing font is missing."""
    try:
        fonts.faces(fonts.folder())
    except fonts.FontsMissing as fault:
        return [Error(str(fault), id="printing.E001")]
    return []
