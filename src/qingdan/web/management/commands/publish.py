"""``qingdan publish DIR``: everything that an outsider can read here, as files that any web server hands out."""

from __future__ import annotations

import time
from argparse import ArgumentParser
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from qingdan.web.demo.mark import remember
from qingdan.web.management.speaking import add_language, speaking
from qingdan.web.publishing.copying import AnotherHouse, Difference, Report, Wanted, compare, publish
from qingdan.web.publishing.folder import Folder, Unfit

EVERY = 10  # seconds between two lines that say how far it is
MOST_SHOWN = 20


class Command(BaseCommand):
    """The static copy."""

    help = "Writes the static copy of what is public, or brings it up to date; --check compares and writes nothing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("dir", type=Path, help="an empty folder, or that of an earlier run")
        parser.add_argument(
            "--live", default=settings.BASE_URL, metavar="URL",
            help="where forms lead: the address of the house itself (default: QINGDAN_BASE_URL, now %(default)s)",
        )  # fmt: skip
        parser.add_argument(
            "--at",
            default="",
            metavar="URL",
            help="where the copy will be read, for sitemap and feeds (default: as --live)",
        )
        parser.add_argument("--without-papers", action="store_true", help="leave PDF and Word files to the live house")
        parser.add_argument(
            "--afresh", action="store_true", help="ask for every page, also where nothing can have changed"
        )
        parser.add_argument("--check", action="store_true", help="compare the copy with the house; 1 when they differ")
        add_language(parser)

    def handle(
        self, *, dir: Path, live: str, at: str, without_papers: bool, afresh: bool, check: bool, language: str,
        verbosity: int = 1, **options: Any,
    ) -> None:  # fmt: skip
        """Make it. :raises CommandError: when the folder is not fit for it, a page failed, or ``--check`` differs."""
        with speaking(language):
            wanted = Wanted(_address(live, "--live"), _address(at or live, "--at"), not without_papers, afresh)
            remember()  # a demonstration's pages say that they are one
            step = self._telling() if verbosity else lambda done: None
            try:
                with Folder(dir).alone(make=not check) as folder:
                    if check:
                        self._tell_differences(compare(folder, wanted, step))
                    else:
                        self._tell(dir, wanted, publish(folder, wanted, step))
            except Unfit as fault:
                raise CommandError(str(fault)) from fault
            except AnotherHouse:
                said = _(
                    "%(path)s 里是另一个库的副本，这个库没有动它。"
                    "数据库连对了吗（DATABASE_URL、QINGDAN_VAR）？对的话请给一个空文件夹。"
                )
                raise CommandError(said % {"path": dir}) from None

    def _telling(self) -> Callable[[int], None]:
        last = time.monotonic()

        def step(done: int) -> None:
            nonlocal last
            if time.monotonic() - last >= EVERY:
                last = time.monotonic()
                self.stderr.write(_("看过 %(n)d 个地址 …") % {"n": done}, self.style.NOTICE)

        return step

    def _tell(self, where: Path, wanted: Wanted, report: Report) -> None:
        said = _(
            "%(where)s：%(pages)d 个地址，这次看了 %(asked)d 个；写了 %(written)d 个文件，"
            "删了 %(removed)d 个，%(down)d 页改成“已经取下”。表格都转到 %(live)s。"
        )
        self.stdout.write(said % {
            "where": where, "pages": report.pages, "asked": report.asked, "written": len(report.written),
            "removed": len(report.removed), "down": len(report.taken_down), "live": wanted.live,
        })  # fmt: skip
        self._list(_("网站自己的坏链接（在副本里转到在线平台）："), [f"{a}  ←  {page}" for a, page in report.broken])
        self._list(_("这些地址的变化太多，只抄了一部分，其余转到在线平台："), report.endless)
        if report.faults:
            self._list(_("打不开的页面："), [f"{a}  ←  {page}  ({why})" for a, page, why in report.faults])
            n = len(report.faults)
            message = ngettext(
                "%(n)d 页打不开；副本里留着它们原来的样子。", "%(n)d 页打不开；副本里留着它们原来的样子。", n
            )
            raise CommandError(message % {"n": n})

    def _tell_differences(self, found: list[Difference]) -> None:
        words = {"missing": _("少了"), "old": _("旧了"), "altered": _("被改过"), "left": _("该删没删")}
        for one in found[: MOST_SHOWN * 5]:
            self.stdout.write(f"{words[one.what]}  {one.file}")
        if found:
            n = len(found)
            message = ngettext(
                "副本和网站有 %(n)d 处不同。再发布一次就好。", "副本和网站有 %(n)d 处不同。再发布一次就好。", n
            )
            raise CommandError(message % {"n": n})
        self.stdout.write(_("副本和网站一样。"))

    def _list(self, title: str, lines: list[str]) -> None:
        if not lines:
            return
        self.stderr.write(title)
        for line in lines[:MOST_SHOWN]:
            self.stderr.write(f"  {line}")
        if len(lines) > MOST_SHOWN:
            self.stderr.write(f"  … {len(lines)}")


def _address(text: str, option: str) -> str:
    """:raises CommandError: for what is not the address of a web site."""
    whole = urlsplit(text)
    if whole.scheme not in ("http", "https") or not whole.hostname or whole.query or whole.fragment or '"' in text:
        said = _("%(option)s 要写网站的完整地址，比如 https://qingdan.example.gov.cn，现在写的是“%(text)s”。")
        raise CommandError(said % {"option": option, "text": text})
    return text.rstrip("/")
