"""The words in a file that was taken in: where each stands, and in plain sentences what could not be read."""

from __future__ import annotations

import json
import logging
import subprocess
import sys
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from qingdan.records.files.allowed import DOCX, PDF, XLSX, FileType

SECONDS = 30
READABLE = (PDF, DOCX, XLSX)
log = logging.getLogger("qingdan.records.files")


@dataclass(frozen=True, slots=True)
class FilePassage:
    """Some text of a file, and where it stands in the reader's words (第3页, 表“低保户”B7格)."""

    where: str
    text: str


@dataclass(frozen=True, slots=True)
class FileWords:
    """What a file says. ``unread``: sentences on what nobody but a person can look at; () when all of it was read."""

    passages: tuple[FilePassage, ...] = ()
    unread: tuple[str, ...] = ()


def words_of(content: bytes, kind: FileType) -> FileWords:
    """Everything that a checked file says: a Word file with its tables, notes, comments and deleted words, an Excel
    file with its hidden sheets, a PDF with its notes.

    Read in a process of its own with bounds on time and memory; what cannot be read is said, never passed over.
    """
    if kind not in READABLE:
        return FileWords(unread=(_("这是图片，查不了里面的字。请自己看清楚有没有身份证号、电话、账号、住址。"),))
    command = [sys.executable, "-m", "qingdan.records.files.texts.reading", kind.mime]
    try:
        done = subprocess.run(command, input=content, capture_output=True, check=True, timeout=SECONDS)  # noqa: S603
        found = json.loads(done.stdout)
    except (subprocess.SubprocessError, OSError, ValueError) as error:
        log.warning("the words of a file could not be read", extra={"error": type(error).__name__})
        return FileWords(unread=(_("这份文件太大或者太复杂，没有查完。请分成几份，或者另存为 PDF 再传。"),))
    passages = tuple(FilePassage(_where(where, at), text) for where, at, text in found["passages"])
    return FileWords(passages, tuple(_unread(what, count) for what, count in found["unread"].items()))


def _where(where: str, at: str) -> str:
    match where:
        case "page":
            return _("第%(at)s页") % {"at": at}
        case "note":
            return _("第%(at)s页的批注或者表格") % {"at": at}
        case "cell":
            sheet, _sign, cell = at.rpartition("!")
            return _("表“%(sheet)s”的%(cell)s格") % {"sheet": sheet, "cell": cell}
        case "table":
            row, _comma, column = at.partition(",")
            return _("表格第%(row)s行第%(column)s列") % {"row": row, "column": column}
    return {
        "body": _("正文"),
        "header": _("页眉或者页脚"),
        "footnote": _("脚注"),
        "comment": _("批注"),
        "deleted": _("修订里删掉的字，别人还看得到"),
        "drawing": _("图形、文本框或者链接"),
        "hidden": _("表里看不见的数据"),
        "bookmark": _("书签"),
    }.get(where, _("文件属性"))


def _unread(what: str, count: int) -> str:
    said = {"count": count}
    match what:
        case "scan":
            sentence = ngettext(
                "有%(count)d页是扫描的，没有字可查，请自己看清楚。",
                "有%(count)d页是扫描的，没有字可查，请自己看清楚。",
                count,
            )
        case "picture":
            sentence = ngettext(
                "里面有%(count)d张图片，查不了图上的字，请自己看清楚。",
                "里面有%(count)d张图片，查不了图上的字，请自己看清楚。",
                count,
            )
        case "page":
            sentence = _("页数太多，后面%(count)d页没有查。请分成几份再传。")
        case "long":
            sentence = _("字太多，没有查完。请分成几份再传。")
        case _:
            sentence = _("有%(count)d处读不出来。请另存一份再传。")
    return sentence % said
