"""The whole set of blank forms: on the command line with its progress, and a norm at a time at the desk."""

from __future__ import annotations

import io
import zipfile

import pytest
from django.core.management import CommandError, call_command

from qingdan.records.regions.models import DivisionCode
from qingdan.web.printing.listing import forms_of
from tests.cast import client_for

pytestmark = pytest.mark.django_db


def test_every_form_is_in_the_archive_twice_with_the_villages_name(stage, tmp_path, capsys):
    code = DivisionCode.objects.get(division=stage.cast.one, valid_to=None).code
    file = tmp_path / "forms.zip"
    call_command("forms", str(file), village=code)
    with zipfile.ZipFile(file) as made:
        names = made.namelist()
        assert made.testzip() is None
    forms = [form for power in stage.edition.powers.values() for form in forms_of(stage.edition, power)]
    assert len([n for n in names if n.endswith(".pdf")]) == len([n for n in names if n.endswith(".docx")]) == len(forms)
    assert len(set(names)) == len(names)
    assert all(not set(name) & set(':*?"<>|') for name in names)
    assert "100%" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("options", "said"),
    [({"village": "000000000000"}, "no village has the code"), ({"norm": "no-such"}, "no norm"), ({}, "there already")],
)
def test_what_cannot_be_is_said_and_nothing_written(stage, tmp_path, options, said):
    file = tmp_path / "forms.zip"
    if not options:
        file.write_bytes(b"mine")
    with pytest.raises(CommandError, match=said):
        call_command("forms", str(file), **options)
    assert not file.exists() or file.read_bytes() == b"mine"


def test_a_norm_at_the_desk(stage):
    client = client_for(stage.cast["clerk"])
    answer = client.get(f"/desk/villages/{stage.cast.one.pk}/forms/buying.zip")
    assert answer.status_code == 200
    with zipfile.ZipFile(io.BytesIO(answer.content)) as made:
        assert any(name.endswith(".docx") for name in made.namelist())
    assert client.get(f"/desk/villages/{stage.cast.one.pk}/forms/no-such.zip").status_code == 404
