"""Files of a report: checked, made anew in a process of their own, and never on a disk."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.utils import translation

from qingdan.records.files import cleaning
from qingdan.records.files.allowed import DOCX, JPEG, PDF, PNG, XLSX
from qingdan.records.files.cleaning import cleaned, name_of
from qingdan.records.register.acts import Refused
from tests.apps.files.samples import docx, pdf, phone_picture, picture, xlsx, zipped

HEIC = Path(__file__).parents[2] / "domain" / "cleaning" / "turned.heic"
GOOD = {
    "jpeg": (phone_picture(), JPEG),
    "png": (picture("PNG"), PNG),
    "webp": (picture("WEBP"), JPEG),
    "heic": (HEIC.read_bytes(), JPEG),
    "pdf": (pdf(), PDF),
    "docx": (docx(), DOCX),
    "xlsx": (xlsx(), XLSX),
}


@pytest.mark.parametrize("name", GOOD)
def test_every_kind_is_made_anew(name: str, files_root: Path) -> None:
    content, kind = GOOD[name]
    after, found = cleaned(content)
    assert found == kind and b"SECRET" not in after
    assert cleaned(after)[1] == kind, "what came out is taken again"
    assert not files_root.exists()


BAD = {
    "html": (b"<!DOCTYPE html><html><script>alert(1)</script></html>", "网页"),
    "macro": (docx({"word/vbaProject.bin": b"\xd0\xcf\x11\xe0V\0B\0A\0"}), "宏"),
    "script": (pdf(b"<< /S /JavaScript /JS (app.alert(1)) >>"), "脚本"),
    "zip": (zipped({"a.txt": b"x"}), "压缩包"),
    "cut heic": (HEIC.read_bytes()[:300], "不完整"),
    "unknown part": (docx({"word/fonts/a.odttf": b"x"}), "没法清理"),
}


@pytest.mark.parametrize("name", BAD)
def test_what_cannot_be_cleaned_is_refused_in_both_languages_and_names_nothing(name: str) -> None:
    content, words = BAD[name]
    with pytest.raises(Refused, match=words):
        cleaned(content)
    with translation.override("en"), pytest.raises(Refused) as refused:
        cleaned(content)
    assert not re.search(r"[\u4e00-\u9fff]", str(refused.value))


def test_a_process_that_is_stopped_leaves_a_plain_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cleaning, "SECONDS", 0.01)
    with pytest.raises(Refused, match="清理不了"):
        cleaned(picture())


def test_files_get_names_that_tell_nothing() -> None:
    assert [name_of(1, JPEG), name_of(2, DOCX), name_of(3, PNG)] == ["附件1.jpg", "附件2.docx", "附件3.png"]
