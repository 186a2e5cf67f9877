"""``qingdan publish``: what it refuses, and what it says."""

from __future__ import annotations

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from qingdan.web.publishing.folder import LOCK, MANIFEST
from tests.apps.publishing.conftest import LIVE
from tests.apps.publishing.outsider import files_of

pytestmark = pytest.mark.django_db


def said(folder: Path, **options: object) -> str:
    out = StringIO()
    call_command("publish", folder, live=LIVE, verbosity=0, stdout=out, stderr=out, **options)
    return out.getvalue()


def refusal(folder: Path, **options: object) -> str:
    with pytest.raises(CommandError) as caught:
        said(folder, **options)
    return str(caught.value)


def test_a_folder_with_other_files_is_refused_and_nothing_is_touched(tmp_path: Path) -> None:
    (tmp_path / "photo.jpg").write_bytes(b"mine")
    before = files_of(tmp_path)
    assert "里有别的文件" in refusal(tmp_path)
    assert "holds other files" in refusal(tmp_path, language="en")
    assert files_of(tmp_path) == before


def test_what_is_no_folder_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_text("x")
    assert "不是文件夹" in refusal(file)
    assert "没有" in refusal(tmp_path / "not" / "there")
    assert not (tmp_path / "not").exists()
    assert "没有" in refusal(tmp_path / "new", check=True)
    assert not (tmp_path / "new").exists(), "--check writes nothing"


def test_a_manifest_that_nobody_can_read_is_refused(tmp_path: Path) -> None:
    (tmp_path / MANIFEST).write_bytes(b"scrambled")
    (tmp_path / "index.html").write_text("x")
    assert "读不懂" in refusal(tmp_path)
    assert set(files_of(tmp_path)) == {MANIFEST, "index.html", LOCK}


@pytest.mark.parametrize(
    "live", ["live.example", "ftp://live.example", "https://", 'https://x"y.example', "https://x/?a=1"]
)
def test_an_address_that_is_none_is_refused(tmp_path: Path, live: str) -> None:
    with pytest.raises(CommandError, match="--live"):
        call_command("publish", tmp_path / "copy", live=live, verbosity=0)
    assert not (tmp_path / "copy").exists()


def test_a_house_without_anything_has_a_copy_too(tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    assert "写了" in said(copy)
    assert (copy / "index.html").is_file()
    assert "一样" in said(copy, check=True)
    assert "wrote 0 files" in said(copy, language="en")


def test_check_fails_when_they_differ(tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    said(copy)
    (copy / "index.html").unlink()
    assert "1 处不同" in refusal(copy, check=True)
