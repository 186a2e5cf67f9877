"""The kinds of file that may come in, and what they are called by people, names and browsers."""

from __future__ import annotations

from dataclasses import dataclass

OPENXML = "application/vnd.openxmlformats-officedocument."


@dataclass(frozen=True)
class FileType:
    """One allowed kind. ``also``: other types by which browsers declare it. ``preview``: can be shown as a picture."""

    title: str
    mime: str
    suffixes: tuple[str, ...]
    also: tuple[str, ...] = ()
    preview: bool = False


JPEG = FileType("JPEG", "image/jpeg", (".jpg", ".jpeg", ".jpe", ".jfif"), ("image/jpg", "image/pjpeg"), True)
PNG = FileType("PNG", "image/png", (".png",), ("image/x-png",), True)
WEBP = FileType("WebP", "image/webp", (".webp",), (), True)
PDF = FileType("PDF", "application/pdf", (".pdf",), ("application/x-pdf", "application/wps-office.pdf"), True)
DOCX = FileType("Word (DOCX)", OPENXML + "wordprocessingml.document", (".docx",), ("application/wps-office.docx",))
XLSX = FileType("Excel (XLSX)", OPENXML + "spreadsheetml.sheet", (".xlsx",), ("application/wps-office.xlsx",))

ALLOWED = (JPEG, PNG, WEBP, PDF, DOCX, XLSX)
BY_MIME = {kind.mime: kind for kind in ALLOWED}
# What a browser says when it does not know; an Office file is a zip to a machine without Office.
NO_OPINION = {"", "application/octet-stream", "binary/octet-stream", "application/zip", "application/x-zip-compressed"}
ACCEPT = ",".join(suffix for kind in ALLOWED for suffix in kind.suffixes)  # for <input type="file" accept="…">
