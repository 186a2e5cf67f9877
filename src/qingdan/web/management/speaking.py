"""The language of a command that speaks to whoever edits the catalogue: Chinese, or English with ``--language en``."""

from __future__ import annotations

from argparse import ArgumentParser
from collections.abc import Iterable
from contextlib import AbstractContextManager

from django.core.management.base import OutputWrapper
from django.utils import translation
from django.utils.translation import ngettext

from qingdan.domain.complaints import Complaint


def add_language(parser: ArgumentParser) -> None:
    """``--language``, which may be shortened to ``--lang``."""
    parser.add_argument("--language", choices=("zh", "en"), default="zh", help="of what is printed (%(default)s)")


def speaking(language: str) -> AbstractContextManager[None]:
    """Everything said inside is in ``language``."""
    return translation.override("en" if language == "en" else "zh-hans")


def write_complaints(out: OutputWrapper, complaints: Iterable[Complaint]) -> str:
    """Each on a line of its own; gives back their number in words."""
    shown = list(complaints)
    for complaint in shown:
        out.write(complaint.to(translation.get_language() or "zh"))
    return ngettext("有 %(n)d 处要改。", "有 %(n)d 处要改。", len(shown)) % {"n": len(shown)}
