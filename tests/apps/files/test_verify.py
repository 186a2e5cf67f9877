"""What is missing, altered or unknown on disk is found and named."""

from __future__ import annotations

from pathlib import Path

import pytest

from qingdan.records.files import disk
from qingdan.records.files.sweeping import sweep
from qingdan.records.files.verify import verify_files
from tests.apps.files.samples import AT, pdf, picture, stored

pytestmark = pytest.mark.django_db


def faults() -> set[tuple[str, str]]:
    return {(f.where, f.kind) for f in verify_files()}


def test_whole_files_have_no_faults() -> None:
    stored(picture())
    stored(pdf(), "发票.pdf")
    assert faults() == set()


def test_a_missing_and_an_altered_file_are_named() -> None:
    gone, changed, kept = stored(picture()), stored(pdf(), "发票.pdf"), stored(picture("PNG"), "图.png")
    disk.path_of(gone.digest).unlink()
    path = disk.path_of(changed.digest)
    content = bytearray(path.read_bytes())
    content[30] ^= 1
    path.chmod(0o600)
    path.write_bytes(content)
    where = {row.digest: f"files/{row.digest[:2]}/{row.digest[2:4]}/{row.digest}" for row in (gone, changed, kept)}
    assert faults() == {(where[gone.digest], "missing"), (where[changed.digest], "altered")}


@pytest.mark.parametrize(
    "name", ["stranger.txt", "ab/stranger.txt", "ab/cd/" + "e" * 64, "ab/cd/abcd" + "e" * 60, "ab/cd/abcd.thumb.jpg"]
)
def test_strangers_are_named(name: str, files_root: Path) -> None:
    stored(picture())
    (files_root / name).parent.mkdir(parents=True, exist_ok=True)
    (files_root / name).write_bytes(b"x")
    assert faults() == {(f"files/{name}", "unknown")}


def test_a_file_in_a_wrong_folder_is_a_stranger(files_root: Path) -> None:
    row = stored(picture())
    (files_root / "wrong").mkdir()
    (files_root / "wrong" / row.digest).write_bytes(picture())
    assert faults() == {(f"files/wrong/{row.digest}", "unknown")}


def test_the_sweep_leaves_strangers_and_rows_alone(files_root: Path) -> None:
    row = stored(picture())
    (files_root / "note.txt").write_text("x")
    assert sweep(before=AT.replace(year=2100)) == 0
    assert (files_root / "note.txt").exists()
    assert disk.path_of(row.digest).exists()
