"""``qingdan handbook``: a file with its progress, or a clear word why not and nothing written."""

from __future__ import annotations

import pytest
from django.core.management import CommandError, call_command

from qingdan.records.editions.queries import forget
from qingdan.records.regions.models import DivisionCode
from qingdan.web.handbook import shelf
from tests.apps.handbook.making_of import texts

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def one_process(settings, tmp_path, monkeypatch):
    settings.VAR = tmp_path / "var"
    monkeypatch.setattr("qingdan.web.management.commands.handbook.usual_processes", lambda: 1)


def test_the_whole_with_its_progress(stage, tmp_path, capsys):
    file = tmp_path / "book.pdf"
    call_command("handbook", str(file))
    said = capsys.readouterr()
    assert "100%" in said.err
    assert f"{file}: 3 powers, " in said.out and " MB, " in said.out
    assert "责任清单，按职务" in "".join(texts(file.read_bytes()))
    assert list(tmp_path.glob(".*")) == []


def test_one_norm_for_a_village_in_english(stage, tmp_path):
    code = DivisionCode.objects.get(division=stage.cast.one, valid_to=None).code
    file = tmp_path / "book.pdf"
    call_command("handbook", str(file), norm="buying", village=code, language="en")
    pages = texts(file.read_bytes())
    assert "Handbookofthe1norms" in pages[0] and "Norm1:Purchasing" in pages[0] and "0391-0000001" in pages[0]
    assert "Smallpurchase" in "".join(pages)
    assert "Annex" not in "".join(pages)


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"village": "000000000000"}, "no village has the code"),
        ({"village": "419001"}, "no village has the code"),
        ({"norm": "no-such"}, "no norm 'no-such'; the list has buying"),
    ],
)
def test_what_cannot_be_is_said_and_nothing_written(stage, tmp_path, options, said):
    file = tmp_path / "book.pdf"
    with pytest.raises(CommandError, match=said):
        call_command("handbook", str(file), **options)
    assert not file.exists()


def test_nothing_is_written_over_or_into_nowhere(stage, tmp_path):
    file = tmp_path / "book.pdf"
    file.write_bytes(b"mine")
    with pytest.raises(CommandError, match="is there already"):
        call_command("handbook", str(file))
    assert file.read_bytes() == b"mine"
    with pytest.raises(CommandError, match="there is no folder"):
        call_command("handbook", str(tmp_path / "nowhere" / "book.pdf"))
    with pytest.raises(CommandError, match="name the file"):
        call_command("handbook")


def test_a_disk_that_refuses_is_said(stage, tmp_path, monkeypatch):
    def full(*args):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("qingdan.web.management.commands.handbook.write_whole", full)
    with pytest.raises(CommandError, match=r"cannot write .*No space left"):
        call_command("handbook", str(tmp_path / "book.pdf"))


def test_without_a_list_it_says_how_to_load_one(tmp_path):
    forget()
    with pytest.raises(CommandError, match="qingdan catalogue load"):
        call_command("handbook", str(tmp_path / "book.pdf"))


def test_a_second_book_finds_the_diagrams_of_the_first(stage, tmp_path, monkeypatch):
    call_command("handbook", str(tmp_path / "one.pdf"))
    with monkeypatch.context() as patched:
        patched.setattr("qingdan.web.handbook.figures.pictures", lambda wanted: pytest.fail("it was drawn already"))
        call_command("handbook", str(tmp_path / "two.pdf"), norm="buying")
    for file in (shelf.folder() / "pictures").iterdir():
        file.write_text("half of it")  # a disk that was full
    call_command("handbook", str(tmp_path / "three.pdf"), norm="buying")
    assert texts((tmp_path / "two.pdf").read_bytes()) == texts((tmp_path / "three.pdf").read_bytes())
