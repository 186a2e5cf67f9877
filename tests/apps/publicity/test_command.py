"""``qingdan kit``: a folder for every power, whole or not at all."""

from __future__ import annotations

import pytest
from django.core.management import CommandError, call_command

from qingdan import cli
from qingdan.records.regions.models import DivisionCode
from qingdan.web.management.commands import kit as command
from tests.loaded import shipped

pytestmark = pytest.mark.django_db


def test_every_power_gets_a_folder_with_the_villages_name(stage, tmp_path, capsys):
    code = DivisionCode.objects.get(division=stage.cast.one, valid_to=None).code
    folder = tmp_path / "out" / "kits"
    call_command("kit", str(folder), village=code)
    found = sorted(folder.glob("*/*"))
    assert len(found) == len(stage.edition.powers)
    assert all((one / "海报A2.pdf").stat().st_size > 10_000 for one in found)
    assert "【坡头镇示例一村】" in (found[0] / "短信.txt").read_text(encoding="utf-8")
    said = capsys.readouterr()
    assert "100%" in said.err
    assert f"{len(found)} powers" in said.out
    assert [entry.name for entry in folder.parent.iterdir()] == ["kits"], "nothing half-written is left"


def test_one_power_in_english(stage, tmp_path):
    (tmp_path / "empty").mkdir()
    call_command("kit", str(tmp_path / "empty"), power="small-buy", language="en")
    (found,) = (tmp_path / "empty").glob("*/*")
    assert (found / "Poster A2.pdf").exists()
    assert "once more." in (found / "Loudspeaker script.txt").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"village": "000000000000"}, "no village has the code"),
        ({"norm": "no-such"}, "no norm"),
        ({"power": "no-such"}, "no power"),
        ({}, "there already"),
    ],
)
def test_what_cannot_be_is_said_and_nothing_written(stage, tmp_path, options, said):
    folder = tmp_path / "kits"
    if not options:
        folder.mkdir()
        (folder / "mine").write_text("x")
    with pytest.raises(CommandError, match=said):
        call_command("kit", str(folder), **options)
    assert not folder.exists() or [f.name for f in folder.iterdir()] == ["mine"]


def test_a_power_of_another_norm_is_said():
    with pytest.raises(CommandError, match="'petty-goods' is not of the norm 'finance'"):
        command._powers(shipped(), "finance", "petty-goods")
    assert len(command._powers(shipped(), "finance", "")) > 1


def test_what_fails_on_the_way_leaves_nothing(stage, tmp_path, monkeypatch):
    def fail(folder, made):
        folder.mkdir(parents=True)
        (folder / "half").write_text("x")
        raise OSError("no space left on device")

    monkeypatch.setattr(command, "_write", fail)
    with pytest.raises(OSError, match="no space left"):
        call_command("kit", str(tmp_path / "kits"))
    assert list(tmp_path.iterdir()) == []


def test_without_icons_it_says_what_to_do(stage, tmp_path, monkeypatch):
    monkeypatch.setattr(command, "not_built", lambda: ["user"])
    with pytest.raises(CommandError, match="qingdan manage icons"):
        call_command("kit", str(tmp_path / "kits"))


def test_without_a_list_it_says_what_to_do(db, tmp_path):
    with pytest.raises(CommandError, match="catalogue load"):
        call_command("kit", str(tmp_path / "kits"))


def test_the_console_script_knows_it():
    assert {"kit", "forms"} <= set(cli.OWN)
