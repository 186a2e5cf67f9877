"""Words of the domain in the language of the page."""

from __future__ import annotations

from django.utils.translation import get_language

from qingdan.domain.words import Words


def said(words: Words) -> str:
    """The phrase in the language of the page; Chinese where none is active."""
    return words.to(get_language() or "zh-hans")
