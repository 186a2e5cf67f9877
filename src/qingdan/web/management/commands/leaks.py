"""``qingdan leaks FILE…``: what in a file would give a private person away, were it published?"""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from qingdan.domain.rules.audience import Audience
from qingdan.records.files.checking import checked
from qingdan.records.leaks.attachments import FileChecked, check_file
from qingdan.records.leaks.guarding import Guard, Spot
from qingdan.records.register.acts import Refused
from qingdan.web.management.speaking import add_language, speaking

TEXTS = (".txt", ".md", ".csv")
AUDIENCES = [str(a) for a in Audience]


class Command(BaseCommand):
    """Reads files and changes nothing. Exit code 1: something was found, or a file could not be looked through."""

    help = "Look through texts, Word, Excel and PDF files for personal details before they are published."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """What to look through, and for whom it is."""
        parser.add_argument("files", nargs="+", type=Path, metavar="FILE")
        parser.add_argument("--audience", choices=AUDIENCES, default="internet", help="who is to read it (%(default)s)")
        add_language(parser)

    def handle(self, *, files: list[Path], audience: str, language: str, **options: Any) -> None:
        """Each finding on a line of its own, masked."""
        with speaking(language):
            count = sum(self._say(path, _look(path, Audience(audience))) for path in files)
            if count:
                words = ngettext("找到%(n)d处要看的。", "找到%(n)d处要看的。", count) % {"n": count}
                raise CommandError(words)
            self.stdout.write(_("没有发现身份证号、电话、账号、住址这类个人信息。"))

    def _say(self, path: Path, found: FileChecked) -> int:
        for one in found.findings:
            self.stdout.write(f"{path}: {one.spot.label} {one.sentence}")
        for sentence in found.unread:
            self.stdout.write(f"{path}: {sentence}")
        return len(found.findings) + len(found.unread)


def _look(path: Path, audience: Audience) -> FileChecked:
    guard = Guard(None)
    try:
        content = path.read_bytes()
        if path.suffix.lower() in TEXTS:
            text = content.decode("utf-8-sig")
            return FileChecked(tuple(guard.findings([Spot(path.name, _("正文"), text, audience)])))
        content, kind = checked(SimpleUploadedFile(path.name, content, None))
    except OSError as fault:
        raise CommandError(_("%(file)s 读不出来：%(why)s") % {"file": path, "why": fault.strerror}) from fault
    except UnicodeDecodeError as fault:
        raise CommandError(_("%(file)s 不是 UTF-8 编码的文字，请另存一份。") % {"file": path}) from fault
    except Refused as fault:
        raise CommandError(str(fault.message)) from fault
    return check_file(guard, path.name, content, kind, audience)
